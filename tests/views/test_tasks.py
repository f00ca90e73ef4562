"""下一步: planned, ticked off, taken back (R-NEXT)."""

from datetime import date, timedelta

import pytest

from webapp.clock import today
from webapp.formatting import dated, moment
from webapp.models import AuditEvent, Completion, Customer, FollowUp, Task


def plan(client, customer, **fields):
    options = {name: fields.pop(name) for name in ("htmx", "status") if name in fields}
    form = client.get(f"/customers/{customer.number}/tasks/new").form("main form")
    return form.submit(**options, **{"action": "寄样品", "when": "other", "due_on": today().isoformat(), **fields})


def test_a_step_is_planned(desk, world):
    assert "寄样品" in plan(desk, world.no_next).follow().one("#steps").text
    assert Customer.get_by_id(world.no_next.id).next_due_on == today()


@pytest.mark.parametrize(
    ("field", "wrong"), [("due_on", "2020-05-10"), ("due_on", "明天"), ("action", "证件 11010519491231002X")]
)
def test_what_is_wrong_is_shown_beside_the_field(desk, world, field, wrong):
    page = plan(desk, world.no_next, status=422, **{field: wrong})
    assert page.one(f"#{field}-error")
    other = {"action": "due_on", "due_on": "action"}[field]
    assert page.form("main form").fields[other] in ("寄样品", today().isoformat())


def test_without_words_it_is_to_be_in_touch_again(desk, world):
    """U5: a day is enough, and the one from the rhythm stands there."""
    form = desk.get(f"/customers/{world.no_next.number}/tasks/new").form("main form")
    form.submit()
    step = Task.get(Task.customer == world.no_next)
    assert step.action == "再联系" and step.due_on == date.fromisoformat(form.fields["when"]) > today()


def test_whose_last_step_is_ticked_off_is_asked_for_the_next_day(desk, world, task):
    """R-PROMISE: on the card and on the worklist; one press, and it is promised."""
    path = f"/tasks/{task.id}/completion"
    row = desk.post(path, htmx=True, target=f"li#row-{task.id}")
    asked = row.one(f"#promise-{world.overdue.id}")
    desk.post(f"{path}/reversal", htmx=True, target=f"li#row-{task.id}")
    card = desk.post(path, htmx=True, target=f"li#task-{task.id}")
    assert card.texts("#asks button") == [button.text for button in asked.css("button")]
    day = asked.css("button")[-1]["value"]
    said = desk.post(
        f"/customers/{world.overdue.number}/tasks", {"when": day}, htmx=True, target=f"li#promise-{world.overdue.id}"
    )
    assert "已约" in said.text and "再联系" in said.text
    assert Customer.get_by_id(world.overdue.id).next_due_on == date.fromisoformat(day)
    assert not desk.get(f"/customers/{world.overdue.number}").css("#asks button")


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_may_only_look_plan_nothing(client, world, task, who):
    client.log_in(getattr(world, who)).get(f"/customers/{world.overdue.number}/tasks/new", status=403)
    client.post(f"/customers/{world.overdue.number}/tasks", {"action": "寄样品", "due_on": "2030-05-10"}, status=403)
    client.post(f"/tasks/{task.id}/completion", status=403)
    client.post(f"/tasks/{task.id}/completion/reversal", status=403)
    client.get(f"/tasks/{task.id}/rescheduling", status=403)
    client.post(f"/tasks/{task.id}/rescheduling", {"due_on": "2030-05-10"}, status=403)
    assert Task.get_by_id(task.id).is_open


def test_a_step_is_ticked_off_once(desk, world, task):
    for _ in range(2):
        assert "已完成" in desk.post(f"/tasks/{task.id}/completion", htmx=True, target=f"task-{task.id}").text
    assert Completion.select().where(Completion.task == task).count() == 1
    assert AuditEvent.select().where(AuditEvent.action == "task.completed").count() == 1
    assert Customer.get_by_id(world.overdue.id).next_due_on is None


@pytest.mark.parametrize(("method", "path"), [("DELETE", "completion"), ("POST", "completion/reversal")])
def test_the_tick_is_taken_back(desk, world, task, method, path):
    task.complete(by=world.rep)
    for _ in range(2):
        desk.write(method, f"/tasks/{task.id}/{path}", htmx=True, target=f"task-{task.id}")
    assert Task.get_by_id(task.id).is_open
    assert AuditEvent.select().where(AuditEvent.action == "task.reopened").count() == 1


def test_on_the_worklist_the_row_comes_back(desk, task):
    row = desk.post(f"/tasks/{task.id}/completion", htmx=True, target=f"li#row-{task.id}")
    assert row.css("li")[0]["id"] == f"row-{task.id}" and "已完成" in row.text
    assert row.headers["HX-Trigger"] == "task-changed"


def test_a_plain_tick_leads_back_where_it_was_made(desk, task):
    path = f"/tasks/{task.id}/completion"
    assert desk.post(path, headers={"Referer": "http://localhost/"}).location == "/"
    assert desk.post(
        path, headers={"Referer": f"http://localhost/customers/{task.customer.number}"}
    ).location.startswith("/customers/")


def test_the_manager_ticks_off_for_the_rep_and_a_collaborator_only_ones_own(client, world, task):
    helped = Task.plan(world.helped, "寄样品", today(), by=world.rep)
    client.log_in(world.service).post(f"/tasks/{helped.id}/completion", htmx=True, status=403)
    client.log_in(world.manager).post(f"/tasks/{task.id}/completion", htmx=True)


def test_no_button_is_shown_to_those_it_would_refuse(client, world, task):
    page = f"/customers/{world.overdue.number}"
    for who, may in ((world.rep, True), (world.manager, True), (world.inspector, False), (world.admin, False)):
        step = client.log_in(who).get(page).one(f"#task-{task.id}")
        assert bool(step.css("button.taskbox")) == bool(step.css("a[id$=reschedule]")) == may
        assert step.css(".taskbox")[0]["aria-label"]


def test_a_step_may_be_a_colleagues(desk, world):
    plan(desk, world.no_next, responsible=world.manager.id)
    assert Task.get(Task.customer == world.no_next).responsible == world.manager


def test_nobody_out_of_sight_is_offered_or_taken(desk, world):
    form = desk.get(f"/customers/{world.no_next.number}/tasks/new").form("main form")
    assert str(world.outsider.id) not in [option["value"] for option in form.element.css("[name=responsible] option")]
    page = form.submit(status=422, action="寄样品", responsible=world.outsider.id)
    assert "请重新选择谁来做" in page.one("#responsible-error").text
    assert not Task.select().where(Task.customer == world.no_next).exists()


def test_a_tick_on_the_card_answers_with_this_step_alone_and_the_timeline(desk, world, task):
    """So that no other one slides under the pointer."""
    further = Task.plan(world.overdue, "报价", today(), by=world.rep)
    page = desk.post(f"/tasks/{task.id}/completion", htmx=True, target=f"li#task-{task.id}")
    step = page.one(f"li#task-{task.id}")
    assert step["class"] == "done" and f"{world.rep.name} {moment(task.completions.get().at)}" in step.text
    assert page.one(f"#task-{task.id}-undo")["hx-post"] == f"/tasks/{task.id}/completion/reversal"
    assert not page.css(f"#task-{further.id}")
    assert "完成 寄送检测报告样本" in page.one("hx-partial[hx-target='#timeline']").text
    page = desk.post(f"/tasks/{task.id}/completion/reversal", htmx=True, target=f"li#task-{task.id}")
    assert "class" not in page.one(f"li#task-{task.id}").attributes
    assert "完成 寄送检测报告样本" not in page.one("hx-partial[hx-target='#timeline']").text


def test_a_tick_keeps_to_what_the_timeline_shows(desk, task):
    button = desk.get(f"/customers/{task.customer.number}?kind=memo").one(f"#task-{task.id}-box")
    assert button["hx-include"] == "[data-timeline-state]"
    page = desk.post(f"/tasks/{task.id}/completion", {"kind": "memo"}, htmx=True, target="task")
    assert "还没有这一类的记录" in page.one("#timeline").text


def test_a_step_done_says_who_and_when_in_the_line_of_its_follow_up(client, world):
    followup = FollowUp.get(FollowUp.customer == world.overdue)
    task = Task.plan(world.overdue, "寄样品", today(), followup=followup, by=world.rep)
    task.complete(by=world.manager)
    said = client.log_in(world.rep).get(f"/customers/{world.overdue.number}").one(f"#followup-{followup.id}").text
    assert f"寄样品 已完成 {world.manager.name} {moment(task.completions.get().at)}" in said


def test_a_day_to_come_says_its_weekday(desk, world, task):
    later = today() + timedelta(days=4)
    was = task.due_on
    task.reschedule(later, by=world.rep)
    page = desk.get(f"/customers/{world.overdue.number}")
    assert dated(later) in page.one(f"#task-{task.id}").text
    assert f"{dated(was)} → {dated(later)}" in page.one("#timeline").text
