"""The days on which an office greets its customers: festivals of the solar and the lunar calendar, and birthdays of
either (R-CARE)."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

SHORT_MONTH, LONG_MONTH = 29, 30  # days of a lunar month
QINGMING = "清明"


class Festival(NamedTuple):
    """`slug` is its name in addresses and in the database; `on` says which day it is in a year."""

    slug: str
    label: str
    on: Callable[[int], date]


class Lunar(NamedTuple):
    """A day of the lunar calendar; `is_last` of its month."""

    year: int
    month: int
    day: int
    is_leap: bool
    is_last: bool


def lunar_of(day: date) -> Lunar:
    """The day in the lunar calendar."""
    from lunar_python import LunarMonth, Solar  # 90 ms to import, and few need it

    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month, year = found.getMonth(), found.getYear()
    is_last = found.getDay() == LunarMonth.fromYm(year, month).getDayCount()
    return Lunar(year, abs(month), found.getDay(), month < 0, is_last)


def solar_of(year: int, month: int, day: int) -> date:
    """A day of a regular lunar month in the solar calendar; ValueError for one that the month does not have."""
    from lunar_python import Lunar as Found
    from lunar_python import LunarMonth

    if not 1 <= day <= LunarMonth.fromYm(year, month).getDayCount():
        raise ValueError(f"no day {day} in lunar month {month} of {year}")
    found = Found.fromYmd(year, month, day).getSolar()
    return date(found.getYear(), found.getMonth(), found.getDay())


def _solar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: solar_of(year, month, day)


def _qingming(year: int) -> date:
    """The solar term, on the 4th, 5th or 6th of April."""
    from lunar_python import Solar

    return next(
        day
        for day in (date(year, 4, 4), date(year, 4, 5), date(year, 4, 6))
        if Solar.fromYmd(day.year, day.month, day.day).getLunar().getJieQi() == QINGMING
    )


FESTIVALS = (
    Festival("new-year", "元旦", _solar(1, 1)),
    Festival("spring", "春节", _lunar(1, 1)),
    Festival("lantern", "元宵", _lunar(1, 15)),
    Festival("qingming", QINGMING, _qingming),
    Festival("labour", "劳动节", _solar(5, 1)),
    Festival("dragon-boat", "端午", _lunar(5, 5)),
    Festival("mid-autumn", "中秋", _lunar(8, 15)),
    Festival("national", "国庆", _solar(10, 1)),
    Festival("double-ninth", "重阳", _lunar(9, 9)),
)
BY_SLUG = {festival.slug: festival for festival in FESTIVALS}


class Coming(NamedTuple):
    """A festival and its day."""

    festival: Festival
    day: date


@lru_cache(maxsize=64)
def coming(since: date, until: date) -> tuple[Coming, ...]:
    """The festivals from one day to another, both included, the next one first."""
    found = [
        Coming(festival, day)
        for festival in FESTIVALS
        for year in range(since.year, until.year + 1)
        if since <= (day := festival.on(year)) <= until
    ]
    return tuple(sorted(found, key=lambda one: one.day))


@lru_cache(maxsize=500)
def birthday_keys(day: date) -> tuple[str, ...]:
    """Whose birthday is celebrated on that day, by the keys of webapp/text/birthdays.py.

    Born on 29 February: on the 28th where there is no other. Born on the 30th of a lunar month: on its last day. Born
    in a leap month: in that, where the year has it, else in the month of the same number."""
    keys = [f"s{day:%m%d}"]
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        keys.append("s0229")
    lunar = lunar_of(day)
    days = [lunar.day, LONG_MONTH] if lunar.is_last and lunar.day == SHORT_MONTH else [lunar.day]
    kinds = ["x"] if lunar.is_leap else ["l"] if _has_leap(lunar.year, lunar.month) else ["l", "x"]
    return (*keys, *(f"{kind}{lunar.month:02}{one:02}" for kind in kinds for one in days))


@lru_cache(maxsize=500)
def _has_leap(year: int, month: int) -> bool:
    """Has that year a leap month of this number?"""
    from lunar_python import LunarYear

    return LunarYear.fromYear(year).getLeapMonth() == month
