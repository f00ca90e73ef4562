"""What is on record of a customer, as far as a list can be narrowed to it: a complaint that is open, a renewal to come,
no order yet."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from peewee import SQL, Expression, Field, fn

from webapp.clock import midnight, today
from webapp.models.collaboration import Collaboration
from webapp.models.complaint import Complaint
from webapp.models.customer import Customer
from webapp.models.inspection import Finding, Inspection, State
from webapp.models.order import Order
from webapp.models.satisfaction import heard
from webapp.models.settings import Settings
from webapp.models.user import User

KEEN = 8  # of ten
UNHAPPY = 2  # of five
IDLE_DAYS, HEARD_DAYS = 90, 180


class Trait(NamedTuple):
    """`fits` says, for a query, whether a customer of this id has it for a viewer, from what is `given` today."""

    label: str
    fits: Callable[..., Expression]
    given: Callable[[], tuple] = tuple


def _complains(id_: Field, _viewer: User) -> Expression:
    return id_ << Complaint.select(Complaint.customer).where(Complaint.due_at.is_null(False))


def _is_unhappy(id_: Field, _viewer: User, score, day, moment) -> Expression:
    told = heard(day, moment, most=score).alias("told")
    return id_ << told.select_from(told.c.customer_id)


def _renews(id_: Field, _viewer: User, since, until) -> Expression:
    return id_ << Order.select(Order.customer).where(Order.renews_on.between(since, until))


def _is_idle(id_: Field, _viewer: User, since) -> Expression:
    """Two looks along the index of orders by customer and day, instead of the last order of everybody."""
    orders = Order.select(SQL("1")).where(Order.customer == id_)
    return fn.EXISTS(orders) & ~fn.EXISTS(orders.where(Order.ordered_on >= since))


def _is_untrue(id_: Field, _viewer: User) -> Expression:
    found = Inspection.finding != Finding.TRUE, Inspection.state != State.WITHDRAWN
    return id_ << Inspection.select(Inspection.customer).where(*found)


def _recently() -> tuple:
    since = today() - timedelta(days=HEARD_DAYS)
    return UNHAPPY, since, midnight(since)


def _is_helped(id_: Field, viewer: User) -> Expression:
    return id_ << Collaboration.select(Collaboration.customer).where(Collaboration.user == viewer.id)


TRAITS = {
    "helped": Trait("我协同的", _is_helped),
    "complaint": Trait("有未结投诉", _complains),
    "unhappy": Trait("半年内评分 2 分以下", _is_unhappy, _recently),
    "renewal": Trait(
        "续约日期将到", _renews, lambda: (today(), today() + timedelta(days=Settings.renewal_remind_days))
    ),
    "idle": Trait("三个月没有订单", _is_idle, lambda: (today() - timedelta(days=IDLE_DAYS),)),
    "unordered": Trait("还没有订单", lambda id_, _: id_.not_in(Order.select(Order.customer))),
    "keen": Trait("兴趣 8 分以上", lambda _id, _viewer, score: Customer.interest >= score, lambda: (KEEN,)),
    "untrue": Trait("督察发现不真实", _is_untrue),
    "unverified": Trait("资料未核对", lambda _id, _viewer: Customer.verified_at.is_null()),
}


def given(chosen: str) -> dict[str, tuple | None]:
    """What a query is given for each of them: None but for the one that is chosen."""
    return {name: trait.given() if name == chosen else None for name, trait in TRAITS.items()}


def having(query, id_: Field, viewer: User, **arguments):
    """The query of those that have it; `arguments` are what `given` says."""
    for name, trait in TRAITS.items():
        if arguments[name] is not None:
            query = query.where(trait.fits(id_, viewer, *arguments[name]))
    return query
