"""Clocks that run in office time (R-COMPLAINT)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.clock import from_local, local
from webapp.workdays import Calendar
from webapp.worktime import AllTime, OfficeTime, fault_of_hours, hours_of

HOURS = hours_of("08:30-12:00,13:30-17:30")
# National Day of 2026, with the Saturday on which the office makes up for it
CALENDAR = Calendar({**{date(2026, 10, day): False for day in range(1, 8)}, date(2026, 10, 10): True})
OFFICE = OfficeTime(CALENDAR, HOURS)
MOMENTS = st.datetimes(datetime(2026, 9, 1), datetime(2026, 11, 30)).map(lambda moment: moment.replace(tzinfo=UTC))
LENGTHS = st.integers(0, 60 * 24 * 6).map(lambda minutes: timedelta(minutes=minutes))


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(f"2026-{text}"))


@pytest.mark.parametrize(
    ("starts", "minutes", "ends"),
    [
        ("11-27 09:00", 60, "11-27 10:00"),
        ("11-27 11:30", 60, "11-27 14:00"),  # over lunch
        ("11-27 17:00", 60, "11-30 09:00"),  # over a weekend
        ("11-27 20:00", 60, "11-30 09:30"),  # a complaint in the evening
        ("11-28 10:00", 60, "11-30 09:30"),  # on a Saturday
        ("11-27 16:00", 24 * 60, "11-30 16:00"),  # a day is a working day
        ("11-28 10:00", 24 * 60, "11-30 17:30"),  # all of Monday; as good as Tuesday when the office opens
        ("11-30 08:30", 2 * 24 * 60, "12-01 17:30"),
        ("09-30 16:00", 24 * 60, "10-08 16:00"),  # over the holidays
        ("10-09 16:00", 24 * 60, "10-10 16:00"),  # a Saturday that is worked
        ("11-26 10:00", 3 * 24 * 60, "12-01 10:00"),
        ("11-26 17:00", 25 * 60, "11-30 09:00"),
    ],
)
def test_r_complaint_a_clock_rests_with_the_office(starts, minutes, ends):
    assert OFFICE.after(at(starts), timedelta(minutes=minutes)) == at(ends)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("11-27 09:00", "11-27 10:00", 60),
        ("11-27 11:30", "11-27 14:00", 60),
        ("11-27 17:00", "11-30 09:00", 60),
        ("11-28 09:00", "11-29 23:00", 0),
        ("11-30 10:00", "11-30 09:00", 0),
        ("11-30 00:00", "12-01 00:00", 450),
    ],
)
def test_only_office_time_is_counted(since, until, minutes):
    assert OFFICE.between(at(since), at(until)) == timedelta(minutes=minutes)


@given(MOMENTS, LENGTHS)
def test_a_clock_ends_in_office_time_and_never_before_it_starts(moment, length):
    ends = OFFICE.after(moment, length)
    assert ends >= OFFICE.opening(moment) >= moment
    of_day = ends - at(f"{local(ends):%m-%d} 00:00")
    assert CALENDAR.works(local(ends).date()) and any(begin <= of_day <= end for begin, end in HOURS)


@given(MOMENTS, st.integers(0, 60 * 24 - 1).map(lambda minutes: timedelta(minutes=minutes)))
def test_what_is_shorter_than_a_day_is_office_time(moment, length):
    """The two say the same: what runs until then is what lies between."""
    assert OFFICE.between(moment, OFFICE.after(moment, length)) == length


@given(MOMENTS, MOMENTS, LENGTHS)
def test_who_starts_later_ends_no_earlier(one, other, length):
    first, second = sorted((one, other))
    assert OFFICE.after(first, length) <= OFFICE.after(second, length)


@given(st.tuples(MOMENTS, MOMENTS, MOMENTS))
def test_time_adds_up(moments):
    first, second, third = sorted(moments)
    assert OFFICE.between(first, third) == OFFICE.between(first, second) + OFFICE.between(second, third)


@given(MOMENTS, LENGTHS)
def test_a_clock_that_never_rests(moment, length):
    assert AllTime.between(moment, AllTime.after(moment, length)) == length


@pytest.mark.parametrize(
    "text", ["", "08:30", "8:30-17:30", "17:30-08:30", "08:30-12:00,11:00-17:30", "08:30-25:00", "00:00-24:01", "全天"]
)
def test_what_are_no_hours_is_said(text):
    assert fault_of_hours(text)


def test_round_the_clock_are_hours():
    assert not fault_of_hours("00:00-24:00")
