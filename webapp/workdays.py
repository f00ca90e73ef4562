"""Which days the office works: Mondays to Fridays, but for the days off and the make-up days (调休) of a calendar."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

WEEK, WORKDAYS = 7, 5
DECEMBER = 12


@dataclass(frozen=True, eq=False)
class Calendar:
    """Mondays to Fridays, but for `exceptions` (day → whether it is worked); `announced` are the years whose holidays
    are known. Two are equal only when they are one: what is kept by a calendar is kept by its identity.

    Days are counted by weeks: of a span however long, only the exceptions are looked at, by their order."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < WORKDAYS)

    def working_days(self, since: date, until: date) -> int:
        """Those after `since` up to and including `until`; none where `until` comes first."""
        return max(0, self._rank(until.toordinal()) - self._rank(since.toordinal()))

    def next_working(self, day: date) -> date:
        """That day, or the first working one after it."""
        return day if self.works(day) else self.after(day, 1)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after it; with 0 the day itself."""
        begin = day.toordinal()
        days = range(begin, begin + self._room(count))
        return date.fromordinal(days[bisect_left(days, self._rank(begin) + count, key=self._rank)])

    def latest_since(self, day: date, count: int) -> date:
        """The latest day since which at least `count` working days have passed by `day`; with 0 `day` itself.

        What was due by then is overdue by `count` working days or more."""
        end = day.toordinal()
        days = range(max(1, end - self._room(count)), end + 1)
        return date.fromordinal(days[bisect_right(days, self._rank(end) - count, key=self._rank) - 1])

    def is_announced(self, year: int) -> bool:
        """Whether the holidays of that year are known; if not, Mondays to Fridays are all there is to go by."""
        return year in self.announced

    def missing(self, day: date) -> int | None:
        """The year whose holidays people miss on that day: the running one, in December the next one as well."""
        wanted = (day.year, day.year + 1) if day.month == DECEMBER else (day.year,)
        return next((year for year in wanted if not self.is_announced(year)), None)

    def _rank(self, ordinal: int) -> int:
        """How many working days there are up to that day, since the first Monday there ever was."""
        weeks, rest = divmod(ordinal, WEEK)
        weekdays = weeks * WORKDAYS + min(rest, WORKDAYS)
        return weekdays + bisect_right(self._extra, ordinal) - bisect_right(self._off, ordinal)

    def _room(self, count: int) -> int:
        """Within so many days there are `count` working ones, wherever the days off lie."""
        return (count + len(self._off)) * WEEK // WORKDAYS + WEEK

    @cached_property
    def _off(self) -> list[int]:
        """The days off from Monday to Friday, in their order."""
        days = (day for day, works in self.exceptions.items() if not works and day.weekday() < WORKDAYS)
        return sorted(map(date.toordinal, days))

    @cached_property
    def _extra(self) -> list[int]:
        """The Saturdays and Sundays that are worked, in their order."""
        days = (day for day, works in self.exceptions.items() if works and day.weekday() >= WORKDAYS)
        return sorted(map(date.toordinal, days))
