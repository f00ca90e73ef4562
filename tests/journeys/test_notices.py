"""R-NOTIFY: a word reaches whom it is for while they look at something else."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from webapp.models import Acknowledgement, Memo, Notice, Task

ORDER = "本周内约一次面谈，把验收标准谈定"
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
# instead of the desktop: what would be said there
DESKTOP = """
    window.told = [];
    window.Notification = class { constructor(title) { window.told.push(title); } };
    window.Notification.permission = "default";
    window.Notification.requestPermission = async () => (window.Notification.permission = "granted");
"""


def impatient(page) -> None:
    """The bell asks at once instead of every half minute."""
    page.locator("#bell").evaluate("it => { it.dataset.every = 0 }")


def instruct(page, customer) -> None:
    page.goto(f"/customers/{customer.number}")
    page.get_by_role("link", name="写一条").click()
    page.locator("#dialog").get_by_text("批示", exact=True).click()
    page.locator("#dialog textarea").fill(ORDER)
    page.get_by_role("button", name="记下").last.click()
    expect(page.locator("#dialog[open]")).to_have_count(0)


def test_an_instruction_reaches_the_rep_who_reads_it_and_says_so(desk, office):
    """R-MEMO, U16: the bell rises without reloading; looking is not 已阅."""
    rep, manager = desk(office.rep), desk(office.manager)
    rep.goto("/boards/stage")
    expect(rep.locator("#bell")).to_have_text("通知")
    impatient(rep)
    instruct(manager, office.overdue)
    expect(rep.locator("#notices-count")).to_have_attribute("data-count", "1")
    rep.locator("#bell").click()
    rep.get_by_role("button", name=office.overdue.name).click()
    memo = Memo.get()
    expect(rep).to_have_url(re.compile(f"/customers/{office.overdue.number}\\?kind=memo#memo-{memo.id}$"))
    expect(rep.locator(f"#memo-{memo.id}")).to_be_in_viewport()
    expect(rep.locator("#bell")).to_have_text("通知")
    assert not Acknowledgement.select().exists()
    rep.goto("/")
    rep.get_by_role("button", name=f"已阅：{ORDER[:10]}").click()
    expect(rep.locator("#to-do")).to_be_hidden()
    assert Acknowledgement.get().memo == memo


@ON_SQLITE
def test_a_row_that_was_dealt_with_goes_and_the_figures_follow(desk, office):
    for customer in (office.overdue, office.fresh):
        Memo.write(customer, "instruction", ORDER, by=office.manager)
    rep = desk(office.rep)
    rep.goto("/")
    expect(rep.locator("#to-do header small")).to_have_text("2 项")
    rep.locator("#to-do li").filter(has_text=office.fresh.name).get_by_role("button", name="已阅").click()
    expect(rep.locator("#to-do li")).to_have_count(1)
    expect(rep.locator("#to-do li")).to_contain_text(office.overdue.name)
    expect(rep.locator("#notices-count")).to_have_attribute("data-count", "1")
    expect(rep.locator("#overdue li")).to_have_count(1)


@ON_SQLITE
def test_a_step_handed_over_is_told_and_taken_back(desk, office):
    """U16: from whom it came, and 撤销 for a slip."""
    rep, manager = desk(office.rep), desk(office.manager)
    manager.goto("/")
    expect(manager.locator("#to-do")).to_be_hidden()
    impatient(manager)
    rep.goto("/")
    rep.locator("#overdue li").get_by_role("link", name="改期").click()
    rep.get_by_label("谁来做").select_option(label=office.manager.name)
    rep.get_by_role("button", name="存下").click()
    expect(rep.locator(".toast")).to_contain_text(f"已转交{office.manager.name}")
    expect(manager.locator("#notices-count")).to_have_attribute("data-count", "1")
    manager.goto("/")
    expect(manager.locator("#to-do li")).to_contain_text(office.rep.name)
    impatient(manager)
    rep.locator(".toast").get_by_role("button", name="撤销").click()
    expect(rep.locator("#overdue")).to_contain_text(office.overdue.name)  # and the day it had been put off from
    expect(rep.locator(".toast")).to_contain_text("转交已撤销")
    expect(manager.locator("#notices-count")).to_have_attribute("data-count", "0")
    assert Task.get(Task.customer == office.overdue).responsible == office.rep


@ON_SQLITE
def test_on_the_desktop_only_how_many_there_are_is_said(desk, office):
    """R-MASK: whoever looks over a shoulder reads no name."""
    rep = desk(office.rep)
    rep.add_init_script(DESKTOP)
    rep.goto("/notices")
    rep.get_by_role("button", name="开启桌面提醒").click()
    expect(rep.locator(".toast")).to_contain_text("桌面提醒已开启")
    expect(rep.get_by_role("button", name="开启桌面提醒")).to_be_hidden()
    for customer in (office.overdue, office.fresh):
        Memo.write(customer, "instruction", ORDER, by=office.manager)
    impatient(rep)
    expect(rep.locator("#notices-count")).to_have_attribute("data-count", "2")
    rep.wait_for_function("window.told.length")
    assert rep.evaluate("window.told") == ["跟进簿：有 2 条新通知"]
    Notice.get(Notice.customer == office.fresh).read(by=office.rep)
    expect(rep.locator("#notices-count")).to_have_attribute("data-count", "1")
    assert len(rep.evaluate("window.told")) == 1


@ON_SQLITE
def test_the_bell_asks_nobody_to_log_in(desk, office):
    """It may ring while somebody is typing."""
    rep = desk(office.rep)
    rep.goto(f"/customers/{office.fresh.number}")
    rep.context.clear_cookies()
    asked = []
    rep.on("request", lambda request: asked.append(request.url))
    impatient(rep)
    for _ in range(2):  # by the second time the first would have asked for the login
        with rep.expect_response("**/notices/count") as answer:
            pass
        assert answer.value.status == 401
    assert not [url for url in asked if "/login" in url]
    expect(rep.locator("#login[open]")).to_have_count(0)


@ON_SQLITE
def test_without_scripts_all_of_it_is_pages(desk, office):
    memo = Memo.write(office.overdue, "instruction", ORDER, by=office.manager)
    rep = desk(office.rep, java_script_enabled=False)
    rep.goto("/")
    expect(rep.locator("#bell")).to_contain_text("1")
    rep.locator("#to-do").get_by_role("button", name="已阅").click()
    expect(rep.locator("#to-do")).to_be_hidden()
    assert Acknowledgement.get().memo == memo
    rep.locator("#bell").click()
    expect(rep.get_by_role("button", name="开启桌面提醒")).to_be_hidden()
    rep.locator("#read").get_by_role("button", name=office.overdue.name).click()
    expect(rep).to_have_url(re.compile(f"#memo-{memo.id}$"))


@ON_SQLITE
def test_on_a_phone_the_bell_is_an_icon_with_its_figure(desk, office):
    Memo.write(office.overdue, "instruction", ORDER, by=office.manager)
    rep = desk(office.rep, **PHONE)
    rep.goto("/")
    for part in (".bell", ".top .me", "#search"):
        box = rep.locator(part).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["viewport"]["width"]
    assert rep.locator(".bell-words").bounding_box()["width"] <= 1
    assert rep.locator("#bell").bounding_box()["height"] >= 36
