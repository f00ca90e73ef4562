"""改期, 转交, 全部改期 (R-NEXT)."""

from datetime import date, timedelta

import pytest

from tests.world import plan_for
from webapp.clock import today
from webapp.models import Customer, Rescheduling, Task


def test_all_that_is_overdue_goes_on_to_days_to_come(desk, world, task):
    """U49: 全部改期, so many a day, and nobody else's."""
    days_ago = (today() - timedelta(days=turn) for turn in (1, 2, 3))
    more = [plan_for(world.interested, f"报价 {day}", day, by=world.rep) for day in days_ago]
    other = plan_for(world.colleagues, "报价", today() - timedelta(days=2), by=world.colleague)
    form = desk.get("/worklist/rescheduling").form("main form")
    form.submit(per_day="2", reason="出差回来再办")
    days = sorted(Task.get_by_id(step.id).due_on for step in (task, *more))
    assert days[0] == days[1] > today() and days[2] == days[3] > days[1]
    assert Task.get_by_id(other.id).due_on == other.due_on
    assert Rescheduling.select().where(Rescheduling.reason == "出差回来再办").count() == 4
    assert form.submit(status=422, per_day="0").one("#per_day-error")
    assert form.submit(status=422, when="other", due_on="2020-01-02").css("#due_on-error")


def test_a_step_is_put_off_and_the_old_day_stays_on_record(desk, world, task):
    later = today() + timedelta(days=4)
    form = desk.get(f"/tasks/{task.id}/rescheduling").form("main form")
    assert date.fromisoformat(form.fields["when"]) > today()  # what is overdue goes on to a day to come
    form.submit(when="other", due_on=later.isoformat(), reason="客户出差")
    moved = Rescheduling.get(Rescheduling.task == task)
    assert (moved.from_day, moved.to_day, moved.reason) == (task.due_on, later, "客户出差")
    assert Customer.get_by_id(world.overdue.id).next_due_on == later


def test_the_same_day_again_is_no_rescheduling(desk, world):
    """U6: nothing is done, and that is said."""
    step = Task.get(Task.customer == world.interested)
    form = desk.get(f"/tasks/{step.id}/rescheduling").form("main form")
    assert form.fields["due_on"] == step.due_on.isoformat()
    assert any("没有变" in error for error in form.submit(status=422).errors)
    assert not Rescheduling.select().exists()


def test_the_day_that_is_pressed_is_meant_whatever_stands_in_the_field_it_hides(desk, world):
    """A step due some day to come has that day in the field from the beginning."""
    step, day = Task.get(Task.customer == world.interested), today() + timedelta(days=3)
    form = desk.get(f"/tasks/{step.id}/rescheduling").form("main form")
    assert form.fields["due_on"] == step.due_on.isoformat() != day.isoformat()
    form.submit(when=day.isoformat(), responsible=world.manager.id)
    step = Task.get_by_id(step.id)
    assert (step.due_on, step.responsible) == (day, world.manager)


def test_what_has_gone_by_is_no_day_to_put_off_to(desk, task):
    form = desk.get(f"/tasks/{task.id}/rescheduling").form("main form")
    page = form.submit(status=422, when="other", due_on=f"{today() - timedelta(days=1)}", reason="客户出差")
    assert any("已经过去" in error for error in page.errors)
    assert page.form("main form").fields["reason"] == "客户出差"


def test_a_missing_day_is_asked_for_and_the_reason_stays(desk, task):
    page = (
        desk.get(f"/tasks/{task.id}/rescheduling")
        .form("main form")
        .submit(status=422, when="other", due_on="", reason="客户出差")
    )
    assert page.one("#due_on-error") and page.form("main form").fields["reason"] == "客户出差"


def test_a_dialog_that_was_overtaken_says_so_and_shows_what_is_so_now(desk, world, task):
    """R-EDIT-SAFE: nobody's day is overwritten unseen."""
    form = desk.get(f"/tasks/{task.id}/rescheduling").form("main form")
    agreed = today() + timedelta(days=30)
    Task.get_by_id(task.id).reschedule(agreed, by=world.manager)
    page = form.submit(status=409, when="other", due_on=f"{today() + timedelta(days=1)}", reason="客户出差")
    assert any("刚有变动" in error for error in page.errors) and Task.get_by_id(task.id).due_on == agreed
    again = page.form("main form")
    assert again.fields["reason"] == "客户出差"
    again.submit()
    assert Task.get_by_id(task.id).due_on == today() + timedelta(days=1)


def test_a_step_is_handed_on_with_its_history(desk, world, task):
    form = desk.get(f"/tasks/{task.id}/rescheduling").form("main form")
    form.submit(responsible=world.manager.id)
    assert Task.get_by_id(task.id).responsible == world.manager
    card = desk.get(f"/customers/{world.overdue.number}?kind=step")
    assert f"{world.rep.name} → {world.manager.name}" in card.one("#timeline").text


@pytest.mark.parametrize("when", ["后天", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_that_no_page_offers_is_asked_for_again(desk, world, task, when):
    for path in (
        f"/customers/{world.no_next.number}/tasks",
        f"/tasks/{task.id}/rescheduling",
        "/worklist/rescheduling",
    ):
        page = desk.post(path, {"when": when, "per_day": "15"}, status=422)
        assert "重新选择日子" in page.one("#when-error").text
    assert Task.get_by_id(task.id).due_on == task.due_on and not world.no_next.tasks.count()


@pytest.mark.parametrize("per_day", ["0", "-1", "201", "x", "", "9" * 30])
def test_so_many_a_day_is_a_number_that_a_day_holds(desk, task, per_day):
    later = (today() + timedelta(days=4)).isoformat()
    page = desk.post("/worklist/rescheduling", {"when": "other", "due_on": later, "per_day": per_day}, status=422)
    assert page.one("#per_day-error") and page.form("main form").fields["due_on"] == later
    assert not Rescheduling.select().exists()


def test_those_who_only_look_put_nothing_off(client, world, task):
    for who in (world.inspector, world.admin, world.outsider):
        later = (today() + timedelta(days=4)).isoformat()
        client.log_in(who).post("/worklist/rescheduling", {"when": later, "per_day": "15"})
    assert Task.get_by_id(task.id).due_on == task.due_on and not Rescheduling.select().exists()


def test_a_manager_puts_off_what_one_of_the_branch_has_not_done(client, world, task):
    later = (today() + timedelta(days=4)).isoformat()
    said = {"when": later, "per_day": "15", "person": world.colleague.id}
    client.log_in(world.manager).post("/worklist/rescheduling", said)
    assert not Rescheduling.select().exists()  # whose worklist it was had nothing overdue
    client.post("/worklist/rescheduling", said | {"person": world.rep.id})
    assert Rescheduling.get().task == task
