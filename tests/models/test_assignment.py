"""更换负责人 (spec §6): one act, one undo, with what is open at the customers."""

import pytest

from tests.world import dismiss
from webapp.clock import today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import (
    Assignment,
    AuditEvent,
    Classification,
    Collaboration,
    Complaint,
    Customer,
    Memo,
    Notice,
    Reassignment,
    Task,
    Transfer,
)


def make(world, *customers, to=None, reason="李敏调去佛山", by=None) -> Assignment:
    query = Customer.select().where(Customer.id << [customer.id for customer in customers])
    return Assignment.make(query, to or world.colleague, reason, by=by or world.manager)


def owner_of(customer) -> int:
    return Customer.get_by_id(customer.id).owner_id


def test_customers_get_another_owner_as_one_act_on_record(world):
    act = make(world, world.interested, world.overdue)
    assert act.count == 2
    assert {owner_of(world.interested), owner_of(world.overdue)} == {world.colleague.id}
    told = AuditEvent.select().where(AuditEvent.action == "customer.assigned")
    assert {event.customer_id for event in told} == {world.interested.id, world.overdue.id}
    assert {(event.details["before"], event.details["after"]) for event in told} == {("李敏", "王强")}
    cards = Classification.select().where(Classification.customer == world.interested)
    assert {card.owner_id for card in cards} == {world.colleague.id}


def test_open_steps_go_along_and_history_keeps_its_authors(world):
    open_ = Task.select().where(Task.customer == world.overdue, Task.is_open).get()
    written = [(it.id, it.recorded_by_id) for it in world.overdue.followups]
    make(world, world.overdue)
    assert Task.get_by_id(open_.id).responsible_id == world.colleague.id
    handed = Reassignment.get(Reassignment.task == open_)
    assert (handed.from_user_id, handed.to_user_id, handed.reason) == (world.rep.id, world.colleague.id, "李敏调去佛山")
    assert [(it.id, it.recorded_by_id) for it in world.overdue.followups] == written
    assert Transfer.get(Transfer.customer == world.overdue).steps == 1


def test_a_step_that_is_somebody_elses_stays_theirs(world):
    step = Task.plan(world.helped, "确认安装现场", today(), responsible=world.service, by=world.rep)
    make(world, world.helped)
    assert Task.get_by_id(step.id).responsible_id == world.service.id


def test_complaints_on_the_clock_go_along(world):
    complaint = Complaint.record(world.interested, {"description": "货到时外箱已经破损"}, by=world.rep)
    act = make(world, world.interested)
    assert Complaint.get_by_id(complaint.id).first_asked_id == world.colleague.id
    assert [earlier.said for earlier in Complaint.get_by_id(complaint.id).history()] == [
        (("首问责任人", "李敏", "open"),)
    ]
    act.undo(by=world.manager)
    back = Complaint.get_by_id(complaint.id)
    assert (back.first_asked_id, back.history()) == (world.rep.id, [])


def test_both_people_are_told_once_however_many_it_are(world):
    act = make(world, world.interested, world.overdue, world.fresh)
    told = Notice.select().where(Notice.kind == "assigned", Notice.about == act.id)
    assert sorted(notice.user_id for notice in told) == sorted([world.rep.id, world.colleague.id])


def test_instructions_nobody_has_read_are_told_to_whoever_owns_the_customer_now(world):
    memo = Memo.write(world.interested, "instruction", "这周内把报价定下来", by=world.manager)
    make(world, world.interested)
    assert Notice.select().where(Notice.user == world.colleague, Notice.about == memo.id).exists()


def test_whoever_helped_and_owns_it_now_helps_no_more(world):
    Collaboration.create(customer=world.interested, user=world.colleague, invited_by=world.rep)
    make(world, world.interested)
    assert not Collaboration.select().where(Collaboration.user == world.colleague).exists()


@pytest.mark.parametrize("who", ["rep", "colleague", "service", "inspector", "admin", "outsider"])
def test_only_whoever_leads_the_branch_says_whose_it_is(world, who):
    with pytest.raises(NotAllowed):
        make(world, world.interested, by=getattr(world, who))
    assert owner_of(world.interested) == world.rep.id


def test_customers_of_another_branch_stay_where_they_are(world):
    make(world, world.interested, world.elsewhere)
    assert owner_of(world.elsewhere) == world.outsider.id
    with pytest.raises(DomainError):
        make(world, world.elsewhere)


@pytest.mark.parametrize("who", ["service", "outsider", "admin"])
def test_it_refuses_an_owner_who_cannot_be_one(world, who):
    with pytest.raises(DomainError) as refused:
        make(world, world.interested, to=getattr(world, who))
    assert refused.value.field == "owner"


def test_it_refuses_a_closed_account(world):
    dismiss(world.colleague)
    with pytest.raises(DomainError):
        make(world, world.interested)


def test_it_asks_why(world):
    with pytest.raises(DomainError) as refused:
        make(world, world.interested, reason=" ")
    assert refused.value.field == "reason"


def test_whose_it_is_already_is_said(world):
    with pytest.raises(DomainError, match="已经由李敏负责"):
        make(world, world.interested, to=world.rep)


def test_one_undo_gives_all_of_it_back(world):
    step = Task.select().where(Task.customer == world.overdue, Task.is_open).get()
    act = make(world, world.overdue, world.interested)
    assert act.undo(by=world.manager) == 0
    assert {owner_of(world.overdue), owner_of(world.interested)} == {world.rep.id}
    assert Task.get_by_id(step.id).responsible_id == world.rep.id
    assert not Reassignment.select().exists() and not Transfer.select().exists()
    assert not Notice.select().where(Notice.kind == "assigned").exists()
    with pytest.raises(Stale):
        act.undo(by=world.manager)


def test_what_changed_hands_since_stays(world):
    act = make(world, world.overdue, world.interested)
    make(world, world.interested, to=world.manager)
    assert act.undo(by=world.manager) == 1
    assert owner_of(world.interested) == world.manager.id
    assert owner_of(world.overdue) == world.rep.id


def test_a_step_done_meanwhile_stays_done_by_whoever_did_it(world):
    step = Task.select().where(Task.customer == world.overdue, Task.is_open).get()
    act = make(world, world.overdue)
    Task.get_by_id(step.id).complete(by=world.colleague)
    act.undo(by=world.manager)
    assert Task.get_by_id(step.id).responsible_id == world.colleague.id


def test_it_is_taken_back_by_those_who_lead_the_branch_alone(world):
    act = make(world, world.overdue)
    for other in (world.rep, world.colleague, world.other_manager):
        with pytest.raises(NotAllowed):
            act.undo(by=other)
