"""R-NEXT, R-PROMISE: steps are done, put off and taken up again, with their history; or none is needed, and why."""

from datetime import timedelta

import pytest

from tests.world import plan_for
from webapp.clock import today
from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Collaboration, Completion, Customer, Rescheduling, Task
from webapp.models.calendar_day import calendar_in_force


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


# -- R-PROMISE: 无需再跟进


UNTIL = timedelta(days=90)


def paused(world, reason="项目停工，明年复工再看", until=UNTIL, by=None) -> Task:
    day = None if until is None else today() + until
    return Task.pause(world.no_next, reason, day, by=by or world.rep)


def test_a_pause_says_why_and_until_when(world):
    task = paused(world, " 项目停工 ")
    assert (task.action, task.due_on, task.is_pause) == ("无需再跟进：项目停工", today() + UNTIL, True)
    assert due(world.no_next) == today() + UNTIL and acts("task.paused") == 1


def test_a_pause_is_the_owners_to_look_at_again_whoever_says_it(world):
    assert paused(world, by=world.manager).responsible_id == world.rep.id


@pytest.mark.parametrize(
    ("reason", "until", "fields"),
    [
        ("", UNTIL, ["pause_reason"]),
        ("  ", None, ["pause_reason", "pause_until"]),
        ("项目停工", timedelta(0), ["pause_until"]),
        ("项目停工", timedelta(-1), ["pause_until"]),
        ("长" * 201, UNTIL, ["pause_reason"]),
        ("证件 11010519491231002X", UNTIL, ["pause_reason"]),
    ],
)
def test_a_pause_needs_a_reason_and_an_end_to_come(world, reason, until, fields):
    with pytest.raises(DomainError) as refusal:
        paused(world, reason, until)
    assert [error.field for error in getattr(refusal.value, "refusals", [refusal.value])] == fields
    assert due(world.no_next) is None


@pytest.mark.parametrize("who", ["service", "colleague", "outsider", "other_manager", "inspector", "admin"])
def test_a_pause_is_for_those_who_keep_the_customer(world, who):
    Collaboration.create(customer=world.no_next, user=world.service, invited_by=world.rep)
    with pytest.raises(NotAllowed):
        paused(world, by=getattr(world, who))


def test_there_is_no_pause_while_something_is_to_be_done(world):
    with pytest.raises(DomainError, match="还有没做完的下一步") as refusal:
        Task.pause(world.overdue, "项目停工", today() + UNTIL, by=world.rep)
    assert refusal.value.field == "pause_reason"


def test_a_pause_ends_with_the_next_step(world):
    task = paused(world)
    Task.plan(world.no_next, "复工后报价", today() + timedelta(5), by=world.manager)
    assert not Task.get_by_id(task.id).is_open and task.completions.get().by == world.manager
    assert due(world.no_next) == today() + timedelta(5)


def test_a_further_pause_takes_the_place_of_the_first(world):
    first, second = paused(world), paused(world, "资金紧张", timedelta(days=30))
    assert [task.id for task in Task.select().where(Task.customer == world.no_next, Task.is_open)] == [second.id]
    with pytest.raises(DomainError, match="后来又有了安排"):
        first.reopen(by=world.rep)


def test_a_pause_that_was_ended_holds_again_when_nothing_came_of_it(world):
    task = paused(world)
    for _ in range(2):
        task.complete(by=world.rep)
    assert due(world.no_next) is None
    task.reopen(by=world.rep)
    assert due(world.no_next) == today() + UNTIL


@pytest.mark.parametrize("end", [lambda task, by: task.complete(by=by), lambda task, by: task.void("不做了", by=by)])
def test_a_step_that_is_taken_up_again_ends_a_pause(world, end):
    task = Task.plan(world.no_next, "寄样品", today(), by=world.rep)
    end(task, world.rep)
    pause = paused(world)
    task.reinstate(by=world.rep) if task.is_voided else task.reopen(by=world.rep)
    assert Task.get_by_id(task.id).is_open and not Task.get_by_id(pause.id).is_open
    assert due(world.no_next) == today()


# -- 全部改期


def late_steps(world, count: int, customer=None, by=None) -> list[Task]:
    day = today() - timedelta(days=1)
    return [plan_for(customer or world.interested, f"报价 {turn}", day, by=by or world.rep) for turn in range(count)]


def test_many_steps_are_put_off_so_many_a_day_on_working_days(world):
    tasks, calendar = [*late_steps(world, 20), *late_steps(world, 15, world.won)], calendar_in_force()
    Task.put_off_all(tasks, today() + timedelta(1), 15, "出差回来再办", by=world.rep)
    days = [Task.get_by_id(task.id).due_on for task in tasks]
    first = calendar.next_working(today() + timedelta(1))
    wanted = [first, calendar.after(first, 1), calendar.after(first, 2)]
    assert days == [wanted[0]] * 15 + [wanted[1]] * 15 + [wanted[2]] * 5  # in the order they were given
    assert Rescheduling.select().where(Rescheduling.reason == "出差回来再办").count() == 35 == acts("task.rescheduled")
    assert due(world.won) == wanted[1] and due(world.interested) == min(wanted[0], today() + timedelta(1))


def test_all_are_put_off_or_none(world):
    """R-WHO: not one of them where another is somebody else's."""
    tasks = [*late_steps(world, 2), *late_steps(world, 1, world.colleagues, world.colleague)]
    with pytest.raises(NotAllowed):
        Task.put_off_all(tasks, today() + timedelta(1), 15, by=world.rep)
    assert not Rescheduling.select().exists()


@pytest.mark.parametrize(
    ("first", "per_day", "reason", "field"),
    [(None, 15, "", "due_on"), (-1, 15, "", "due_on"), (1, 0, "", "per_day"), (1, 15, "长" * 201, "reason")],
)
def test_they_are_put_off_to_days_to_come(world, first, per_day, reason, field):
    day = first and today() + timedelta(first)
    with pytest.raises(DomainError) as refusal:
        Task.put_off_all(late_steps(world, 2), day, per_day, reason, by=world.rep)
    assert refusal.value.field == field and not Rescheduling.select().exists()


def test_what_is_done_meanwhile_is_not_put_off(world):
    tasks = late_steps(world, 2)
    tasks[0].complete(by=world.rep)
    Task.put_off_all([Task.get_by_id(task.id) for task in tasks], today() + timedelta(1), 15, by=world.rep)
    assert [row.task_id for row in Rescheduling.select()] == [tasks[1].id]


def test_to_put_off_twice_to_the_same_day_leaves_one_entry(world):
    tasks = late_steps(world, 1)
    for _ in range(2):
        Task.put_off_all(tasks, today() + timedelta(1), 15, by=world.rep)
    assert Rescheduling.select().count() == 1
