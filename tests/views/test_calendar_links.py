"""日历订阅: the page that gives the link, and the feed behind it (R-WORKLIST, R-MASK)."""

from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
import pytest

from tests.crowd import fill_branch
from tests.queries import count_queries
from tests.stored import everything
from tests.test_privacy import SECRETS, planted, talkative  # noqa: F401 — fixtures: contact data stands in every text
from tests.world import dismiss, file_customer, plan_for
from webapp.clock import today
from webapp.models import AuditEvent, CalendarLink, Task
from webapp.screens import agenda

PAGE = "/calendar-link"


def link_of(client, user) -> str:
    """The path of a new link, made on the page."""
    page = client.log_in(user).get(PAGE)
    made = page.press("[formaction='/calendar-link']", status=200)
    return urlsplit(made.one("#address")["value"]).path


def fetched(client, path: str) -> list:
    """The events of the feed, fetched by somebody who is not signed in."""
    client.log_out()
    return icalendar.Calendar.from_ical(client.get(path).bytes).walk("VEVENT")


def summaries(client, user) -> list[str]:
    return [str(event["summary"]) for event in fetched(client, link_of(client, user))]


def plan(customer, days: int, action="寄送合同文本", *, by) -> Task:
    return plan_for(customer, action, today() + timedelta(days=days), by=by)


def test_the_link_is_shown_once(client, world):
    path = link_of(client, world.rep)
    page = client.get(PAGE)
    assert not page.css("#address") and path.rpartition("/")[2][:20] not in page.text and "现在的链接是" in page.text


def test_the_address_is_the_configured_one(client, world, app, monkeypatch):
    monkeypatch.setitem(app.extensions["genjinbu"], "BASE_URL", "https://crm.example.lan/")
    page = client.log_in(world.rep).post(PAGE, status=200)
    assert page.one("#address")["value"].startswith("https://crm.example.lan/calendar/")
    (event, *_) = fetched(client, urlsplit(page.one("#address")["value"]).path)
    assert event["url"] == f"https://crm.example.lan/customers/{world.overdue.number}"


def test_a_new_link_ends_the_old_one_and_stopping_ends_it_too(client, world):
    old, new = link_of(client, world.rep), link_of(client, world.rep)
    client.get(old, status=404)
    client.get(new)
    page = client.get(PAGE).press("[formaction='/calendar-link/ending']").follow()
    assert "已停用" in page.text and "还没有订阅链接" in page.text
    client.post(f"{PAGE}/ending")
    client.get(new, status=404)
    assert AuditEvent.select().where(AuditEvent.action == "calendar_link.ended").count() == 1


def test_it_is_a_place_of_those_who_have_steps(client, world):
    for who, is_theirs in (("rep", True), ("manager", True), ("service", True), ("inspector", False), ("admin", False)):
        page = client.log_in(getattr(world, who)).get("/")
        assert bool(page.css(f".menu [href='{PAGE}']")) is is_theirs
        client.get(PAGE, status=200 if is_theirs else 403)
        client.post(PAGE, status=200 if is_theirs else 403)
    assert CalendarLink.select().count() == 3


def test_who_is_not_signed_in_makes_no_link(client, world):
    for path in (PAGE, f"{PAGE}/ending"):
        assert "/login" in client.post(path).location
    assert not CalendarLink.select().exists()


@pytest.mark.parametrize("token", ["none", "a" * 500, "长", "..", "%2e%2e"])
def test_a_link_that_is_none_leads_nowhere(client, world, token):
    client.get(f"/calendar/{token}.ics", status=404)


def test_a_disabled_account_is_not_told_of(client, world):
    path = link_of(client, world.rep)
    dismiss(world.rep)
    client.log_out()
    client.get(path, status=404)


def test_it_is_a_calendar_that_nobody_keeps(client, world):
    path = link_of(client, world.rep)
    client.log_out()
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers


def test_a_step_is_a_whole_day_that_keeps_nobody_busy(client, world):
    (event,) = (it for it in fetched(client, link_of(client, world.rep)) if world.overdue.name in it["summary"])
    due_on = today() - timedelta(days=3)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (due_on, due_on + timedelta(days=1))
    assert event["summary"] == "逾期三天有限公司：寄送检测报告样本" and event["transp"] == "TRANSPARENT"
    assert event["url"].endswith(f"/customers/{world.overdue.number}") and event["dtstamp"]


def test_a_step_keeps_its_name_when_it_is_put_off(client, world):
    path = link_of(client, world.rep)
    task = Task.get(Task.customer == world.overdue)
    before = {str(event["uid"]) for event in fetched(client, path)}
    task.reschedule(today() + timedelta(days=2), by=world.rep)
    assert {str(event["uid"]) for event in fetched(client, path)} == before and f"step-{task.id}@genjinbu" in before


def test_it_has_ones_own_open_steps_soonest_first_and_nobody_elses(client, world):
    done = plan(world.won, 4, by=world.rep)
    done.complete(by=world.rep)
    plan(world.won, 5, "经理自己去谈", by=world.manager)
    found = summaries(client, world.rep)
    assert [said.partition("：")[0] for said in found] == [
        world.overdue.name,
        world.due_today.name,
        world.interested.name,
        world.won.name,
    ]
    assert summaries(client, world.manager) == [f"{world.won.name}：经理自己去谈"]
    assert [said.partition("：")[0] for said in summaries(client, world.outsider)] == [world.elsewhere.name]
    assert summaries(client, world.service) == []


def test_a_customer_one_sees_no_more_is_left_out(client, world):
    plan(world.helped, 2, by=world.service)
    path = link_of(client, world.service)
    assert len(fetched(client, path)) == 1
    world.helped.collaborations.get().delete_instance()
    assert fetched(client, path) == []


def test_it_reaches_a_month_back_and_a_year_ahead(client, world):
    for days in (-31, -30, 365, 366):
        plan(world.no_next, days, f"过了{days}天的", by=world.rep)
    undated = plan(world.no_next, 1, "没有日子的", by=world.rep)
    Task.update(due_on=None).where(Task.id == undated.id).execute()
    found = [said.partition("：")[2] for said in summaries(client, world.rep) if world.no_next.name in said]
    assert found == ["过了-30天的", "过了365天的"]


def test_there_is_an_end_to_it(client, world, monkeypatch):
    assert agenda.MOST == 1_000
    fill_branch(world.rep, 30)
    many = Task.insert_many(
        [
            {
                "customer": world.no_next,
                "action": "寄样品",
                "due_on": today(),
                "responsible": world.rep,
                "created_by": world.rep,
            }
        ]
        * 1_010
    )
    many.execute()
    assert len(fetched(client, link_of(client, world.rep))) == 1_000


def test_it_asks_as_much_for_many_steps_as_for_few(client, world):
    path = link_of(client, world.rep)
    client.log_out()
    with count_queries() as few:
        client.get(path)
    fill_branch(world.rep, 100)
    with count_queries() as many:
        client.get(path)
    assert len(few) == len(many) <= 4, "\n".join(many)


def test_it_changes_nothing(client, world):
    path = link_of(client, world.rep)
    before = everything()
    fetched(client, path)
    assert everything() == before


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_it_leaks_nothing(client, world, talkative, who):  # noqa: F811
    """R-MASK: whatever was written into a step, and whoever's it is."""
    said = "回拨13587654321，请诸葛青松加微信zhuge_green_pine，邮箱 qingsong.zhuge@example.cn"
    plan(talkative, 1, said, by=getattr(world, who))
    found = " ".join(summaries(client, getattr(world, who)))
    assert "回拨" in found and "135****4321" in found
    assert not [secret for secret in SECRETS if secret in found]


def test_a_person_is_called_by_the_surname(client, world):
    """R-MASK: 个人客户."""
    person = file_customer("周小兰", "13912340055", by=world.rep, contact="周小兰", kind="individual")
    plan(person, 1, "请周小兰来签字", by=world.rep)
    (found,) = (said for said in summaries(client, world.rep) if "签字" in said)
    assert found.startswith("周*：") and "小兰" not in found
