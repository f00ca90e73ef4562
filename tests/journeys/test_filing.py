"""建档: warned of duplicates and doubtful names while typing (R-DUP, R-NAME)."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from webapp.models import Customer

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NEED = "需要第三方检测报告"


@pytest.fixture
def page(desk, office):
    page = desk(office.rep)
    page.goto("/customers/new")
    return page


@pytest.fixture
def warnings(page):
    return page.locator("#duplicates")


def fill_in(page, **fields) -> None:
    for label, text in {
        "所属行业": "制造业",
        "来源渠道": "展会",
        "核心需求": NEED,
        "联系人": "邹立",
        "电话": "13512345678",
        **fields,
    }.items():
        page.get_by_label(label, exact=False).and_(page.locator("input, textarea")).first.fill(text)


def test_typing_a_name_that_is_ours_shows_whose_it_is(page, warnings, office):
    page.get_by_label("客户名称").press_sequentially(office.overdue.name)
    expect(warnings.get_by_role("link", name=office.overdue.name)).to_be_visible()
    expect(warnings).to_contain_text(office.rep.name)
    page.get_by_label("仍要另建的理由").fill("同名，注册地不同")
    page.get_by_label("客户名称").fill("没有人有的有限公司")
    expect(warnings).to_be_empty()


def test_a_phone_that_is_ours_is_asked_for_without_the_rest(page, warnings, office):
    page.get_by_label("核心需求").fill(NEED)
    with page.expect_request("**/duplicates") as asked:
        page.get_by_label("电话").first.fill("13912340003")
        page.get_by_label("电话").first.blur()
    expect(warnings).to_contain_text("电话相同")
    sent = parse_qs(asked.value.post_data, keep_blank_values=True)
    assert asked.value.method == "POST" and asked.value.url.endswith("/duplicates")
    assert sent == {"name": [""], "kind": ["company"], "uscc": [""], "phone": ["13912340003"], "email": [""]}


def test_a_doubtful_name_is_confirmed_while_typing_and_filed(page, warnings, office):
    fill_in(page)
    page.get_by_label("客户名称").fill("苏州新来精密")
    warnings.get_by_label("这就是全称，照此建档").check()
    page.get_by_role("button", name="建档").click()
    expect(page.get_by_role("heading", name="苏州新来精密")).to_be_visible()
    assert Customer.select().where(Customer.name == "苏州新来精密").exists()


def test_a_name_changed_after_the_confirmation_is_doubted_again(page, warnings):
    name, box = page.get_by_label("客户名称"), warnings.get_by_label("这就是全称，照此建档")
    name.fill("苏州新来精密")
    box.check()
    name.fill("苏州新来精")
    expect(box).not_to_be_checked()
    page.get_by_label("个人").check()
    expect(warnings).to_be_empty()
