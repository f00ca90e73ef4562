"""The day as a Chinese desk calendar shows it: lunar date, solar term, the next public festival."""

from datetime import date, timedelta
from functools import lru_cache

WEEKDAYS = "一二三四五六日"
_DIGITS = "〇一二三四五六七八九十"


def _number(value: int) -> str:
    """1–31 in Chinese numerals: 二十一."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def title(day: date) -> str:
    """十一月二十一日 · 星期六."""
    return f"{_number(day.month)}月{_number(day.day)}日 · 星期{WEEKDAYS[day.weekday()]}"


@lru_cache(maxsize=8)
def line(day: date) -> str:
    """农历十月十三 · 明日小雪 · 距元旦 41 天."""
    from lunar_python import Solar  # 90 ms to import, needed once a day

    def lunar(when: date):
        return Solar.fromYmd(when.year, when.month, when.day).getLunar()

    month = lunar(day).getMonthInChinese()
    parts = [f"农历{month}月{lunar(day).getDayInChinese()}"]
    for prefix, when in (("今日", day), ("明日", day + timedelta(days=1))):
        if term := lunar(when).getJieQi():
            parts.append(f"{prefix}{term}")
            break
    return " · ".join([*parts, _next_festival(day)])


def _next_festival(day: date) -> str:
    from lunar_python import Lunar

    def solar(month: int, lunar_day: int, year: int) -> date:
        found = Lunar.fromYmd(year, month, lunar_day).getSolar()
        return date(found.getYear(), found.getMonth(), found.getDay())

    coming = []
    for year in (day.year, day.year + 1):
        coming += [
            (date(year, 1, 1), "元旦"),
            (solar(1, 1, year), "春节"),
            (date(year, 5, 1), "劳动节"),
            (solar(5, 5, year), "端午"),
            (solar(8, 15, year), "中秋"),
            (date(year, 10, 1), "国庆"),
        ]
    when, festival = min(entry for entry in coming if entry[0] >= day)
    return f"今日{festival}" if when == day else f"距{festival} {(when - day).days} 天"
