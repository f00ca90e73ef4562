"""R-WITHDRAW: a step is voided, with a reason, which is not the same as done."""

import pytest

from tests.world import CONTENT
from webapp.clock import now, today
from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Completion, Customer, FollowUp, Task, Voiding
from webapp.paper.eyes import Eyes
from webapp.paper.forms import tracking_sheet
from webapp.screens.worklist import Worklist

WHY = "客户不要样品了"


@pytest.fixture
def task(world):
    return Task.get(Task.customer == world.overdue)


def acts(action: str) -> int:
    return AuditEvent.select().where(AuditEvent.action == action).count()


def test_it_is_open_no_more_and_not_done(world, task):
    task.void(f" {WHY} ", by=world.rep)
    voiding = Voiding.get()
    assert (voiding.task, voiding.reason, voiding.by) == (task, WHY, world.rep)
    assert not Task.get_by_id(task.id).is_open and not Completion.select().exists()
    assert Customer.get_by_id(world.overdue.id).next_due_on is None
    worklist = Worklist(world.rep)
    assert (worklist.done(), worklist.done_today(), worklist.overdue()) == ([], 0, [])


def test_twice_is_harmless(world, task):
    for reason in (WHY, "还是不要"):
        task.void(reason, by=world.rep)
    assert Voiding.get().reason == WHY and acts("task.voided") == 1


def test_it_is_taken_back_like_a_tick(world, task):
    before = Customer.get_by_id(world.overdue.id).next_due_on
    task.void(WHY, by=world.rep)
    for _ in range(2):
        task.reinstate(by=world.manager)
    assert Task.get_by_id(task.id).is_open and not Voiding.select().exists()
    assert Customer.get_by_id(world.overdue.id).next_due_on == before and acts("task.reinstated") == 1


@pytest.mark.parametrize("who", ["outsider", "other_manager", "colleague", "service", "inspector", "admin"])
def test_others_leave_it_alone(world, task, who):
    person = getattr(world, who)
    with pytest.raises(NotAllowed):
        task.void(WHY, by=person)
    with pytest.raises(NotAllowed):
        task.reinstate(by=person)


@pytest.mark.parametrize(("reason", "said"), [(" ", "请写明原因"), ("长" * 201, "最多 200 个字")])
def test_it_asks_why(world, task, reason, said):
    with pytest.raises(DomainError, match=said) as refusal:
        task.void(reason, by=world.rep)
    assert refusal.value.field == "reason" and Task.get_by_id(task.id).is_open


def test_a_step_is_done_or_voided_and_never_both(world, task):
    """Whoever has an old page open is told."""
    stale = Task.get_by_id(task.id)
    task.void(WHY, by=world.rep)
    for act in (
        lambda: stale.complete(by=world.rep),
        lambda: task.reschedule(today(), by=world.rep),
        lambda: task.reassign(world.manager, by=world.rep),
    ):
        with pytest.raises(DomainError, match="已经作废"):
            act()
    task.reinstate(by=world.rep)
    task.complete(by=world.rep)
    with pytest.raises(DomainError, match="已经完成，不能再作废"):
        stale.void(WHY, by=world.rep)
    assert Completion.select().count() == 1 and not Voiding.select().exists()


def test_it_stands_on_no_sheet(world):
    steps = [{"action": action, "due_on": today()} for action in ("寄样品", "报价")]
    said = {"at": now(), "method": "电话", "content": CONTENT}
    followup = FollowUp.record(world.fresh, said, steps, by=world.rep)
    followup.steps.where(Task.action == "报价").get().void(WHY, by=world.rep)
    (sheet,) = tracking_sheet.fill([world.fresh], Eyes.of(True))
    assert "寄样品" in sheet.records[0].text and "报价" not in sheet.records[0].text


def test_the_trail_keeps_no_number(world, task):
    """R-MASK."""
    task.void("改打 13587654321", by=world.rep)
    event = AuditEvent.get(AuditEvent.action == "task.voided")
    assert event.details == {"reason": "改打 135****4321"}
