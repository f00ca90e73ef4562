"""How dates, durations and sizes read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.zone import ZONE
from webapp import clock, formatting
from webapp.clock import now

NIGHT = datetime(2024, 5, 9, 16, 30, tzinfo=UTC)  # 00:30 of the next day in the office


@pytest.fixture(autouse=True)
def in_china():
    clock.use_timezone("Asia/Shanghai")
    yield
    clock.use_timezone(ZONE)


def test_times_are_shown_in_the_offices_zone():
    assert formatting.minute(NIGHT) == "2024-05-10 00:30"
    assert formatting.day(NIGHT) == "2024-05-10" and formatting.clock(NIGHT) == "00:30"
    assert formatting.field_minute(NIGHT) == "2024-05-10T00:30"


def test_a_wall_clock_time_comes_back():
    wall = datetime(2024, 5, 10, 0, 30)
    assert clock.from_local(wall) == NIGHT and clock.local(NIGHT).replace(tzinfo=None) == wall


def test_nothing_reads_as_nothing():
    assert [shown(None) for shown in (formatting.day, formatting.short_day, formatting.minute, formatting.due)] == [
        ""
    ] * 4
    assert formatting.ago(None) == "从未跟进" and formatting.due_tone(None) == "dim"


def test_midnight_is_a_day_without_a_time():
    assert formatting.clock(datetime(2024, 5, 9, 16, 0, tzinfo=UTC)) == ""


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [(-3, "逾期 3 天", "late"), (-1, "逾期 1 天", "late"), (0, "今天", "soon"), (1, "明天", "soon")],
)
def test_a_due_day_near_today(days, text, tone):
    due = clock.today() + timedelta(days)
    assert (formatting.due(due), formatting.due_tone(due)) == (text, tone)


def test_a_far_due_day_is_a_date():
    assert formatting.due(date(2099, 5, 1)) == "2099-05-01" and formatting.due_tone(date(2099, 5, 1)) == "dim"


def test_the_running_year_is_left_out():
    assert formatting.short_day(clock.today()) == f"{clock.today():%m-%d}"
    assert formatting.short_day(date(2019, 5, 1)) == "2019-05-01"


def test_a_day_of_the_running_year_says_its_weekday():
    first = clock.today().replace(month=5, day=1)
    assert formatting.dated(first) == f"05-01 周{'一二三四五六日'[first.weekday()]}"
    assert formatting.due_dated(clock.today() + timedelta(1)) == "明天"
    assert formatting.dated(date(2019, 5, 1)) == "2019-05-01" and formatting.dated(None) == ""


def test_a_moment_of_today_is_its_clock():
    noon = clock.from_local(datetime.combine(clock.today(), datetime.min.time().replace(hour=12)))
    assert formatting.moment(noon) == "12:00"
    yesterday = noon - timedelta(days=1)
    assert formatting.moment(yesterday) == f"{formatting.dated(yesterday)} 12:00"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "今天"), (1, "昨天"), (26, "26 天前"), (89, "89 天前"), (90, "3 个月前"), (729, "24 个月前"), (730, "2 年前")],
)
def test_how_long_nobody_was_in_touch(days, text):
    assert formatting.ago(now() - timedelta(days)) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "不到 1 秒"), (59, "59 秒"), (185, "3 分 5 秒"), (4800, "1 小时 20 分")]
)
def test_how_long_it_lasted(seconds, text):
    assert formatting.lasted(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(("hours", "text"), [(31, "31 小时"), (48, "2 天"), (76, "3 天 4 小时")])
def test_durations(hours, text):
    assert formatting.hours(timedelta(hours=hours)) == text
