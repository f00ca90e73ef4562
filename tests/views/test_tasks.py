"""下一步: planned, ticked off, taken back, put off (R-NEXT)."""

from datetime import date, timedelta

import pytest

from tests.world import plan_for
from webapp.clock import today
from webapp.formatting import dated, moment
from webapp.models import AuditEvent, Collaboration, Completion, Customer, FollowUp, Rescheduling, Task


@pytest.fixture
def desk(client, world):
    return client.log_in(world.rep)


@pytest.fixture
def task(world):
    return Task.get(Task.customer == world.overdue)


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


def test_nothing_more_is_needed_for_a_while_and_why(desk, world):
    """R-PROMISE, U5: 无需再跟进 has a reason and an end, and can be ended before."""
    number, until = world.no_next.number, today() + timedelta(days=90)
    form = desk.get(f"/customers/{number}/pauses/new").form("main form")
    page = form.submit(status=422, pause_until=today().isoformat())
    assert len(page.errors) == 1 and form.submit(status=422).css("#pause_reason-error, #pause_until-error")
    form.submit(pause_reason="项目停工，开春再看", pause_until=until.isoformat())
    steps = desk.get(f"/customers/{number}").one("#steps")
    assert "无需再跟进：项目停工，开春再看" in steps.text and "恢复跟进" in steps.text and not steps.css("#asks button")
    assert Customer.get_by_id(world.no_next.id).next_due_on == until
    assert world.no_next.name not in desk.get("/").one("#undated").text
    plan(desk, world.no_next)
    assert "恢复跟进" not in desk.get(f"/customers/{number}").one("#steps").text


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


def pausing(client, customer, **fields):
    return client.post(f"/customers/{customer.number}/pauses", fields.pop("said", PAUSE), **fields)


PAUSE = {"pause_reason": "项目停工，开春再看", "pause_until": (today() + timedelta(days=90)).isoformat()}


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("colleague", 404), ("service", 403), ("inspector", 403), ("admin", 403)]
)
def test_a_pause_is_not_for_everybody(client, world, who, status):
    """R-PROMISE: who was asked to help from service decides nothing."""
    Collaboration.create(customer=world.no_next, user=world.service, invited_by=world.rep)
    client.log_in(getattr(world, who)).get(f"/customers/{world.no_next.number}/pauses/new", status=status)
    pausing(client, world.no_next, status=status)
    assert Customer.get_by_id(world.no_next.id).next_due_on is None


def test_a_pause_said_twice_is_one(desk, world):
    for _ in range(2):
        pausing(desk, world.no_next)
    assert Task.select().where(Task.customer == world.no_next, Task.is_open).count() == 1


def test_no_pause_beside_what_is_to_be_done_and_what_was_typed_stays(desk, world):
    page = pausing(desk, world.overdue, status=422)
    assert "还有没做完的下一步" in page.one("#pause_reason-error").text
    assert page.form("main form").fields["pause_reason"] == PAUSE["pause_reason"]


def test_a_pause_ended_since_is_not_taken_up_again_beside_a_step(desk, world):
    pausing(desk, world.no_next)
    pause = Task.get(Task.customer == world.no_next)
    plan(desk, world.no_next)
    path = f"/tasks/{pause.id}/completion/reversal"
    assert "后来又有了安排" in desk.post(path, htmx=True, target=f"li#task-{pause.id}", status=422).text
    assert not Task.get_by_id(pause.id).is_open


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
