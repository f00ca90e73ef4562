"""Dates, durations and sizes as the office writes them, on screen and on paper."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from webapp.almanac import WEEKDAYS
from webapp.clock import local, now, today

MANY_HOURS = 10


def day(value: date | datetime | None) -> str:
    """2024-05-10, or nothing."""
    if value is None:
        return ""
    return (local(value).date() if isinstance(value, datetime) else value).isoformat()


def short_day(value: date | datetime | None) -> str:
    """05-10 in the running year, 2023-05-10 in any other."""
    text = day(value)
    return text[5:] if text[:4] == str(today().year) else text


def dated(value: date | datetime | None) -> str:
    """05-10 周五 in the running year, 2023-05-10 in any other."""
    text = short_day(value)
    return text if len(text) != 5 else with_weekday(local(value) if isinstance(value, datetime) else value)


def with_weekday(value: date) -> str:
    """05-10 周五, whichever the year."""
    return f"{value.month:02}-{value.day:02} 周{WEEKDAYS[value.weekday()]}"


def moment(value: datetime) -> str:
    """14:30 of today, 05-10 周五 14:30 of any other day."""
    said = clock(value)
    return said if said and local(value).date() == today() else f"{dated(value)} {said}".strip()


def minute(value: datetime | None) -> str:
    """2024-05-10 14:30."""
    return local(value).isoformat(" ", "minutes")[:16] if value else ""


def clock(value: datetime) -> str:
    """14:30; nothing for a time known by its day alone (midnight, as imported lists give it)."""
    text = minute(value)[11:]
    return "" if text == "00:00" else text


def present_minute() -> str:
    """The office's present minute, as an <input type=datetime-local> holds it."""
    return field_minute(now())


def field_minute(value: datetime) -> str:
    """What an <input type=datetime-local> holds."""
    return minute(value).replace(" ", "T")


def due(value: date | None, later: Callable[[date], str] = short_day) -> str:
    """今天, 明天, 逾期 3 天 or the day."""
    if value is None:
        return ""
    days = (value - today()).days
    if days < 0:
        return f"逾期 {-days} 天"
    return ("今天", "明天")[days] if days < 2 else later(value)


def due_dated(value: date | None) -> str:
    """The same, of a day its weekday as well."""
    return due(value, dated)


def due_tone(value: date | None) -> str:
    """The CSS tone of a due day: late, soon or dim."""
    if value is None or value > today() + timedelta(days=1):
        return "dim"
    return "late" if value < today() else "soon"


def ago(value: datetime | None) -> str:
    """今天, 昨天, 26 天前, 3 个月前 … how long nobody has been in touch."""
    if value is None:
        return "从未跟进"
    days = (today() - local(value).date()).days
    if days < 2:
        return "昨天" if days == 1 else "今天"
    if days < 90:
        return f"{days} 天前"
    return f"{days // 30} 个月前" if days < 730 else f"{days // 365} 年前"


def hours(length: timedelta) -> str:
    """31 小时, 3 天 4 小时."""
    whole = int(length.total_seconds() // 3600)
    if whole < 48:
        return f"{whole} 小时"
    days, rest = divmod(whole, 24)
    return f"{days} 天 {rest} 小时" if rest else f"{days} 天"


def clocked(length: timedelta) -> str:
    """0 分, 42 分, 1 小时, 8 小时 20 分, 26 小时: of many hours the minutes are left out."""
    hours, minutes = divmod(int(length.total_seconds() // 60), 60)
    parts = (f"{hours} 小时" if hours else "", f"{minutes} 分" if minutes and hours < MANY_HOURS else "")
    return " ".join(filter(None, parts)) or "0 分"


def months(count: int) -> str:
    """不到 1 个月, 7 个月, 2 年, 2 年 3 个月."""
    years, rest = divmod(count, 12)
    parts = (f"{years} 年" if years else "", f"{rest} 个月" if rest else "")
    return " ".join(filter(None, parts)) or "不到 1 个月"


def lasted(length: timedelta) -> str:
    """不到 1 秒, 12 秒, 3 分 5 秒, 1 小时 20 分."""
    whole = int(length.total_seconds())
    if whole < 60:
        return f"{whole} 秒" if whole else "不到 1 秒"
    minutes, seconds = divmod(whole, 60)
    return f"{minutes} 分 {seconds} 秒" if minutes < 60 else f"{minutes // 60} 小时 {minutes % 60} 分"


def size(count: int) -> str:
    """620 B, 48 KB, 2.4 MB: of so many bytes."""
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def grouped(phone: str) -> str:
    """138 1234 5678 of a mobile number; any other as it is kept, 0512-66778899转803."""
    is_mobile = len(phone) == 11 and phone.isdecimal() and phone.startswith("1")
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if is_mobile else phone


def dial(phone: str) -> str:
    """What a telephone dials: digits alone, an extension after a pause."""
    number, _, extension = phone.partition("转")
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+") + (f",{extension}" if extension else "")


FILTERS = {
    "size": size,
    "grouped": grouped,
    "dial": dial,
    "day": day,
    "dated": dated,
    "with_weekday": with_weekday,
    "moment": moment,
    "minute": minute,
    "clock": clock,
    "due": due,
    "due_dated": due_dated,
    "due_tone": due_tone,
    "ago": ago,
    "hours": hours,
    "lasted": lasted,
    "months": months,
    "clocked": clocked,
}
