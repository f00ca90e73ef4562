"""The night warns of the pool, and releases into it (R-POOL)."""

from datetime import timedelta

import pytest

from tests.models.test_concurrency import at_once
from tests.world import World
from webapp.clock import now, today
from webapp.config import Config
from webapp.database import transaction
from webapp.errors import Stale
from webapp.models import (
    Assignment,
    Complaint,
    Customer,
    DimensionValue,
    FollowUp,
    Notice,
    Order,
    PoolWarning,
    Setting,
    Task,
    Transfer,
    User,
)
from webapp.models.calendar_day import calendar_in_force
from webapp.models.pool_rules import set_pool_rules
from webapp.rules import pool
from webapp.rules.job import Turn


def night(day=None) -> int:
    """The step of that night, to its end; how many were warned of or released."""
    turn, done = Turn(day or today(), None, User.system(), Config.load({})), 0
    while True:
        with transaction():  # as the run of a job does
            found = pool.POOL.work(turn)
        done += found.done
        if found.is_last:
            return done
        turn = turn._replace(cursor=found.cursor)


def silent_for(customer, days: int) -> Customer:
    """Nobody has been in touch with them for so long, and nothing is planned."""
    then = now() - timedelta(days=days)
    FollowUp.update(at=then).where(FollowUp.customer == customer).execute()
    Task.delete().where(Task.customer == customer).execute()
    Customer.update(created_at=then, last_followup_at=then).where(Customer.id == customer.id).execute()
    return Customer.get_by_id(customer.id)


def rule(world, days: int | None, value: str = "interested") -> None:
    standing = {"interested": world.interested}[value].classification(world.value("intent").dimension).value
    set_pool_rules({standing.id: days}, by=world.admin)


def owner_of(customer) -> int | None:
    return Customer.get_by_id(customer.id).owner_id


def warnings() -> list[tuple[bool, int]]:
    """Whether it was the last, and in how many working days the customer goes."""
    rows = PoolWarning.select().order_by(PoolWarning.id)
    return [(row.is_last, calendar_in_force().working_days(today(), row.release_on)) for row in rows]


def test_r_pool_the_owner_is_warned_seven_and_three_working_days_ahead_and_then_it_goes(world):
    rule(world, 60)
    silent_for(world.interested, 100)
    calendar = calendar_in_force()
    leaves_on = calendar.after(today(), 7)
    assert night() == 1 and night() == 0  # told once, however often it runs
    assert [(row.is_last, row.release_on) for row in PoolWarning.select()] == [(False, leaves_on)]
    assert night(calendar.after(today(), 3)) == 0
    assert night(calendar.after(today(), 4)) == 1
    assert [row.is_last for row in PoolWarning.select().order_by(PoolWarning.id)] == [False, True]
    told = Notice.select().where(Notice.kind == "pool_soon")
    assert [notice.user_id for notice in told] == [world.rep.id] * 2
    assert night(calendar.after(today(), 6)) == 0 and owner_of(world.interested) == world.rep.id
    assert night(leaves_on) == 1 and owner_of(world.interested) is None
    act = Assignment.select().order_by(Assignment.id.desc()).first()
    assert (act.reason, act.branch, act.by.is_system) == ("满 60 天没有跟进", world.interested.branch, True)
    assert not PoolWarning.select().exists() and not told.exists()


def test_one_call_is_enough_to_keep_the_customer(world):
    rule(world, 60)
    silent_for(world.interested, 100)
    night()
    Customer.update(last_followup_at=now()).where(Customer.id == world.interested.id).execute()
    assert night(calendar_in_force().after(today(), 7)) == 0
    assert owner_of(world.interested) == world.rep.id
    assert not PoolWarning.select().exists() and not Notice.select().where(Notice.kind == "pool_soon").exists()


def test_who_got_the_customer_lately_has_the_whole_time(world):
    rule(world, 60)
    silent_for(world.interested, 100)
    Assignment.make(
        Customer.select().where(Customer.id == world.interested.id), world.colleague, "接手", by=world.manager
    )
    assert night() == 0


@pytest.mark.parametrize("state", ["complaint", "paused", "pooled", "without a rule"])
def test_some_are_left_alone(world, state):
    rule(world, None if state == "without a rule" else 60)
    customer = silent_for(world.interested, 100)
    if state == "complaint":
        Complaint.record(customer, {"description": "货到时外箱已经破损"}, by=world.rep)
    if state == "paused":
        Task.enter_pause(customer, "客户停业整顿", today() + timedelta(days=90), by=world.rep)
    if state == "pooled":
        Assignment.release(Customer.select().where(Customer.id == customer.id), "不跟了", by=world.rep)
    assert night() == 0 and not PoolWarning.select().exists()


@pytest.mark.parametrize(("ordered", "goes"), [(200, True), (40, False)])
def test_r_pool_a_contract_that_has_ended_without_another_order(world, ordered, goes):
    Setting.create(name="pool_contract_days", value=30)
    silent_for(world.interested, 10)
    Customer.update(created_at=now() - timedelta(days=400)).where(Customer.id == world.interested.id).execute()
    day = today() - timedelta(days=ordered)
    told = {"ordered_on": day, "amount": 100_00, "content": "涂料", "is_long_term": True}
    Order.create(customer=world.interested, by=world.rep, renews_on=today() - timedelta(days=60), **told)
    assert night() == goes
    assert [row.reason for row in PoolWarning.select()] == ["合同到期满 30 天没有新订单"] * goes


def test_a_rule_that_is_given_up_lifts_its_warnings(world):
    rule(world, 60)
    silent_for(world.interested, 100)
    night()
    rule(world, None)
    night()
    assert not PoolWarning.select().exists() and not Notice.select().where(Notice.kind == "pool_soon").exists()


def test_the_strictest_of_a_customers_classes_holds(world):
    rule(world, 90)
    values = [place.value for place in world.interested.classifications]
    DimensionValue.update(pool_days=30).where(DimensionValue.id == values[-1].id).execute()
    silent_for(world.interested, 100)
    night()
    assert "满 30 天" in PoolWarning.select().where(PoolWarning.customer == world.interested).get().reason


def test_a_claim_against_the_release_by_night_leaves_it_to_exactly_one(fresh_database):
    """Whoever comes first: it is claimed after it was released, or not at all."""
    world = World()
    rule(world, 60)
    silent_for(world.interested, 100)
    night()
    PoolWarning.update(release_on=today(), is_last=True).execute()
    pooled = Customer.get_by_id(world.interested.id)

    def act(turn) -> str:
        if turn == "night":
            return f"released {night()}"
        try:
            Assignment.claim(pooled, by=world.colleague)
        except Stale:
            return "late"
        return "claimed"

    outcomes = at_once(act, ["night", "claim", "night"])
    owners = {"claimed": world.colleague.id, "late": None}
    claim = next(said for said in outcomes if not said.startswith("released"))
    assert owner_of(world.interested) == owners[claim]
    assert Transfer.select().where(Transfer.customer == world.interested, Transfer.to_user.is_null()).count() == 1
