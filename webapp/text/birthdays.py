"""Birthdays as people write them: of the solar calendar or the lunar one (农历), with the year or without (R-CARE)."""

import re
from datetime import date

from webapp.errors import DomainError

LONGEST = 30
HOW = "请写成 3-15、1985-3-15 或 农历八月十五"
FIRST_YEAR = 1900
_NUMBERS = {sign: value for value, sign in enumerate("〇一二三四五六七八九十")} | {"零": 0, "正": 1, "冬": 11, "腊": 12}
_LUNAR = re.compile(r"(?:农历|阴历|旧历|农曆|陰曆)")
_ONE = r"[0-9]{1,2}|[〇零一二三四五六七八九十正冬腊廿卅初]{1,3}"
_WRITTEN = re.compile(
    rf"(?:([0-9]{{4}})[-年/.])?(闰|閏)?({_ONE})[-月/.]({_ONE})(?:日|号|號)?|([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})"
)
_KEPT = re.compile(r"(农历)?(?:([0-9]{4})-)?(闰)?([0-9]{2})-([0-9]{2})")


def spelled(text: str) -> str:
    """The one spelling: 03-15, 1985-03-15, 农历08-15, 农历闰06-08. DomainError for what is no birthday."""
    written = "".join(text.split())
    if not written:
        return ""
    is_lunar = bool(_LUNAR.search(written))
    found = _WRITTEN.fullmatch(_LUNAR.sub("", written))
    if found is None or (found[2] and not is_lunar):
        raise DomainError(HOW)
    year, month, day = (found[1], found[3], found[4]) if found[3] else (found[5], found[6], found[7])
    month, day = _number(month), _number(day)
    _check(int(year) if year else None, month, day, is_lunar)
    said = f"{month:02}-{day:02}"
    return f"{'农历' if is_lunar else ''}{f'{year}-' if year else ''}{'闰' if found[2] else ''}{said}"


def key(kept: str) -> str:
    """By what a day is found whose birthday it is: s0315 of the solar calendar, l0815 of the lunar one, x0608 of a leap
    month; nothing of no birthday."""
    found = _KEPT.fullmatch(kept)
    if found is None:
        return ""
    kind = ("x" if found[3] else "l") if found[1] else "s"
    return f"{kind}{found[4]}{found[5]}"


def without_year(kept: str) -> str:
    """As a list of days to come shows it: 农历08-15."""
    return re.sub(r"[0-9]{4}-(?=闰?[0-9]{2}-)", "", kept)


def _number(text: str) -> int:
    """15, 十五, 廿三, 初八 and 腊."""
    if text.isdecimal():
        return int(text)
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _of_one(text)
    return (_of_one(tens) if tens else 1) * 10 + (_of_one(ones) if ones else 0)


def _of_one(numeral: str) -> int:
    if numeral not in _NUMBERS:
        raise DomainError(HOW)
    return _NUMBERS[numeral]


def _check(year: int | None, month: int, day: int, is_lunar: bool) -> None:
    if year is not None and not FIRST_YEAR <= year <= date.today().year:
        raise DomainError(f"请核对年份：{year}")
    if not (1 <= month <= 12 and 1 <= day <= (30 if is_lunar else 31)):
        raise DomainError("没有这一天，请核对")
    if not is_lunar:
        try:
            date(year or 2000, month, day)
        except ValueError as error:
            raise DomainError("没有这一天，请核对") from error
