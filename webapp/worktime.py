"""Office time: clocks that run only while the office works, such as those of a complaint (R-COMPLAINT)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from webapp.clock import local, midnight
from webapp.workdays import Calendar

A_DAY = timedelta(days=1)
_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)

Hours = tuple[tuple[timedelta, timedelta], ...]


@cache
def hours_of(text: str) -> Hours:
    """08:30-12:00,13:30-17:30 as spans of the day. ValueError for what are no spans one after the other."""
    spans = []
    for part in text.split(","):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise ValueError(text)
        begin, end, begin_minutes, end_minutes = (int(found[group]) for group in (1, 3, 2, 4))
        spans.append((timedelta(hours=begin, minutes=begin_minutes), timedelta(hours=end, minutes=end_minutes)))
    ends = [end for span in spans for end in span]
    if ends != sorted(set(ends)) or ends[-1] > A_DAY:
        raise ValueError(text)
    return tuple(spans)


def fault_of_hours(text: str) -> str:
    """Why they are no hours of an office, in Chinese; "" where they are."""
    try:
        hours_of(text)
    except ValueError:
        return "应为一段或几段时间，前后不重叠，如 08:30-12:00,13:30-17:30"
    return ""


@dataclass(frozen=True)
class OfficeTime:
    """The `hours` of the days on which the calendar says that the office works."""

    calendar: Calendar
    hours: Hours

    def after(self, moment: datetime, length: timedelta) -> datetime:
        """When a clock of that length that starts at the moment has run out. Outside office time it starts when the
        office opens. Whole days are working days, to the same time of the day; what is shorter runs in office time
        alone. A clock that would run out when the office opens has run out when it closed before."""
        begin = self.opening(moment)
        days, rest = divmod(length, A_DAY)
        if days:
            day = local(begin).date()
            time = begin - midnight(day)
            if time == self.hours[0][0] and not rest:
                return midnight(self.calendar.after(day, days - 1)) + self.hours[-1][1]
            begin = midnight(self.calendar.after(day, days)) + time
        return self._run(begin, rest)

    def opening(self, moment: datetime) -> datetime:
        """The moment itself in office time; else when the office opens next."""
        return next(max(moment, begin) for begin, end in self._spans(moment) if moment < end)

    def between(self, since: datetime, until: datetime) -> timedelta:
        """How much office time lies between; none where `until` comes first."""
        total = timedelta()
        for begin, end in self._spans(since):
            if begin >= until:
                break
            total += max(timedelta(), min(end, until) - max(begin, since))
        return total

    def _run(self, begin: datetime, length: timedelta) -> datetime:
        for opens, closes in self._spans(begin):
            start = max(begin, opens)
            if closes - start >= length:
                return start + length
            length -= max(timedelta(), closes - start)
        raise AssertionError("a calendar always has another working day")

    def _spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Those of the day of that moment, and of every working day after it."""
        day: date = self.calendar.next_working(local(since).date())
        while True:
            began = midnight(day)
            yield from ((began + begin, began + end) for begin, end in self.hours)
            day = self.calendar.after(day, 1)


class AllTime:
    """Clocks that never rest."""

    @staticmethod
    def after(moment: datetime, length: timedelta) -> datetime:
        return moment + length

    @staticmethod
    def between(since: datetime, until: datetime) -> timedelta:
        return max(timedelta(), until - since)
