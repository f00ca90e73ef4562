"""Counting working days (R-ESCALATE): weeks and exceptions give what looking at each day gives."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.holidays import announced
from webapp.workdays import Calendar

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 5, day) for day in (8, 9, 10, 11))
BARE = Calendar()
AS_ANNOUNCED = Calendar({day: said.works for day, said in announced().items()}, frozenset({2024, 2025, 2026}))
# around leap days, ends of years, and a year nobody has announced
DAYS = st.dates(date(2023, 11, 1), date(2028, 4, 1))
CALENDARS = st.one_of(
    st.sampled_from([BARE, AS_ANNOUNCED]), st.dictionaries(DAYS, st.booleans(), max_size=60).map(Calendar)
)


def by_hand(calendar: Calendar, since: date, until: date) -> int:
    """One day after the other."""
    days = (since + timedelta(days=passed) for passed in range(1, (until - since).days + 1))
    return sum(calendar.works(day) for day in days)


@given(CALENDARS, DAYS, DAYS)
@example(AS_ANNOUNCED, date(2024, 2, 28), date(2024, 3, 1))
@example(AS_ANNOUNCED, date(2025, 12, 31), date(2026, 1, 5))
def test_working_days_are_those_one_meets_day_by_day(calendar, since, until):
    assert calendar.working_days(since, until) == by_hand(calendar, since, until)


@given(CALENDARS, st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_spans_add_up(calendar, days):
    first, between, last = days
    parts = calendar.working_days(first, between) + calendar.working_days(between, last)
    assert parts == calendar.working_days(first, last)


@given(CALENDARS, DAYS, st.integers(1, 300))
def test_the_nth_day_after_is_a_working_one_and_the_nth(calendar, day, count):
    found = calendar.after(day, count)
    assert calendar.works(found) and by_hand(calendar, day, found) == count


@given(CALENDARS, DAYS)
def test_the_next_working_day_is_that_day_or_the_first_after_it(calendar, day):
    found = calendar.next_working(day)
    assert calendar.works(found) and (found == day or by_hand(calendar, day, found) == 1 and not calendar.works(day))


@given(CALENDARS, DAYS, st.integers(1, 60), DAYS)
def test_overdue_by_n_working_days_is_due_by_the_latest_day_since_which_n_have_passed(calendar, day, count, due_on):
    """What R-ESCALATE asks the database for."""
    assert (due_on <= calendar.latest_since(day, count)) == (calendar.working_days(due_on, day) >= count)


@given(CALENDARS, DAYS, st.integers(0, 60))
def test_after_and_latest_since_undo_each_other(calendar, day, count):
    assert calendar.latest_since(calendar.after(day, count), count) >= day
    assert calendar.after(calendar.latest_since(day, count), count) <= day


@given(CALENDARS, DAYS)
def test_none_is_the_day_itself(calendar, day):
    assert calendar.after(day, 0) == calendar.latest_since(day, 0) == day


@given(DAYS, st.integers(0, 3_000))
def test_without_exceptions_five_days_are_a_week(day, weeks):
    assert BARE.working_days(day, day + timedelta(weeks=weeks)) == 5 * weeks


def test_a_weekend_is_none_and_a_weekday_is_one():
    assert [BARE.works(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [True, False, False, True]
    assert BARE.working_days(FRIDAY, SUNDAY) == 0 and BARE.working_days(FRIDAY, MONDAY) == 1
    assert BARE.next_working(SATURDAY) == BARE.after(FRIDAY, 1) == MONDAY


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 1)])
def test_the_ends_of_time_are_counted_too(day):
    assert AS_ANNOUNCED.working_days(day, FRIDAY) >= 0 and AS_ANNOUNCED.working_days(FRIDAY, day) >= 0


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (date(2026, 2, 13), date(2026, 2, 24), 2),  # 春节: Saturday the 14th is worked, and then the 24th
        (date(2026, 9, 30), date(2026, 10, 8), 1),  # 国庆
        (date(2026, 9, 18), date(2026, 9, 21), 2),  # Sunday the 20th is worked
        (date(2025, 12, 31), date(2026, 1, 4), 1),  # over the end of the year; Sunday the 4th is worked
        (date(2024, 2, 28), date(2024, 3, 1), 2),  # a leap day is a day
    ],
)
def test_holidays_and_make_up_days_count_as_announced(since, until, count):
    assert AS_ANNOUNCED.working_days(since, until) == count


def test_a_year_nobody_has_announced_goes_by_the_weekday():
    assert not AS_ANNOUNCED.is_announced(2027) and AS_ANNOUNCED.is_announced(2026)
    assert AS_ANNOUNCED.working_days(date(2027, 1, 1), date(2027, 12, 31)) == BARE.working_days(
        date(2027, 1, 1), date(2027, 12, 31)
    )


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2025, 12, 31), None),
    ],
)
def test_a_year_is_missed_from_december_before_it_on(day, missing):
    assert AS_ANNOUNCED.missing(day) == missing
