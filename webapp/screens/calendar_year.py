"""工作日历: one year as the office reads it, a festival a line (R-ESCALATE)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from webapp.clock import today
from webapp.holidays import SINCE
from webapp.models.calendar_day import CalendarDay, calendar_in_force
from webapp.prepared import Prepared


class Day(NamedTuple):
    """A day of the calendar, as it is noted."""

    day: date
    works: bool
    name: str
    is_own: bool


class Festival(NamedTuple):
    """Days off one after the other, from `since` to `until`, and what is worked instead; days that are worked for no
    days off have neither."""

    name: str
    since: date | None
    until: date | None
    worked: tuple[date, ...]

    @property
    def length(self) -> int:
        """How many days off."""
        return (self.until - self.since).days + 1 if self.since else 0

    @property
    def begins(self) -> date:
        return self.since or self.worked[0]


class CalendarYear:
    """A year, this one unless another is asked for; as far as the calendar may be written, and no further."""

    def __init__(self, year: int | None = None):
        self.last = today().year + 1
        self.year = year if year and SINCE <= year <= self.last else today().year

    @property
    def earlier(self) -> int | None:
        """The year before, where the calendar has it."""
        return self.year - 1 if self.year > SINCE else None

    @property
    def later(self) -> int | None:
        """The next year, where the calendar may have it."""
        return self.year + 1 if self.year < self.last else None

    @cached_property
    def _calendar(self):
        return calendar_in_force()

    @property
    def is_announced(self) -> bool:
        return self._calendar.is_announced(self.year)

    @property
    def workdays(self) -> int:
        """How many days are worked."""
        return self._calendar.working_days(date(self.year - 1, 12, 31), date(self.year, 12, 31))

    @cached_property
    def _days(self) -> list[Day]:
        return _noted(since=date(self.year, 1, 1), until=date(self.year, 12, 31))

    @property
    def own(self) -> list[Day]:
        """The days of which the office has said something itself."""
        return [day for day in self._days if day.is_own]

    @property
    def festivals(self) -> list[Festival]:
        """What there is, in its order."""
        worked = defaultdict(list)
        for day in self._days:
            if day.works:
                worked[day.name].append(day.day)
        found = [_festival(span, worked) for span in _spans(day for day in self._days if not day.works)]
        found += [Festival(name, None, None, tuple(days)) for name, days in worked.items()]
        return sorted(found, key=lambda festival: festival.begins)


def _spans(days_off: Iterable[Day]) -> list[list[Day]]:
    """Days that follow on each other, together."""
    found: list[list[Day]] = []
    for day in days_off:
        if found and day.day - found[-1][-1].day == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _festival(span: list[Day], worked: dict[str, list[date]]) -> Festival:
    """The days off with what is worked for them, which is taken out of `worked`."""
    names = dict.fromkeys(day.name for day in span)
    instead = sorted(day for name in names for day in worked.pop(name, ()))
    return Festival("、".join(names), span[0].day, span[-1].day, tuple(instead))


_noted = Prepared(
    lambda since, until: (
        CalendarDay.select(CalendarDay.day, CalendarDay.works, CalendarDay.name, CalendarDay.is_own)
        .where(CalendarDay.day.between(since, until))
        .order_by(CalendarDay.day)
    ),
    row=Day,
)
