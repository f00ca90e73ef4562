"""The holidays the State Council has announced (放假和调休), as the library that keeps them knows them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

SINCE = 2024  # nobody has counted the days of earlier years by this book
_IN_FULL = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


class Announced(NamedTuple):
    """What was announced of a day: a day off, or a Saturday or Sunday that is worked (调休), and for which festival."""

    works: bool
    name: str


@cache
def announced() -> Mapping[date, Announced]:
    """Every day that was announced since SINCE. Years to come are missing until the library has them."""
    from chinese_calendar import constants  # asked once, when the calendar is filled in

    names = {festival.value: _IN_FULL.get(festival.chinese, festival.chinese) for festival in constants.Holiday}
    off = {day: Announced(False, names[festival]) for day, festival in constants.holidays.items()}
    worked = {day: Announced(True, names[festival]) for day, festival in constants.workdays.items()}
    return {day: said for day, said in sorted((off | worked).items()) if day.year >= SINCE}
