"""Leaving: one button, with and without scripts, that leaves nothing behind on a shared computer (R-LOGIN)."""

import pytest
from playwright.sync_api import expect

from tests.world import PASSWORD
from webapp.models import Session

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def log_out(page) -> None:
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def test_what_was_not_saved_is_forgotten(desk, office):
    page = desk(office.rep)
    page.goto(f"/customers/{office.fresh.number}")
    page.get_by_label("跟进内容").fill("客户确认预算已经批下来，下周签合同")
    assert page.evaluate("sessionStorage.length") == 2  # and which cards were opened last
    log_out(page)
    assert page.evaluate("sessionStorage.length") == 0
    page.goto("/customers")
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def test_without_scripts_too(desk, office):
    page = desk(java_script_enabled=False)
    page.goto("/customers")
    page.get_by_label("用户名").fill(office.rep.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    before = Session.select().count()
    log_out(page)
    assert Session.select().count() == before - 1
