"""Numbers made after a pattern: C{YYYYMMDD}{seq:3} gives C20240501001, and past 999 it grows (R-NO)."""

import re
from datetime import date

LONGEST = 20  # a number, without its prefix
_PLACE = re.compile(r"\{(PREFIX|YYYYMMDD|YYYYMM|YYYY|seq:([1-9]))\}")
_PLACES = "{PREFIX}、{YYYY}、{YYYYMM}、{YYYYMMDD} 和 {seq:3} 一类的流水号"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # as imported numbers, which stand in addresses too


def number(pattern: str, day: date, prefix: str, value: int) -> str:
    """The `value`-th number of its scope."""
    dates = _dates(day, prefix)
    return _PLACE.sub(lambda place: f"{value:0{place[2]}d}" if place[2] else dates[place[1]], pattern)


def scope(pattern: str, day: date, prefix: str) -> str:
    """Within what numbers are counted: one day, month, year or all."""
    dates = _dates(day, prefix)
    return _PLACE.sub(lambda place: dates.get(place[1], "#"), pattern)


def _dates(day: date, prefix: str) -> dict[str, str]:
    return {"YYYYMMDD": f"{day:%Y%m%d}", "YYYYMM": f"{day:%Y%m}", "YYYY": f"{day:%Y}", "PREFIX": prefix}


def fault_of_pattern(pattern: str) -> str:
    """Why no numbers can be made after it, in Chinese; "" where they can."""
    if re.search("[{}]", _PLACE.sub("", pattern)):
        return f"大括号里只认得 {_PLACES}"
    if sum(bool(place[2]) for place in _PLACE.finditer(pattern)) != 1:
        return "要有一处流水号，也只能有一处，如 {seq:3}"
    if len(number(pattern, date.max, "", 1)) > LONGEST:
        return f"编出来的号码最多 {LONGEST} 个字"
    return fault_of_prefix(number(pattern, date.max, "A", 1))


def fault_of_prefix(prefix: str) -> str:
    """Why no number can begin with it; "" also where there is none."""
    return "" if not prefix or _PLAIN.fullmatch(prefix) else "以英文字母或数字开头，此外只能用 . _ -"
