"""复制: what is to be taken elsewhere is taken at one press, also where a browser keeps its clipboard to itself."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NOT_ENCRYPTED = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


@pytest.mark.parametrize("script", ["", NOT_ENCRYPTED], ids=["encrypted", "not encrypted"])
def test_a_link_is_copied(desk, office, script):
    page = desk(office.rep)
    page.add_init_script(script)
    page.goto("/calendar-link")
    page.get_by_role("button", name="生成链接").click()
    address = page.locator("#address").input_value()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("status")).to_contain_text("已复制")
    page.locator("#search").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#search")).to_have_value(address)


def test_what_a_button_names_is_copied(desk, office):
    page = desk(office.rep)
    page.add_init_script(NOT_ENCRYPTED)
    page.goto("/")
    page.evaluate(
        "document.querySelector('#find').insertAdjacentHTML('afterend', '<button data-copy=13912340003>抄</button>')"
    )
    page.get_by_role("button", name="抄").click()
    page.locator("#search").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#search")).to_have_value("13912340003")
