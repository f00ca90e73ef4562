"""A login that ends while somebody writes: nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.world import PASSWORD
from webapp.models import Session

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SAID = "客户确认预算已经批下来，下周签合同"


@pytest.fixture
def page(desk, office):
    """A customer card with a contact half written, whose session the server has ended."""
    page = desk(office.rep)
    page.goto(f"/customers/{office.fresh.number}")
    page.get_by_label("跟进内容").fill(SAID)
    Session.end_all(office.rep)
    return page


def log_in(place, person) -> None:
    place.get_by_label("用户名").fill(person.username)
    place.get_by_label("密码").fill(PASSWORD)
    place.get_by_role("button", name="登录").click()


def test_the_login_opens_over_the_page_and_the_words_stay(page, office):
    record, dialog = page.get_by_role("button", name="记下"), page.locator("#dialog[open]")
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
