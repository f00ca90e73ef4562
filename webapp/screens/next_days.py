"""The days to press for the next time, the one from the rhythm last (R-PROMISE)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from webapp.clock import today
from webapp.formatting import dated, short_day, with_weekday
from webapp.models.cadence import BY_CADENCE, Offer, entry_cadence, offers
from webapp.models.calendar_day import calendar_in_force
from webapp.models.customer import Customer
from webapp.models.user import User

NONE, OTHER, PAUSE = "none", "other", "pause"  # no further day, one that is still to be named, none for a while


class Day(NamedTuple):
    """One press: what it sends, what it says, the day beside it, and whether the office does not work on it."""

    value: str
    label: str
    title: str
    is_off: bool = False


def days_for(customer: Customer) -> list[Day]:
    """By the customer's rhythm."""
    return _days(offers(today(), customer.cadence_days))


def first_days() -> list[Day]:
    """For a customer who is put on file now, by the rhythm of new customers."""
    return _days(offers(today(), entry_cadence()))


def put_off_to(due_on: date | None) -> tuple[list[Day], str]:
    """The days one may put a step off to, and the one that stands there: what is due goes on to the next working day,
    of what is not its own day is asked."""
    days = _days(offers(today(), None)[:-1])
    if due_on is not None and due_on > today():
        return days, OTHER
    first = calendar_in_force().after(today(), 1)
    if first.isoformat() not in [day.value for day in days]:
        days = [*_days([Offer(first, "下个工作日")]), *days]
    return days, first.isoformat()


def asked_of(customer: Customer, user: User) -> tuple[Day, ...]:
    """Where a live customer has no next day: none to those who do not keep it."""
    if customer.next_due_on is not None or not user.keeps(customer) or customer.is_lost():
        return ()
    return tuple(days_for(customer))


def sooner(customer: Customer, user: User) -> Day | None:
    """The day that a customer's rhythm asks for, where nothing is promised until then."""
    if not user.keeps(customer) or customer.cadence_days is None:
        return None
    day = days_for(customer)[-1]
    return day if customer.next_due_on is None or customer.next_due_on.isoformat() > day.value else None


def _days(offered: Iterable[Offer]) -> list[Day]:
    """Of the one from the rhythm the label says which day that is, of a day off which day of the week."""
    return [_day(offer, today().year) for offer in offered]


@lru_cache(maxsize=500)
def _day(offer: Offer, _this_year: int) -> Day:
    """In another year the same day is said with its year."""
    day, label, is_off = offer
    return Day(day.isoformat(), _label(day, label, is_off), dated(day), is_off)


def _label(day: date, label: str, is_off: bool) -> str:
    if label == BY_CADENCE:
        return f"{label} {short_day(day)}"
    return f"{label} {with_weekday(day).split()[-1]}" if is_off else label
