"""The day's work with JavaScript switched off: every form is a real form."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.world import PASSWORD
from webapp.clock import today

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SAID = "客户确认预算已经批下来，下周签合同"


@pytest.fixture
def page(desk, office):
    """The customer card, reached through the login page."""
    page = desk(java_script_enabled=False)
    page.goto(f"/customers/{office.fresh.number}")
    page.get_by_label("用户名").fill(office.rep.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name=office.fresh.name)).to_be_visible()
    return page


def test_a_contact_is_recorded_corrected_and_its_step_completed(page, office):
    page.get_by_label("跟进内容").fill("已跟进")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#content-error")).to_contain_text("例")
    page.get_by_label("跟进内容").fill(SAID)
    page.get_by_role("textbox", name="下一步", exact=True).fill("准备合同两份")
    page.locator("#composer").get_by_text("选日子…", exact=True).click()
    page.get_by_label("下一步日期").fill((today() + timedelta(days=6)).isoformat())
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#timeline")).to_contain_text(SAID)
    page.get_by_label("更正这条跟进").click()
    page.get_by_label("跟进内容").fill(SAID.replace("下周", "本周"))
    page.get_by_role("button", name="存下更正").click()
    expect(page.locator("#timeline")).to_contain_text("本周签合同")
    page.get_by_role("button", name="完成：准备合同两份", exact=True).click()
    expect(page.get_by_role("button", name="撤销完成：准备合同两份")).to_be_visible()
    assert not office.fresh.tasks.get().is_open
    assert office.fresh.followups.get().version == 2


def test_a_customer_is_moved_with_a_reason(page, office):
    page.get_by_role("link", name="移动到…").click()
    page.get_by_label("流失客户").check()
    page.get_by_role("button", name="移过去").click()
    expect(page.locator("#reason-error")).to_contain_text("原因")
    page.get_by_role("textbox", name="原因").fill("客户预算取消，转向本地供应商")
    page.get_by_role("button", name="移过去").click()
    expect(page.locator("#column-lost")).to_contain_text(office.fresh.name)
    expect(page.get_by_role("status")).to_contain_text("已移到 流失客户")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#column-potential")).to_contain_text(office.fresh.name)


def test_a_form_is_left_by_its_cancel(page, office):
    for link in ("移动到…", "加一步", "写一条"):
        page.get_by_role("link", name=link).click()
        expect(page.get_by_role("button", name="关闭")).to_have_count(0)
        page.get_by_role("link", name="取消").click()
        expect(page).to_have_url(re.compile(f"/customers/{office.fresh.number}$"))


def test_a_reason_is_marked_as_required_where_the_column_asks_for_one(page):
    page.get_by_role("link", name="移动到…").click()
    required = page.locator("label[for=reason]").get_by_text("必填")
    expect(required).to_be_hidden()
    page.get_by_label("流失客户").check()
    expect(required).to_be_visible()


def test_a_doubtful_name_is_confirmed_before_it_is_filed(page):
    page.goto("/customers/new")
    page.get_by_label("客户名称").fill("苏州新来精密")
    for label, text in {"所属行业": "制造业", "来源渠道": "展会", "联系人": "邹立", "邮箱": "zou@example.cn"}.items():
        page.get_by_label(label).and_(page.locator("input")).fill(text)
    page.get_by_label("核心需求").fill("需要第三方检测报告")
    page.get_by_role("button", name="建档").click()
    page.get_by_label("这就是全称，照此建档").check()
    page.get_by_role("button", name="建档").click()
    expect(page.get_by_role("heading", name="苏州新来精密")).to_be_visible()
