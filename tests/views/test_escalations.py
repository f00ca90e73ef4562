"""上报 on screen: how high a step has climbed, whom it is offered to, and the manager's notice (R-ESCALATE)."""

from datetime import timedelta

import pytest

from tests.queries import count_queries
from tests.world import dismiss, plan_for
from webapp.clock import today
from webapp.models import Collaboration, Customer, Escalation, Notice, Task, User
from webapp.models.calendar_day import calendar_in_force
from webapp.models.settings import CLIMBING, Settings

ACTION = "寄样本，打13587654321约时间"
DUE = today() + timedelta(days=1)
TAGS = ["急", "已上报", "可改派"]


def overdue(world, days: int, action: str = ACTION) -> Task:
    """A step that so many working days have passed since."""
    return plan_for(world.fresh, action, calendar_in_force().latest_since(today(), days), by=world.rep)


@pytest.fixture
def offered(world) -> Task:
    return overdue(world, 7)


def tags(page, task: Task) -> list[str]:
    return page.texts(f"#row-{task.id} .day .tag")


def path(task: Task) -> str:
    return f"/tasks/{task.id}/reassignment"


# -- how high it has climbed


@pytest.mark.parametrize("who", ["rep", "manager", "inspector"])
def test_a_row_says_how_high_it_has_climbed(client, world, who):
    steps = [overdue(world, days, f"第{days}天") for days in (2, 3, 5, 7)]
    page = client.log_in(getattr(world, who)).get("/")
    assert [tags(page, step) for step in steps] == [[], ["急"], ["已上报"], ["可改派"]]


def test_what_is_overdue_stays_in_the_order_of_its_days(client, world):
    steps = [overdue(world, days, f"第{days}天") for days in (7, 2, 5)]
    listed = client.log_in(world.rep).get("/").css("#overdue .rows > li")
    in_order = [f"row-{step.id}" for step in sorted(steps, key=lambda step: step.due_on)]
    assert [row["id"] for row in listed if row["id"] in in_order] == in_order


def test_a_managers_own_is_not_said_to_be_told(client, world):
    step = overdue(world, 5)
    Task.update(responsible=world.manager).where(Task.id == step.id).execute()
    for reader in (world.manager, world.inspector):
        assert tags(client.log_in(reader).get("/"), step) == ["急"]


def test_done_it_says_nothing_of_it_and_taken_back_it_does_again(client, world, offered):
    page = client.log_in(world.rep).get("/")
    ticked = page.press(f"#row-{offered.id} button", htmx=True)
    assert tags(ticked, offered) == []
    assert tags(ticked.press(f"#row-{offered.id} button", htmx=True), offered) == ["可改派"]


def test_an_office_that_never_asks_shows_nothing(client, world, offered):
    for name in CLIMBING:
        Settings.write(name, 0, by=world.admin)
    assert tags(client.log_in(world.manager).get("/"), offered) == []


def test_it_takes_no_query(client, world):
    """R-SCALE: whatever their number."""
    desk = client.log_in(world.rep)

    def asked() -> int:
        desk.get("/")
        with count_queries() as queries:
            desk.get("/")
        return len(queries)

    some = asked()
    for _ in range(5):
        overdue(world, 7)
    assert asked() == some
    Task.update(due_on=today()).where(Task.due_on < today()).execute()
    assert asked() == some


# -- 改派


def test_the_manager_is_offered_to_hand_it_to_somebody_else(client, world, offered):
    page = client.log_in(world.manager).get("/")
    (act,) = page.css(f"#reassign-{offered.id}")
    assert act["href"] == path(offered) and act.text == "改派" and not page.css(f"#reschedule-{offered.id}")


@pytest.mark.parametrize("who", ["rep", "inspector"])
def test_nobody_else_is(client, world, offered, who):
    page = client.log_in(getattr(world, who)).get("/")
    assert not page.css(f"#reassign-{offered.id}") and len(page.css(f"#reschedule-{offered.id}")) == (who == "rep")


def test_nor_is_the_manager_before_it_is_time(client, world):
    step = overdue(world, 6)
    page = client.log_in(world.manager).get("/")
    assert page.css(f"#reschedule-{step.id}") and not page.css(f"#reassign-{step.id}")


@pytest.mark.parametrize("htmx", [False, True])
def test_it_is_somebody_elses_by_a_new_day(client, world, offered, htmx):
    page = client.log_in(world.manager).get("/")
    dialog = client.get(page.one(f"#reassign-{offered.id}")["href"], htmx=htmx)
    assert dialog.form("form[action$=reassignment]").submit(htmx=htmx, status=204 if htmx else 303)
    step = Task.get_by_id(offered.id)
    assert step.responsible == world.manager and step.due_on > today()
    assert "已转交周建华" in client.get("/").text


def test_of_several_one_has_to_be_chosen(client, world, offered):
    Collaboration.create(customer=world.fresh, user=world.service, invited_by=world.rep)
    form = client.log_in(world.manager).get(path(offered)).form("form[action$=reassignment]")
    refused = form.submit(status=422, reason="出差在外")
    assert "请选择改派给谁" in refused.text and "出差在外" in refused.html
    assert Task.get_by_id(offered.id).responsible == world.rep
    form.submit(status=303, responsible=str(world.service.id))
    assert Task.get_by_id(offered.id).responsible == world.service


@pytest.mark.parametrize("who", ["rep", "outsider", "987654", "", "x"])
def test_whoever_cannot_have_it_is_refused(client, world, offered, who):
    """Whose it is already, and who does not work there."""
    chosen = str(getattr(world, who).id) if hasattr(world, who) else who
    client.log_in(world.manager).post(path(offered), {"responsible": chosen, "when": str(DUE)}, status=422)
    assert Task.get_by_id(offered.id).responsible == world.rep


def test_where_nobody_else_works_it_says_so(client, world, offered):
    dismiss(world.manager)
    page = client.log_in(world.rep).post(path(offered), {"when": str(DUE)}, status=422)
    assert "没有别的人跟这位客户，只能改期" in page.text


def test_a_step_of_who_only_helps_is_handed_on_too(client, world):
    step = plan_for(world.helped, "安排检测", calendar_in_force().latest_since(today(), 9), by=world.service)
    form = client.log_in(world.manager).get(path(step)).form("form[action$=reassignment]")
    form.submit(status=303, responsible=str(world.rep.id))
    assert Task.get_by_id(step.id).responsible == world.rep


def test_a_second_time_changes_nothing(client, world, offered):
    sent = {"responsible": str(world.manager.id), "when": str(DUE)}
    client.log_in(world.manager).post(path(offered), sent, status=303)
    client.post(path(offered), sent, status=422)
    assert Task.get_by_id(offered.id).reassignments.count() == 1


def test_it_refuses_another_branch_and_who_does_not_deal_with_it(client, world, offered):
    for who, status in (("outsider", 404), ("other_manager", 404), ("inspector", 403), ("admin", 403)):
        client.log_in(getattr(world, who)).get(path(offered), status=status)
        client.post(path(offered), {"responsible": str(world.manager.id), "when": str(DUE)}, status=status)
    assert Task.get_by_id(offered.id).responsible == world.rep


def test_one_that_was_done_meanwhile_is_refused(client, world, offered):
    form = client.log_in(world.manager).get(path(offered)).form("form[action$=reassignment]")
    Task.get_by_id(offered.id).complete(by=world.rep)
    assert "不能再" in form.submit(status=422).text


def test_it_can_still_be_put_off_without_handing_it_on(client, world, offered):
    page = client.log_in(world.manager).get(path(offered))
    assert page.one("#reschedule-open")["href"] == f"/tasks/{offered.id}/rescheduling"


# -- the notice


def test_the_managers_notice_says_what_and_of_whom_and_leads_there(client, world, offered):
    """R-NOTIFY."""
    offered.escalate(by=User.system())
    page = client.log_in(world.manager).get("/notices")
    row = page.one("#unread li")
    for said in ("上报", world.fresh.name, "寄样本", "跟进簿", "逾期"):
        assert said in row.text
    place = page.press("#unread li button").location
    assert place == f"/customers/{world.fresh.number}#task-{offered.id}" and client.get(place).one(
        f"#task-{offered.id}"
    )


def test_it_stands_on_the_worklist_as_a_step_and_not_twice(client, world, offered):
    offered.escalate(by=User.system())
    page = client.log_in(world.manager).get("/")
    assert page.one("#bell").text == "通知，未读 1" and not page.css("#to-do li")


def test_once_the_step_is_dealt_with_the_bell_is_silent_and_what_was_read_says_so(client, world, offered):
    offered.escalate(by=User.system())
    desk = client.log_in(world.manager)
    desk.get("/notices").press("#unread li button")
    Task.get_by_id(offered.id).reschedule(DUE, by=world.rep)
    row = desk.get("/notices").one("#read li").text
    assert "已处理" in row and Escalation.get().due_on < today()


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_whoever_works_there_no_more_reads_no_contact_data_in_it(client, world, offered, who):
    """R-MASK: a manager who was told and is somewhere else by now."""
    offered.escalate(by=User.system())
    Notice.update(user=getattr(world, who)).execute()
    Customer.update(kind="individual", name="周大明", public_name="周*").where(Customer.id == world.fresh.id).execute()
    row = client.log_in(getattr(world, who)).get("/notices").one("#unread li").text
    assert "寄样本" in row and "周*" in row and "13587654321" not in row and "周大明" not in row


def test_whoever_sees_the_customer_no_more_sees_nothing_of_it(client, world, offered):
    offered.escalate(by=User.system())
    Customer.update(branch=world.elsewhere.branch).where(Customer.id == world.fresh.id).execute()
    page = client.log_in(world.manager).get("/notices")
    assert page.one("#bell").text == "通知" and "寄样本" not in page.text
