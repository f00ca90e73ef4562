"""The step of the night run that keeps the working calendar current."""

from webapp.models.calendar_day import CalendarDay
from webapp.rules.job import Slice, Step, Turn


def _fill_in(_turn: Turn) -> Slice:
    """What a later release knows of holidays."""
    before = CalendarDay.select().count()
    CalendarDay.seed()
    return Slice(CalendarDay.select().count() - before)


CALENDAR = Step("calendar", "补上公布的节假日", _fill_in)
