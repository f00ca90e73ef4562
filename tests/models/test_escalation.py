"""上报: who is told of a broken promise, once each time it is broken (R-ESCALATE)."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.models.test_concurrency import at_once
from tests.queries import count_queries
from tests.test_workdays import AS_ANNOUNCED, CALENDARS, DAYS, by_hand
from tests.world import World, dismiss, plan_for
from webapp.clock import today
from webapp.models import AuditEvent, Branch, Collaboration, Escalation, Notice, Task, User
from webapp.models.calendar_day import calendar_in_force
from webapp.models.escalation import Ladder, Level
from webapp.models.settings import CLIMBING, Settings

LATE = today() - timedelta(days=30)
STEPS = st.lists(st.integers(0, 12), min_size=3, max_size=3)


@pytest.fixture
def task(world) -> Task:
    return plan_for(world.fresh, "寄样本", LATE, by=world.rep)


def told(user) -> list[tuple[int, bool]]:
    rows = Notice.select().where(Notice.user == user, Notice.kind == "escalated").order_by(Notice.id)
    return [(row.about, row.read_at is not None) for row in rows]


def escalate(task: Task) -> bool:
    return Task.get_by_id(task.id).escalate(by=User.system())


# -- how high


def ladder(calendar, day: date, counts: list[int]) -> Ladder:
    return Ladder(*(calendar.latest_since(day, count) if count else None for count in counts))


@given(CALENDARS, DAYS, DAYS, STEPS.map(sorted))
@example(AS_ANNOUNCED, date(2026, 9, 30), date(2026, 10, 12), [3, 5, 7])  # 国庆, and Saturday the 10th is worked
@example(AS_ANNOUNCED, date(2025, 12, 29), date(2026, 1, 6), [3, 5, 7])  # over the end of the year
@example(AS_ANNOUNCED, date(2027, 12, 31), date(2028, 1, 7), [3, 5, 7])  # years nobody has announced
def test_a_step_stands_as_high_as_the_working_days_counted_one_by_one_say(calendar, due_on, day, counts):
    """R-ESCALATE: urgent, told, offered, each after so many working days; 0 is never."""
    passed = by_hand(calendar, due_on, day) if due_on <= day else 0
    reached = [level for level, count in enumerate(counts, 1) if count and passed >= count]
    assert ladder(calendar, day, counts).level(due_on) == max(reached, default=0)


@given(CALENDARS, DAYS, STEPS.map(sorted))
def test_nobody_climbs_down_by_waiting(calendar, due_on, counts):
    days = [due_on + timedelta(days=passed) for passed in range(40)]
    levels = [ladder(calendar, day, counts).level(due_on) for day in days]
    assert levels == sorted(levels) and levels[0] == Level.NONE


@pytest.mark.parametrize(
    ("days", "level"), [(0, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3), (80, 3)]
)  # from a Monday on
def test_as_it_comes_three_five_and_seven_working_days_make_it_climb(world, days, level):
    monday = date(2026, 3, 2)  # no holiday in March
    day = calendar_in_force().after(monday, days)
    assert Ladder.on(day, calendar_in_force()).level(monday) == level


def test_a_holiday_makes_nobody_late(world):
    """国庆 2026 ends on the 7th; the 8th, the 9th and Saturday the 10th are worked."""
    due_on = date(2026, 9, 30)
    levels = [Ladder.on(date(2026, 10, day), calendar_in_force()).level(due_on) for day in (7, 9, 10, 11)]
    assert levels == [Level.NONE, Level.NONE, Level.URGENT, Level.URGENT]


def test_the_office_says_after_how_many_days(world):
    for name, count in zip(CLIMBING, (1, 0, 2), strict=True):
        Settings.write(name, count, by=world.admin)
    calendar = calendar_in_force()
    levels = [Ladder.on(calendar.after(LATE, days), calendar).level(LATE) for days in (0, 1, 2)]
    assert levels == [Level.NONE, Level.URGENT, Level.OFFERED]


def test_a_step_of_the_managers_own_is_not_said_to_have_been_told(world):
    calendar = calendar_in_force()
    levels = [Ladder.on(calendar.after(LATE, days), calendar).level(LATE, is_leaders=True) for days in (3, 5, 7)]
    assert levels == [Level.URGENT, Level.URGENT, Level.OFFERED]


def test_the_ladder_is_one_query(world):
    calendar = calendar_in_force()
    Ladder.on(today(), calendar)
    with count_queries() as queries:
        Ladder.on(today(), calendar)
    assert len(queries) == 1


# -- who is told


def test_the_branchs_managers_are_told_and_nobody_else(world, task):
    """R-ESCALATE, R-NOTIFY."""
    second, _ = User.open_account("sun", "孙立", "manager", world.suzhou, by=world.admin)
    assert escalate(task)
    row = Escalation.get()
    assert (row.task, row.due_on) == (task, LATE)
    assert told(world.manager) == told(second) == [(row.id, False)]
    assert Notice.select().count() == 2 and Notice.get().by is None


def test_it_is_on_record_by_whom_it_was_told(world, task):
    escalate(task)
    event = AuditEvent.select().where(AuditEvent.action == "task.escalated").get()
    assert (event.actor_name, event.customer_id, event.subject) == ("系统", world.fresh.id, str(task.id))
    assert event.details == {"due_on": str(LATE)} and AuditEvent.verify() is None


def test_a_managers_own_step_is_told_to_nobody(world, task):
    Task.update(responsible=world.manager).where(Task.id == task.id).execute()
    assert escalate(task) and not Notice.select().exists()


def test_a_closed_account_is_told_nothing(world, task):
    dismiss(world.manager)
    assert escalate(task) and not Notice.select().exists()


def test_a_second_time_changes_nothing(world, task):
    assert [escalate(task) for _ in range(3)] == [True, False, False]
    assert Escalation.select().count() == len(told(world.manager)) == 1
    assert AuditEvent.select().where(AuditEvent.action == "task.escalated").count() == 1


def test_four_at_once_tell_once(fresh_database):
    world = World()
    task = plan_for(world.fresh, "寄样本", LATE, by=world.rep)
    assert sum(at_once(lambda _turn: escalate(task), range(4))) == 1
    assert Escalation.select().count() == len(told(world.manager)) == 1


def test_put_off_and_broken_again_it_climbs_again(world, task):
    escalate(task)
    task.reschedule(today() + timedelta(days=1), by=world.rep)
    assert told(world.manager) == []
    Task.update(due_on=LATE + timedelta(days=2)).where(Task.id == task.id).execute()
    assert escalate(task)
    assert Escalation.select().count() == 2 and len(told(world.manager)) == 1


# -- what ends it


ENDS = {
    "completed": lambda task, world: task.complete(by=world.rep),
    "put off": lambda task, world: task.reschedule(today() + timedelta(days=1), by=world.rep),
    "all put off": lambda task, world: Task.put_off_all([task], today() + timedelta(days=1), 5, by=world.rep),
    "handed on": lambda task, world: task.reassign(world.manager, by=world.rep),
    "voided": lambda task, world: task.void("不用了", by=world.rep),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_becomes_of_the_step_ends_it_and_nobody_need_read_of_it(world, task, end):
    """R-ESCALATE."""
    escalate(task)
    ENDS[end](Task.get_by_id(task.id), world)
    assert told(world.manager) == [] and Escalation.select().count() == 1


@pytest.mark.parametrize("end", ENDS)
def test_what_was_read_stays_among_what_was_read(world, task, end):
    escalate(task)
    Notice.get().read(by=world.manager)
    ENDS[end](Task.get_by_id(task.id), world)
    assert told(world.manager) == [(Escalation.get().id, True)]


def test_other_steps_are_told_of_still(world, task):
    other = plan_for(world.fresh, "回电话", LATE, by=world.rep)
    for step in (task, other):
        escalate(step)
    Task.get_by_id(task.id).complete(by=world.rep)
    assert told(world.manager) == [(Escalation.get(Escalation.task == other).id, False)]


TAKEN_BACK = {
    "ticked off": (lambda task, world: task.complete(by=world.rep), lambda task, world: task.reopen(by=world.rep)),
    "voided": (lambda task, world: task.void("不用了", by=world.rep), lambda task, world: task.reinstate(by=world.rep)),
    "handed on": (
        lambda task, world: task.reassign(world.service, by=world.rep),
        lambda task, world: task.reassignments.get().undo(by=world.rep),
    ),
}


@pytest.mark.parametrize("slip", TAKEN_BACK)
def test_a_slip_that_is_taken_back_hides_nothing_from_the_manager(world, slip):
    Collaboration.create(customer=world.fresh, user=world.service, invited_by=world.rep)
    task = plan_for(world.fresh, "寄样本", LATE, by=world.rep)
    escalate(task)
    for act in TAKEN_BACK[slip]:
        act(Task.get_by_id(task.id), world)
    assert told(world.manager) == [(Escalation.get().id, False)]
    assert not escalate(task)


def test_a_pause_ends_with_what_is_planned_instead(world):
    """R-PROMISE: a pause climbs like any other promise."""
    Task.update(is_open=False).where(Task.customer == world.no_next).execute()
    pause = Task.pause(world.no_next, "项目停工", today() + timedelta(days=9), by=world.rep)
    Task.update(due_on=LATE).where(Task.id == pause.id).execute()
    escalate(pause)
    assert len(told(world.manager)) == 1
    Task.plan(world.no_next, "回电话", today(), by=world.rep)
    assert told(world.manager) == []


def test_it_goes_with_its_step(world, task):
    escalate(task)
    Task.delete().where(Task.id == task.id).execute()
    assert not Escalation.select().exists()


def test_a_branch_without_a_manager_tells_nobody(world, task):
    empty = Branch.create(name="常州分站", region=world.suzhou.region)
    task.customer.branch = empty
    task.customer.save()
    assert escalate(task) and not Notice.select().exists()


# -- the settings


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("told_after", 2, "“上报”（2 个工作日）不能早于“标急”（3 个工作日）"),
        ("urgent_after", 6, "“上报”（5 个工作日）不能早于“标急”（6 个工作日）"),
        ("offered_after", 4, "“可改派”（4 个工作日）不能早于“上报”（5 个工作日）"),
    ],
)
def test_no_level_comes_before_the_one_below_it(world, name, value, why):
    """R-ESCALATE: the steps are the office's to set."""
    before = getattr(Settings, name)
    with pytest.raises(Exception, match="不能早于") as refusal:
        Settings.write(name, value, by=world.admin)
    assert (refusal.value.message, refusal.value.field) == (why, name) and getattr(Settings, name) == before


def test_a_level_that_never_comes_stands_in_nobodys_way(world):
    Settings.write("told_after", 0, by=world.admin)
    Settings.write("offered_after", 3, by=world.admin)
    assert [getattr(Settings, name) for name in CLIMBING] == [3, 0, 3]
    with pytest.raises(Exception, match="“可改派”（3 个工作日）不能早于“上报”（4 个工作日）"):
        Settings.write("told_after", 4, by=world.admin)
