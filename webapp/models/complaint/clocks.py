"""The clocks of a complaint: how long a response, a solution and a call-back may take, in office time as it is set
(R-COMPLAINT)."""

from datetime import datetime, timedelta
from enum import StrEnum

from webapp.models.calendar_day import calendar_in_force
from webapp.models.settings import Settings
from webapp.worktime import AllTime, OfficeTime, hours_of


class Clock(StrEnum):
    """What is waited for."""

    RESPONSE = "response"
    SOLUTION = "solution"
    CALL_BACK = "callback"

    @property
    def label(self) -> str:
        return {"response": "响应", "solution": "解决方案", "callback": "回访"}[self]

    @property
    def length(self) -> timedelta:
        """How long it may take."""
        match self:
            case Clock.RESPONSE:
                return timedelta(minutes=Settings.complaint_response_minutes)
            case Clock.SOLUTION:
                return timedelta(hours=Settings.complaint_solution_hours)
        return timedelta(days=Settings.complaint_callback_days)

    def due(self, since: datetime) -> datetime:
        """By when, where it began to run at that moment."""
        return office_time().after(since, self.length)


def office_time() -> OfficeTime | type[AllTime]:
    """The time in which clocks run, as the office has set it."""
    if not Settings.complaint_clocks_rest:
        return AllTime
    return OfficeTime(calendar_in_force(), hours_of(Settings.office_hours))
