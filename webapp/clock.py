"""What time it is: moments are kept in UTC, days are counted in the office's zone."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_office = ZoneInfo("Asia/Shanghai")


def use_timezone(name: str) -> None:
    """Set the office's zone; every time is shown in it and every day counted in it."""
    global _office
    _office = ZoneInfo(name)


def local(moment: datetime) -> datetime:
    return moment.astimezone(_office)


def from_local(moment: datetime) -> datetime:
    """A naive wall-clock time of the office as an aware UTC moment."""
    return moment.replace(tzinfo=_office).astimezone(UTC)


def midnight(day: date) -> datetime:
    """When that day of the office began, as an aware UTC moment."""
    return from_local(datetime.combine(day, time()))


def today() -> date:
    """The office's calendar day."""
    return datetime.now(_office).date()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def is_past(time_of_day: str) -> bool:
    """Whether it is so late in the office: is_past("02:30")."""
    return datetime.now(_office).time() >= time.fromisoformat(time_of_day)


def fault_of_time(text: str) -> str:
    """Why it is no time of the day, in Chinese; "" where it is one."""
    return "" if re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", text) else "应为 24 小时制的时刻，如 02:30"


def to_the_minute(moment: datetime) -> datetime:
    """As forms know it."""
    return moment.replace(second=0, microsecond=0)
