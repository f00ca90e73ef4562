"""R-NEXT: next steps are done, put off and taken up again, with their history."""

from datetime import timedelta

import pytest

from webapp.clock import today
from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Completion, Customer, Rescheduling, Task


def step(world) -> Task:
    return Task.get(Task.customer == world.overdue)


def due(customer):
    return Customer.get_by_id(customer.id).next_due_on


def acts(action: str) -> int:
    return AuditEvent.select().where(AuditEvent.action == action).count()


def test_completing_twice_is_harmless(world):
    for _ in range(2):
        step(world).complete(by=world.rep)
    assert Completion.select().where(Completion.task == step(world)).count() == 1 == acts("task.completed")
    assert not step(world).is_open and due(world.overdue) is None


def test_a_tick_says_who_and_when(world):
    step(world).complete(by=world.manager)
    completion = step(world).completions.get()
    assert completion.by == world.manager and completion.at


def test_reopening_brings_the_day_back_and_twice_is_harmless(world):
    step(world).complete(by=world.rep)
    for _ in range(2):
        step(world).reopen(by=world.rep)
    assert step(world).is_open and due(world.overdue) == today() - timedelta(3)
    assert acts("task.reopened") == 1


def test_a_rescheduled_step_keeps_its_old_day(world):
    step(world).reschedule(today() + timedelta(5), "客户出差", by=world.rep)
    row = Rescheduling.get()
    assert (row.from_day, row.to_day, row.reason, row.by) == (
        today() - timedelta(3),
        today() + timedelta(5),
        "客户出差",
        world.rep,
    )
    assert step(world).due_on == due(world.overdue) == today() + timedelta(5)


def test_the_same_day_again_leaves_no_history(world):
    planned = Task.plan(world.fresh, "寄样品", today() + timedelta(3), by=world.rep)
    planned.reschedule(today() + timedelta(3), by=world.rep)
    assert Rescheduling.select().count() == 0


def test_a_day_that_has_gone_by_is_refused(world):
    """R-PROMISE: nobody promises yesterday, nor puts off to it."""
    for act in (
        lambda: Task.plan(world.fresh, "寄样品", today() - timedelta(1), by=world.rep),
        lambda: step(world).reschedule(today() - timedelta(1), by=world.rep),
        lambda: step(world).reschedule(step(world).due_on, by=world.rep),
    ):
        with pytest.raises(DomainError, match="已经过去") as refusal:
            act()
        assert refusal.value.field == "due_on"


def test_a_new_day_is_needed(world):
    with pytest.raises(DomainError) as refusal:
        step(world).reschedule(None, by=world.rep)
    assert refusal.value.field == "due_on"


@pytest.mark.parametrize("who", ["outsider", "other_manager", "colleague", "service", "inspector", "admin"])
def test_others_leave_it_alone(world, who):
    person = getattr(world, who)
    for act in (Task.complete, Task.reopen):
        with pytest.raises(NotAllowed):
            act(step(world), by=person)
    with pytest.raises(NotAllowed):
        step(world).reschedule(today(), by=person)


def test_whoever_is_responsible_may_tick_it_off(world):
    task = Task.plan(world.helped, "安排检测", today(), responsible=world.service, by=world.rep)
    task.complete(by=world.service)
    assert not Task.get_by_id(task.id).is_open


def test_an_outsider_cannot_plan_a_step(world):
    for person in (world.outsider, world.colleague, world.inspector):
        with pytest.raises(NotAllowed):
            Task.plan(world.fresh, "寄样本", today(), by=person)


def test_a_step_is_only_for_those_who_work_on_the_customer(world):
    with pytest.raises(DomainError) as refusal:
        Task.plan(world.no_next, "寄样品", today(), responsible=world.outsider, by=world.rep)
    assert refusal.value.field == "responsible"
    with pytest.raises(DomainError):
        step(world).reassign(world.colleague, by=world.rep)


def test_handing_on_to_the_same_person_is_nothing(world):
    step(world).reassign(world.rep, by=world.rep)
    assert acts("task.reassigned") == 0
    step(world).reassign(world.manager, by=world.rep)
    assert acts("task.reassigned") == 1


def test_texts_too_long_for_the_book_are_refused_beside_their_field(world):
    step = world.overdue.tasks.get()
    for write, field in (
        (lambda: Task.plan(world.fresh, "长" * 401, today(), by=world.rep), "action"),
        (lambda: step.reschedule(today() + timedelta(days=9), "长" * 201, by=world.rep), "reason"),
    ):
        with pytest.raises(DomainError, match="最多") as refusal:
            write()
        assert refusal.value.field == field


def test_a_step_that_is_done_is_put_off_and_handed_on_no_more(world):
    task = Task.plan(world.fresh, "寄送样本", today(), by=world.rep)
    task.complete(by=world.rep)
    for act in (
        lambda: task.reschedule(today() + timedelta(days=3), by=world.rep),
        lambda: task.reassign(world.manager, by=world.rep),
    ):
        with pytest.raises(DomainError, match="已经完成"):
            act()


def test_service_plans_steps_of_its_own_alone(world):
    """§0."""
    assert Task.plan(world.helped, "回访", today(), by=world.service).responsible == world.service
    with pytest.raises(NotAllowed, match="自己的下一步"):
        Task.plan(world.helped, "回访", today(), by=world.service, responsible=world.rep)
