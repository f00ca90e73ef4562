"""What a customer's orders come to (R-ORDER)."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple


class Figures(NamedTuple):
    """Of the orders of one customer on a day: amounts in fen, `repurchase` the share of repeat orders among all,
    `cycle_days` the mean number of days from one order to the next, `months` whole months of cooperation, `idle_months`
    those since the last order, `renews_on` the next day of renewal. None is what cannot be said yet."""

    count: int
    yearly: int
    cumulative: int
    last_on: date | None
    months: int | None
    idle_months: int | None
    repurchase: Fraction | None
    cycle_days: int | None
    renews_on: date | None

    @classmethod
    def of(cls, orders: Iterable[tuple[date, int, date | None]], day: date, *, since: date | None = None) -> "Figures":
        """`orders` are the day, the amount and the day of renewal of each, in the order of their days; `since` is when
        the cooperation began, as the file has it; it began with the first order where that was earlier."""
        orders = list(orders)
        days = [ordered_on for ordered_on, _, _ in orders]
        renewals = [renews_on for _, _, renews_on in orders if renews_on and renews_on >= day]
        began = min(filter(None, (since, *days[:1])), default=None)
        return cls(
            count=len(orders),
            yearly=sum(amount for ordered_on, amount, _ in orders if a_year_before(day) < ordered_on <= day),
            cumulative=sum(amount for _, amount, _ in orders),
            last_on=days[-1] if days else None,
            months=months_between(began, day) if began else None,
            idle_months=months_between(days[-1], day) if days else None,
            repurchase=Fraction(len(days) - 1, len(days)) if days else None,
            cycle_days=round((days[-1] - days[0]).days / (len(days) - 1)) if len(days) > 1 else None,
            renews_on=min(renewals, default=None),
        )

    @property
    def repurchase_percent(self) -> int | None:
        return None if self.repurchase is None else round(self.repurchase * 100)


def a_year_before(day: date) -> date:
    """The same day of the year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another, 0 where the first comes later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    is_whole = later.day >= earlier.day or later.day == monthrange(later.year, later.month)[1]
    return max(0, months if is_whole else months - 1)
