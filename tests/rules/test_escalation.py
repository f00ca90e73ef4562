"""The night tells of broken promises, each once, whoever carries it out and however often (R-ESCALATE, R-SCALE)."""

from datetime import timedelta

import pytest

from tests.imports.lists import FOLLOWUPS, imported_sample
from tests.models.test_concurrency import at_once
from tests.stored import everything
from tests.world import World, plan_for
from webapp.clock import today
from webapp.config import Config
from webapp.imports.customer_import import CustomerImport
from webapp.models import CalendarDay, Escalation, JobRun, Notice, Task, User
from webapp.models.settings import Settings
from webapp.rules import escalation, nightly
from webapp.rules.job import Carrier

LATE = today() - timedelta(days=30)


def night() -> JobRun | None:
    return nightly.carry_out(Carrier(User.system(), Config.load({})), today(), at_once=True)


def told_of() -> dict:
    """All there is but the run itself."""
    own = {"job_run", "job_step", "audit_event", "audit_head"}
    return {table: rows for table, rows in everything().items() if table not in own}


def late_steps(world, count: int = 1) -> list[Task]:
    return [
        plan_for(world.fresh, f"寄样本{place}", LATE + timedelta(days=place), by=world.rep) for place in range(count)
    ]


def told() -> list[int]:
    return [row.about for row in Notice.select().where(Notice.kind == "escalated").order_by(Notice.id)]


def done(run: JobRun, step: str = "escalations") -> tuple[int, int]:
    return next((row.done, row.total) for row in run.steps if row.name == step)


def test_what_is_overdue_for_long_enough_is_told_and_nothing_else(world):
    """Three days late, due today and to come there are in the world already."""
    (task,) = late_steps(world)
    assert done(night()) == (1, 1)
    assert [row.task for row in Escalation.select()] == [task] and told() == [Escalation.get().id]


def test_the_day_on_which_it_is_told_goes_by_the_calendar(world):
    calendar = escalation.calendar_in_force()
    on_time, early = (plan_for(world.fresh, "寄样本", calendar.latest_since(today(), n), by=world.rep) for n in (5, 4))
    night()
    assert [row.task for row in Escalation.select()] == [on_time] and early.due_on > on_time.due_on


@pytest.mark.parametrize("state", ["lost", "done", "voided", "undated"])
def test_what_nobody_waits_for_is_not_told(world, state):
    (task,) = late_steps(world)
    match state:
        case "lost":
            world.fresh.move_to(world.value("lost"), by=world.rep, reason="客户转向本地供应商")
        case "done":
            task.complete(by=world.rep)
        case "voided":
            task.void("不用了", by=world.rep)
        case "undated":
            Task.update(due_on=None).where(Task.id == task.id).execute()
    night()
    assert not Escalation.select().exists()


def test_a_pause_climbs_like_any_other_promise(world):
    Task.update(is_pause=True).where(Task.id << late_steps(world)).execute()
    night()
    assert len(told()) == 1


def test_many_are_told_in_several_slices_each_once(world, monkeypatch):
    monkeypatch.setattr(escalation, "MOST", 2)
    late_steps(world, 5)
    plan_for(world.fresh, "又一件", LATE, by=world.rep)
    assert done(night()) == (6, 6)
    assert len(set(told())) == len(told()) == 6


def test_a_slice_that_breaks_off_leaves_nothing_half_done_and_is_gone_on_with(world, monkeypatch):
    monkeypatch.setattr(escalation, "MOST", 2)
    late_steps(world, 5)
    whole, left = Task.escalate, [3]

    def failing(task, *, by):
        left[0] -= 1
        if left[0] < 0:
            raise ValueError
        return whole(task, by=by)

    monkeypatch.setattr(Task, "escalate", failing)
    night()
    assert len(told()) == Escalation.select().count() == 2
    monkeypatch.setattr(Task, "escalate", whole)
    assert done(night()) == (5, 5)
    assert len(set(told())) == len(told()) == 5


def test_twice_a_day_changes_nothing(world):
    late_steps(world, 3)
    night()
    before = told_of()
    nightly.ask_for(by=User.system())
    night()
    assert told_of() == before


def test_four_at_once_tell_each_once(fresh_database):
    late_steps(World(), 3)
    at_once(lambda _turn: night(), range(4))
    assert len(told()) == Escalation.select().count() == 3


def test_what_is_done_by_now_is_not_told(world, monkeypatch):
    """Somebody ticks it off between the night's looking and its writing."""
    (task,) = late_steps(world)
    hold = escalation._hold
    monkeypatch.setattr(escalation, "_hold", lambda customers: (task.complete(by=world.rep), hold(customers)))
    assert done(night()) == (0, 1) and not told()


def test_with_zero_days_nobody_is_ever_told(world):
    Settings.write("told_after", 0, by=world.admin)
    late_steps(world)
    assert done(night()) == (0, 0) and not told()


def test_what_the_night_finds_keeps_no_list_from_being_taken_back(world):
    """R-IMPORT."""
    batch = imported_sample(FOLLOWUPS, world)
    night()
    assert Escalation.select().exists()
    assert CustomerImport(batch).undo(by=world.manager) == []
    assert not Escalation.select().exists() and not told()


def test_the_night_fills_in_what_was_announced_and_counts_what_is_new(world):
    assert done(night(), "calendar") == (0, 0)
    CalendarDay.delete().where(CalendarDay.name == "国庆节").execute()
    nightly.ask_for(by=User.system())
    assert done(night(), "calendar")[0] > 0
    assert CalendarDay.select().where(CalendarDay.name == "国庆节").exists()
