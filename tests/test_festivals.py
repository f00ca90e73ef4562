"""Festivals and birthdays of the solar and the lunar calendar, by fixed days (R-CARE)."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp import festivals
from webapp.festivals import BY_SLUG, birthday_keys, coming, lunar_of, solar_of

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        ("new-year", date(2027, 1, 1)),
        ("spring", date(2024, 2, 10)),
        ("spring", date(2025, 1, 29)),
        ("spring", date(2026, 2, 17)),
        ("lantern", date(2026, 3, 3)),
        ("qingming", date(2024, 4, 4)),
        ("qingming", date(2026, 4, 5)),
        ("dragon-boat", date(2026, 6, 19)),
        ("mid-autumn", date(2025, 10, 6)),
        ("mid-autumn", date(2026, 9, 25)),
        ("double-ninth", date(2026, 10, 18)),
        ("national", date(2026, 10, 1)),
    ],
)
def test_r_care_the_days_of_festivals(slug, day):
    assert BY_SLUG[slug].on(day.year) == day


def test_those_to_come_stand_in_their_order_and_over_the_turn_of_the_year():
    found = coming(date(2026, 12, 20), date(2027, 2, 28))
    assert [(one.festival.label, one.day) for one in found] == [
        ("元旦", date(2027, 1, 1)),
        ("春节", date(2027, 2, 6)),
        ("元宵", date(2027, 2, 20)),
    ]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 3, 15), "s0315"),
        (date(2027, 2, 28), "s0229"),  # no other day in that year
        (date(2026, 9, 25), "l0815"),
        (date(2025, 8, 1), "x0608"),  # 2025 has a leap sixth month
        (date(2026, 7, 21), "x0608"),  # 2026 has none: the sixth month it is
        (date(2025, 7, 24), "l0630"),  # a month of 30 days
        (date(2026, 4, 16), "l0230"),  # a month of 29 days: its last one
        (date(2025, 1, 28), "l1230"),  # 除夕 of a year whose last month has 29 days
    ],
)
def test_r_care_a_birthday_is_celebrated_on_its_day_in_every_year(day, key):
    assert key in birthday_keys(day)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2028, 2, 28), "s0229"),
        (date(2025, 7, 2), "x0608"),  # the sixth month of a year that has a leap one as well
        (date(2025, 8, 1), "l0608"),
        (date(2025, 7, 23), "l0630"),
    ],
)
def test_and_on_no_other(day, key):
    assert key not in birthday_keys(day)


KEYS = st.one_of(
    st.builds("s{:02}{:02}".format, st.integers(1, 12), st.integers(1, 28)),
    st.builds("{}{:02}{:02}".format, st.sampled_from("lx"), st.integers(1, 12), st.integers(1, 30)),
    st.just("s0229"),
)


@cache
def celebrated(year: int, is_lunar: bool) -> Counter:
    """How often each birthday is celebrated in a year of its calendar, which for the lunar one begins with 春节."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if is_lunar:
        first, last = solar_of(year, 1, 1), solar_of(year + 1, 1, 1) - timedelta(days=1)
    span = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return Counter(key for day in span for key in birthday_keys(day))


@given(KEYS, st.sampled_from((2025, 2028, 2033)))
def test_whoever_was_born_is_celebrated_once_a_year(key, year):
    """One of these years has a leap month, one a leap day, and one a leap eleventh month."""
    assert celebrated(year, key[0] != "s")[key] == 1


@given(DAYS)
def test_the_calendars_agree(day):
    lunar = lunar_of(day)
    assert 1 <= lunar.month <= 12 and 1 <= lunar.day <= 30
    if not lunar.is_leap:
        assert solar_of(lunar.year, lunar.month, lunar.day) == day
    assert lunar.is_last == (lunar_of(day + timedelta(days=1)).day == 1)


def test_a_day_that_a_month_does_not_have():
    with pytest.raises(ValueError, match="no day 30"):
        solar_of(2026, 2, 30)
    assert festivals.lunar_of(date(2026, 4, 16)).is_last
