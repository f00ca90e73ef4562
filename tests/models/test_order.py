"""订单与合同 (R-ORDER), and what follows from them."""

from datetime import date, timedelta

import pytest

from webapp.clock import today
from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Milestone, Order
from webapp.models.eyes import Eyes
from webapp.models.settings import Settings

GOOD = {"amount": 1_240_000, "content": "检测服务年度框架"}


def order(customer, by, days_ago=0, **values):
    return Order.record(customer, {**GOOD, "ordered_on": today() - timedelta(days=days_ago), **values}, by=by)


def refused(customer, by, **values) -> dict[str, str]:
    with pytest.raises(DomainError) as refusal:
        order(customer, by, **values)
    return {one.field: one.message for one in getattr(refusal.value, "refusals", [refusal.value])}


def test_r_order_an_order_is_on_record_with_who_and_when(world):
    made = order(world.won, world.rep, contract_number="HT-01")
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.actor_name, event.customer_id) == ("order.recorded", world.rep.name, world.won.id)
    assert (made.by, made.contract_number, made.is_long_term) == (world.rep, "HT-01", False)
    assert "1240000" not in str(event.details)  # R-AMOUNT


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 10**12 + 1}, "amount"),
        ({"amount": None}, "amount"),
        ({"content": " "}, "content"),
        ({"days_ago": -1}, "ordered_on"),
        ({"renews_on": date(2020, 1, 1)}, "renews_on"),
        ({"remarks": "证件 11010519491231002X"}, "remarks"),
        ({"contract_number": "长" * 41}, "contract_number"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, wrong, field):
    assert refused(world.won, world.rep, **wrong).keys() == {field}
    assert not Order.select().exists()


def test_all_that_is_wrong_is_said_at_once(world):
    assert refused(world.won, world.rep, amount=-1, content="", contract_number="长" * 41).keys() == {
        "amount",
        "content",
        "contract_number",
    }


@pytest.mark.parametrize(("who", "customer"), [("colleague", "won"), ("service", "helped"), ("inspector", "won")])
def test_only_those_who_see_amounts_put_orders_down(world, who, customer):
    with pytest.raises(NotAllowed):
        order(getattr(world, customer), getattr(world, who))


def test_r_order_the_figures(world):
    for days_ago, amount in ((800, 100_00), (300, 200_00), (20, 300_00)):
        order(world.won, world.rep, days_ago, amount=amount)
    figures = Order.figures(world.won)
    assert (figures.count, figures.yearly, figures.cumulative) == (3, 500_00, 600_00)
    assert (figures.repurchase_percent, figures.cycle_days, figures.idle_months) == (67, 390, 0)
    assert figures.months == 26


def test_r_milestone_a_day_of_renewal_is_one_and_follows_the_order(world):
    renews_on = today() + timedelta(days=60)
    made = order(world.won, world.rep, renews_on=renews_on)
    milestone = Milestone.get()
    assert (milestone.kind, milestone.happens_on) == ("renewal", renews_on)
    assert milestone.remind_on == renews_on - timedelta(days=Settings.renewal_remind_days)
    milestone.settle(by=world.rep)
    made.correct({"renews_on": renews_on + timedelta(days=9)}, by=world.rep)
    moved = Milestone.get()
    assert (moved.happens_on, moved.settled_at) == (renews_on + timedelta(days=9), None)
    made.correct({"renews_on": None}, by=world.rep)
    assert not Milestone.select().exists()


def test_an_order_taken_back_takes_its_milestone_along(world):
    made = order(world.won, world.rep, renews_on=today() + timedelta(days=60))
    made.withdraw("记错了客户", by=world.rep)
    assert not Milestone.select().exists() and not Order.select().exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [("rep", True), ("manager", True), ("inspector", False), ("admin", False), ("colleague", False)],
)
def test_r_amount_who_sees_amounts(world, who, sees):
    eyes = Eyes.of(getattr(world, who), world.won)
    assert eyes.text("12,400.00 元", "amount") == ("12,400.00 元" if sees else "●●●")


def test_r_amount_the_office_allows_further_roles(world):
    assert not world.inspector.sees_amounts(world.won) and not world.service.sees_amounts(world.helped)
    Settings.write("amounts_for", ["inspector", "service"], by=world.admin)
    assert world.inspector.sees_amounts(world.won) and world.service.sees_amounts(world.helped)
    assert not world.service.sees_amounts(world.won)  # whom they do not see
