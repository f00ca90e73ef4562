"""The desk calendar's line on the worklist."""

from datetime import date

import pytest

from webapp import almanac


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2024, 5, 10), "五月十日 · 星期五"),
        (date(2026, 11, 21), "十一月二十一日 · 星期六"),
        (date(2024, 12, 31), "十二月三十一日 · 星期二"),
    ],
)
def test_the_title_is_in_chinese_numerals(day, title):
    assert almanac.title(day) == title


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 2, 10), ["农历正月初一", "今日春节"]),
        (date(2024, 2, 9), ["距春节 1 天"]),
        (date(2024, 6, 9), ["距端午 1 天"]),
        (date(2024, 4, 4), ["今日清明"]),
        (date(2024, 12, 20), ["明日冬至", "距元旦 12 天"]),
    ],
)
def test_the_almanac_knows_lunar_day_term_and_festival(day, said):
    line = almanac.line(day)
    assert all(part in line for part in said), line


def test_a_leap_month_does_not_confuse_it():
    assert "农历闰六月" in almanac.line(date(2025, 8, 1))
