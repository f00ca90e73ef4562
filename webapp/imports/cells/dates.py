"""Dates as people type them into lists (R-IMPORT), and the days they promise in running text."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_EARLIEST, _LATEST = 1950, 2099
_EXCEL_EPOCH = datetime(1899, 12, 30)
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?(?::\d{1,2}(?:\.\d+)?|分)?\s*(?P<ampm>[AaPp][Mm])?"
)
_HALF = re.compile(r"\d{4}\s*[-/.年]\s*(\d{1,2}\s*[-/.月]?)?")
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?")

# 12月3000吨, 3月5%返利, 10月1期: a figure with more digits or a unit behind it is no day
_NO_QUANTITY = r"(?![\d.]|\s*[%‰期吨件台套个箱万亿千元米批次家人份单只张平支桶车瓶块kKwWtTgGmM㎡])"
_PROMISED = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
    rf"|(?<![\d.])(?P<m>\d{{1,2}})\s*月\s*(?:(?P<d>\d{{1,2}})(?:\s*[日号]|{_NO_QUANTITY})|(?P<end>底|末))"
)
_SIX_MONTHS = timedelta(days=183)


@dataclass(frozen=True)
class ReadDate:
    """`value` is a day, or a moment on the office's wall clock;
    None with the `problem` in Chinese where it is neither."""

    value: date | datetime | None = None
    problem: str = ""

    @property
    def day(self) -> date | None:
        return self.value.date() if isinstance(self.value, datetime) else self.value


def parse_date(text: str) -> ReadDate:
    """2024-05-10, 2024/5/10, 2024.5.10, 2024年5月10日, 20240510, Excel serials, each with or without a time."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return ReadDate()
    if _SERIAL.fullmatch(text):
        return ReadDate(_from_serial(float(text)))
    found = _COMPACT.match(text) or _DAY.match(text)
    if not found:
        return ReadDate(problem=_problem(text))
    day = _calendar_day(*map(int, found.groups()))
    return _with_time(day, text[found.end() :].strip(" T,，")) if day else ReadDate(problem="没有这一天")


def _from_serial(serial: float) -> date | datetime:
    moment = _EXCEL_EPOCH + timedelta(minutes=round(serial * 24 * 60))
    return moment.date() if moment.time() == time() else moment


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None


def _with_time(day: date, rest: str) -> ReadDate:
    rest = re.sub(r"^[(（]?(星期|周)[一二三四五六日天][)）]?\s*", "", rest)
    if not rest:
        return ReadDate(day)
    clock = _CLOCK.fullmatch(rest)
    moment = clock and _clock_time(clock)
    return ReadDate(datetime.combine(day, moment)) if moment else ReadDate(problem="日期后面有看不懂的内容")


def _clock_time(found: re.Match) -> time | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "") + (found["ampm"] or "").lower()
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:  # half past midnight
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _problem(text: str) -> str:
    if _HALF.fullmatch(text):
        return "日期不完整"
    return "没有写年份" if _NO_YEAR.fullmatch(text) else "不是日期"


def promised_day(text: str, said_on: date) -> date | None:
    """The first day named in a promise. One without a year lies in the year it was said, or early in the next."""
    found = _PROMISED.search(unicodedata.normalize("NFKC", text))
    if not found:
        return None
    if found["year"]:
        return _calendar_day(int(found["year"]), int(found["month"]), int(found["day"]))
    day = _in_year(found, said_on.year)
    return _in_year(found, said_on.year + 1) if day and said_on - day > _SIX_MONTHS else day


def _in_year(found: re.Match, year: int) -> date | None:
    month = int(found["m"])
    if found["end"]:
        return _calendar_day(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None
    return _calendar_day(year, month, int(found["d"]))


def starts_with_day(text: str) -> bool:
    """Whether a clause opens with a day, and so is a promise of its own."""
    return _PROMISED.match(unicodedata.normalize("NFKC", text).strip()) is not None
