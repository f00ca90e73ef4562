"""A login that ends while somebody writes: nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.world import PASSWORD
from webapp.models import Memo, Session

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NAME = "苏州新来精密有限公司"
SAID = "客户确认预算已经批下来，下周签合同"


@pytest.fixture
def page(desk, office):
    """A customer card with a contact half written, whose session the server has ended."""
    page = desk(office.rep)
    page.goto(f"/customers/{office.fresh.number}")
    page.get_by_label("跟进内容").fill(SAID)
    Session.end_all(office.rep)
    return page


@pytest.fixture
def filing(desk, office):
    """建档 half written."""
    page = desk(office.rep)
    page.goto("/customers/new")
    page.get_by_label("客户名称").fill(NAME)
    page.get_by_label("核心需求").fill(SAID)
    return page


def log_in(place, person) -> None:
    place.get_by_label("用户名").fill(person.username)
    place.get_by_label("密码").fill(PASSWORD)
    place.get_by_role("button", name="登录").click()


def test_the_login_opens_over_the_page_and_the_words_stay(page, office):
    record, dialog = page.get_by_role("button", name="记下"), page.locator("#login[open]")
    record.click()
    expect(dialog).to_contain_text("登录已过期")
    log_in(dialog, office.rep)
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("跟进内容")).to_have_value(SAID)
    assert not office.fresh.followups.count()
    record.click()
    expect(page.locator("#timeline")).to_contain_text(SAID)
    assert office.fresh.followups.get().content == SAID


def test_words_come_back_after_a_reload_through_the_login(page, office):
    page.reload()
    expect(page).to_have_url(re.compile("/login"))
    log_in(page, office.rep)
    expect(page.get_by_label("跟进内容")).to_have_value(SAID)
    expect(page.get_by_text("这是上次没有记下的内容")).to_be_visible()
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#timeline")).to_contain_text(SAID)
    page.reload()
    expect(page.get_by_label("跟进内容")).to_have_value("")


def test_a_form_in_a_dialog_stays_under_the_login(desk, office):
    page = desk(office.rep)
    page.goto(f"/customers/{office.fresh.number}")
    page.get_by_role("link", name="写一条").click()
    form, login = page.locator("#dialog"), page.locator("#login[open]")
    form.get_by_label("内容").fill(SAID)
    Session.end_all(office.rep)
    form.get_by_role("button", name="记下").click()
    log_in(login, office.rep)
    expect(login).to_have_count(0)
    expect(form.get_by_label("内容")).to_have_value(SAID)
    form.get_by_role("button", name="记下").click()
    expect(form).to_be_hidden()
    assert Memo.get().body == SAID


def test_somebody_else_logging_in_sees_their_own_page(page, office):
    login = page.locator("#login[open]")
    page.get_by_role("button", name="记下").click()
    page.evaluate("window.sameLoad = true")
    log_in(login, office.manager)
    expect(page.locator(f"body[data-user='{office.manager.id}']")).to_be_attached()
    expect(page.get_by_label("跟进内容")).to_have_value("")
    assert not page.evaluate("window.sameLoad")


def test_a_plain_form_comes_back_after_the_login(filing, office):
    Session.end_all(office.rep)
    filing.get_by_role("button", name="建档").click()
    log_in(filing, office.rep)
    expect(filing).to_have_url(re.compile("/customers/new$"))
    expect(filing.get_by_label("核心需求")).to_have_value(SAID)
    expect(filing.get_by_text("这是上次没有存下的内容")).to_be_visible()


def test_a_plain_form_comes_back_unless_the_next_page_says_it_is_saved(filing):
    """As after 403, 419, 500 and 503, whose pages are signed in, too."""
    another = filing.context.request.get("/")
    filing.route("**/customers", lambda route: route.fulfill(response=another))
    filing.get_by_role("button", name="建档").click()
    expect(filing.get_by_role("navigation", name="今天的数")).to_be_visible()
    filing.goto("/customers/new")
    expect(filing.get_by_label("核心需求")).to_have_value(SAID)


def test_a_plain_form_that_was_saved_does_not(filing):
    for label, text in {"所属行业": "制造业", "来源渠道": "展会", "联系人": "邹立", "邮箱": "zou@example.cn"}.items():
        filing.get_by_label(label).and_(filing.locator("input")).fill(text)
    filing.get_by_role("button", name="建档").click()
    expect(filing.get_by_role("heading", name=NAME)).to_be_visible()
    filing.goto("/customers/new")
    expect(filing.get_by_label("核心需求")).to_have_value("")


def test_an_edit_comes_back_until_it_is_saved(desk, office):
    page, address = desk(office.rep), f"/customers/{office.fresh.number}"
    page.goto(f"{address}/edit")
    page.get_by_label("备注").fill(SAID)
    page.goto(f"{address}/edit")
    expect(page.get_by_label("备注")).to_have_value(SAID)
    page.get_by_role("button", name="存下修改").click()
    expect(page.get_by_role("heading", name=office.fresh.name)).to_be_visible()
    office.fresh.revise({"remarks": ""}, by=office.manager)
    page.goto(f"{address}/edit")
    expect(page.get_by_label("备注")).to_have_value("")


def test_after_a_wrong_password_the_cursor_is_in_it(desk, office):
    """U39: in a browser, where the summary of what is wrong would take it, too."""
    page = desk()
    page.goto("/login")
    page.get_by_label("用户名").fill(office.rep.username)
    page.get_by_label("密码").fill("不对的密码")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("密码")).to_be_focused()
