"""What orders come to: repurchase, cycle, amounts, by whatever orders there are (R-ORDER)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.models.order.figures import Figures, a_year_before, months_between

DAY = date(2026, 11, 28)
DAYS = st.dates(date(2000, 1, 1), DAY)
ORDERS = st.lists(st.tuples(DAYS, st.integers(0, 10**9), st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))))


def figures(orders, day=DAY, **more) -> Figures:
    return Figures.of(sorted(orders, key=lambda order: order[0]), day, **more)


@given(ORDERS)
def test_amounts_add_up(orders):
    found = figures(orders)
    assert found.count == len(orders)
    assert found.cumulative == sum(amount for _, amount, _ in orders)
    assert found.yearly == sum(amount for on, amount, _ in orders if on > a_year_before(DAY))
    assert found.yearly <= found.cumulative


@given(ORDERS)
def test_the_rate_is_the_share_of_repeat_orders(orders):
    """Each order but the first is one; told one by one."""
    if not orders:
        assert figures(orders).repurchase is None
        return
    repeated = sum(1 for place in range(len(orders)) if place > 0)
    assert figures(orders).repurchase == Fraction(repeated, len(orders))
    assert 0 <= figures(orders).repurchase_percent < 100


@given(ORDERS)
def test_the_cycle_is_the_mean_of_what_lies_between(orders):
    days = sorted(on for on, _, _ in orders)
    between = [(later - earlier).days for earlier, later in zip(days, days[1:], strict=False)]
    assert figures(orders).cycle_days == (round(sum(between) / len(between)) if between else None)


@given(ORDERS, DAYS)
def test_one_order_more_is_one_more_repurchase(orders, day):
    before, after = figures(orders), figures([*orders, (day, 0, None)])
    assert before.repurchase is None or after.repurchase > before.repurchase
    assert after.cumulative == before.cumulative


@given(ORDERS)
def test_the_next_renewal_is_to_come(orders):
    found = figures(orders).renews_on
    to_come = [renewal for _, _, renewal in orders if renewal and renewal >= DAY]
    assert found == min(to_come, default=None)


@given(DAYS, st.integers(0, 400))
def test_months_between_counts_whole_months(day, months):
    """Somebody counts them on a calendar: one month later is the same day, or the last one there is."""
    later = day
    for _ in range(months):
        later = _month_after(later, day.day)
    assert months_between(day, later) == months
    assert months_between(day, later - timedelta(days=1)) == max(0, months - 1) or later == day


def _month_after(day: date, wanted: int) -> date:
    year, month = divmod(day.year * 12 + day.month, 12)
    for last in (wanted, 30, 29, 28):
        try:
            return date(year, month + 1, min(wanted, last))
        except ValueError:
            continue
    raise AssertionError


@pytest.mark.parametrize(("day", "before"), [(date(2024, 2, 29), date(2023, 2, 28)), (DAY, date(2025, 11, 28))])
def test_a_year_before(day, before):
    assert a_year_before(day) == before


def test_the_cooperation_began_with_whatever_came_first():
    orders = [(date(2025, 1, 10), 0, None)]
    assert figures(orders).months == 22
    assert figures(orders, since=date(2024, 1, 10)).months == 34
    assert figures(orders, since=date(2025, 6, 1)).months == 22
