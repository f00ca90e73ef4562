"""公海 (R-POOL): let go with a reason, looked at, claimed by exactly one."""

from datetime import timedelta

import pytest

from tests.models.test_concurrency import at_once
from tests.world import World, plan_for
from webapp.clock import now, today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import (
    Assignment,
    AuditEvent,
    Classification,
    Complaint,
    Customer,
    Notice,
    PoolLook,
    Setting,
    Task,
    Transfer,
)


def release(*customers, by, reason="联系不上三个月") -> Assignment:
    return Assignment.release(Customer.select().where(Customer.id << [one.id for one in customers]), reason, by=by)


def fresh(customer) -> Customer:
    return Customer.get_by_id(customer.id)


def allow(name: str, count: int) -> None:
    Setting.create(name=name, value=count)


def test_r_pool_an_owner_lets_go_with_a_reason(world):
    step = Task.get(Task.customer == world.overdue, Task.is_open)
    act = release(world.overdue, by=world.rep)
    customer, step = fresh(world.overdue), Task.get_by_id(step.id)
    assert customer.is_pooled and customer.owner_name == "公海" and customer.next_due_on is None
    assert {card.owner_id for card in Classification.select().where(Classification.customer == customer)} == {None}
    assert not step.is_open and step.is_voided
    assert (act.to_user_id, act.transfers.get().from_user_id, act.transfers.get().steps) == (None, world.rep.id, 1)
    event = AuditEvent.get(AuditEvent.action == "customer.released")
    assert (event.details["before"], event.details["after"]) == ("李敏", "公海")
    assert [notice.user_id for notice in Notice.select().where(Notice.about == act.id)] == [world.manager.id]
    assert not world.rep.sees(customer) and not world.colleague.sees(customer) and world.manager.sees(customer)


@pytest.mark.parametrize(
    ("who", "error"), [("colleague", NotAllowed), ("service", NotAllowed), ("inspector", NotAllowed)]
)
def test_nobody_lets_go_of_somebody_elses(world, who, error):
    with pytest.raises(error):
        release(world.overdue, by=getattr(world, who))
    assert fresh(world.overdue).owner_id == world.rep.id


def test_without_a_reason_or_with_an_open_complaint_nobody_lets_go(world):
    with pytest.raises(DomainError, match="原因"):
        release(world.overdue, by=world.rep, reason=" ")
    Complaint.record(world.overdue, {"description": "货到时外箱已经破损"}, by=world.rep)
    with pytest.raises(DomainError, match=f"{world.overdue.number}还有没办结的投诉"):
        release(world.overdue, world.fresh, by=world.rep)
    assert fresh(world.fresh).owner_id == world.rep.id  # all or nothing


def test_one_undo_gives_all_of_it_back(world):
    before = [(task.id, task.is_open) for task in Task.select().order_by(Task.id)], fresh(world.overdue).next_due_on
    act = release(world.overdue, by=world.rep)
    assert act.undo(by=world.rep) == 0
    after = [(task.id, task.is_open) for task in Task.select().order_by(Task.id)], fresh(world.overdue).next_due_on
    assert after == before and fresh(world.overdue).owner_id == world.rep.id


def test_what_a_colleague_has_claimed_meanwhile_is_not_taken_back(world):
    act = release(world.overdue, by=world.rep)
    Assignment.claim(fresh(world.overdue), by=world.colleague)
    assert act.undo(by=world.rep) == 1 and fresh(world.overdue).owner_id == world.colleague.id


def test_a_colleague_claims_it_and_everybody_hears(world):
    release(world.overdue, by=world.rep)
    claimed = Assignment.claim(fresh(world.overdue), by=world.colleague)
    assert fresh(world.overdue).owner_id == world.colleague.id and world.colleague.works_on(fresh(world.overdue))
    assert AuditEvent.select().where(AuditEvent.action == "customer.claimed").count() == 1
    assert [notice.user_id for notice in Notice.select().where(Notice.about == claimed.id)] == [world.manager.id]
    with pytest.raises(DomainError, match="认领不能撤销"):
        claimed.undo(by=world.manager)


def test_whoever_comes_second_is_told_whose_it_is(world):
    release(world.overdue, by=world.rep)
    pooled = fresh(world.overdue)
    Assignment.claim(pooled, by=world.colleague)
    with pytest.raises(Stale, match="由王强负责"):
        Assignment.claim(pooled, by=world.manager)


@pytest.mark.parametrize("who", ["outsider", "service", "inspector", "admin"])
def test_only_people_of_the_branch_who_own_customers_claim(world, who):
    release(world.overdue, by=world.rep)
    with pytest.raises(NotAllowed):
        Assignment.claim(fresh(world.overdue), by=getattr(world, who))


def test_whoever_let_it_go_waits_until_it_has_cooled(world):
    act = release(world.overdue, by=world.rep)
    with pytest.raises(DomainError, match="才能再认领"):
        Assignment.claim(fresh(world.overdue), by=world.rep)
    Transfer.update(at=now() - timedelta(days=31)).where(Transfer.assignment == act).execute()
    Assignment.claim(fresh(world.overdue), by=world.rep)
    assert fresh(world.overdue).owner_id == world.rep.id


def test_so_many_a_day_and_no_more(world):
    allow("pool_claims_per_day", 1)
    release(world.overdue, world.fresh, by=world.rep)
    Assignment.claim(fresh(world.overdue), by=world.colleague)
    assert Assignment.left_to_claim(world.colleague) == 0
    with pytest.raises(DomainError, match="今天已经认领 1 位"):
        Assignment.claim(fresh(world.fresh), by=world.colleague)
    Transfer.update(at=now() - timedelta(days=1)).where(Transfer.to_user == world.colleague).execute()
    Assignment.claim(fresh(world.fresh), by=world.colleague)


def test_the_manager_gives_one_of_the_pool_to_somebody_and_takes_it_back(world):
    release(world.overdue, by=world.rep)
    act = Assignment.make(
        Customer.select().where(Customer.id == world.overdue.id), world.colleague, "熟悉", by=world.manager
    )
    assert fresh(world.overdue).owner_id == world.colleague.id
    assert Assignment.left_to_claim(world.colleague) == 5  # given, not claimed
    act.undo(by=world.manager)
    assert fresh(world.overdue).is_pooled


def test_looking_is_counted_once_a_day_for_each_customer_and_on_record(world):
    allow("pool_looks_per_day", 1)
    release(world.overdue, world.fresh, by=world.rep)
    for _ in range(2):
        PoolLook.note(fresh(world.overdue), by=world.colleague)
    assert AuditEvent.select().where(AuditEvent.action == "pool.looked").count() == 1
    with pytest.raises(DomainError, match="明天再看"):
        PoolLook.note(fresh(world.fresh), by=world.colleague)
    PoolLook.update(day=today() - timedelta(days=1)).execute()
    PoolLook.note(fresh(world.fresh), by=world.colleague)


def test_a_step_that_is_a_helpers_stays_to_be_done(world):
    step = Task.plan(world.helped, "看安装现场", today(), responsible=world.service, by=world.rep)
    release(world.helped, by=world.rep)
    assert Task.get_by_id(step.id).is_open and fresh(world.helped).next_due_on == today()


def test_nobodys_customers_are_no_work_of_anybodys(world):
    """What nobody has to do stands in no list of what is to be done."""
    plan_for(world.fresh, "寄样本", today() - timedelta(days=9), by=world.rep)
    release(world.fresh, world.no_next, by=world.manager)
    live = Customer.select().where(Customer.is_live())
    assert {world.fresh.id, world.no_next.id}.isdisjoint(row.id for row in live)


def test_two_claims_at_once_give_it_to_exactly_one(fresh_database):
    world = World()
    release(world.overdue, by=world.rep)
    pooled = fresh(world.overdue)

    def claim(who) -> str:
        try:
            Assignment.claim(pooled, by=who)
        except Stale as late:
            return late.message
        return "claimed"

    outcomes = at_once(claim, [world.colleague, world.manager, world.colleague, world.manager])
    assert outcomes.count("claimed") == 1
    assert all("负责，来晚了一步" in said for said in outcomes if said != "claimed")
    assert Transfer.select().where(Transfer.from_user.is_null()).count() == 1


def test_one_person_cannot_claim_more_than_the_limit_by_being_quick(fresh_database):
    world = World()
    allow("pool_claims_per_day", 1)
    some = [world.overdue, world.fresh, world.won, world.no_next]
    release(*some, by=world.rep)

    def claim(customer) -> bool:
        try:
            Assignment.claim(fresh(customer), by=world.colleague)
        except DomainError:
            return False
        return True

    assert at_once(claim, some).count(True) == 1
