"""Keys: / to search, arrows and Enter to open, n to write, ? for help (R-SEARCH, R-A11Y)."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_a_customer_is_found_by_initials_opened_and_written_to(desk, office):
    page = desk(office.rep)
    page.goto("/")
    keys, found = page.keyboard, page.get_by_role("option")
    keys.press("/")
    expect(page.locator("#search")).to_be_focused()
    keys.type("yxdgj")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(office.interested.name)
    keys.press("ArrowDown")
    expect(found).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(page).to_have_url(re.compile(f"/customers/{office.interested.number}$"))
    keys.press("n")
    expect(page.get_by_label("跟进内容")).to_be_focused()


def test_enter_opens_the_only_customer_that_fits(desk, office):
    page = desk(office.rep)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("yxdgj")
    expect(page.locator("#search")).to_have_value("yxdgj")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/customers/{office.interested.number}$"))


def test_who_types_as_soon_as_the_page_is_there_is_heard(desk, office):
    """htmx puts off its beginning to a timer without a delay, which a busy machine makes wait."""
    page = desk(office.rep)
    page.add_init_script(
        "const timer = setTimeout; setTimeout = (act, after = 60_000, ...more) => timer(act, after, ...more)"
    )
    page.goto("/")
    page.locator("#search").press_sequentially("yxdgj")
    expect(page.get_by_role("option")).to_have_count(1)


def test_enter_waits_for_what_is_typed(desk, office):
    """The list below still answers what stood there before, when somebody types on."""
    page = desk(office.rep)
    page.goto("/")
    box = page.locator("#search")
    box.fill("逾期")
    expect(page.get_by_role("option")).to_have_count(1)
    page.route("**/search", answer_late)
    box.fill(office.interested.name)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/customers/{office.interested.number}$"))


def test_nobody_else_is_called(desk, office):
    """记跟进 opens for whom the box names, not for whom it named a moment ago."""
    page = desk(office.rep)
    page.goto("/")
    page.keyboard.press("n")
    box = page.get_by_label("跟哪位客户")
    box.fill("逾期")
    expect(page.locator("#candidates .result")).to_have_count(1)
    page.route("**/followups/candidates", answer_late)
    box.fill(office.interested.name)
    page.keyboard.press("Enter")
    expect(page.locator("#dialog .composer-about")).to_have_text(office.interested.name)


def answer_late(route) -> None:
    time.sleep(0.6)
    route.continue_()


def test_enter_opens_none_of_several(desk, office):
    page = desk(office.rep)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("有限公司")
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    expect(page.locator(".result").nth(1)).to_be_visible()


def test_the_back_key_leads_back_to_what_was_found(desk, office):
    """Also where it was a number, which stands in no address: an answer to a POST would be an error page."""
    page = desk(office.rep)
    for place, ask in (("/search", search_by_number), ("/duplicates/new", compare_by_number)):
        ask(page)
        expect(page).to_have_url(re.compile(rf"{place}\?kept=1$"))
        page.locator("main").get_by_role("link", name=office.overdue.name).click()
        expect(page).to_have_url(re.compile(office.overdue.number))
        page.go_back()
        expect(page.locator("main").get_by_role("link", name=office.overdue.name)).to_be_visible()


def search_by_number(page) -> None:
    page.goto("/search")
    expect(page.get_by_label("查找", exact=True)).to_be_focused()
    page.keyboard.insert_text("13912340003")
    page.evaluate("document.getElementById('find').submit()")  # before anything is listed below the box


def compare_by_number(page) -> None:
    page.goto("/duplicates/new")
    page.get_by_label("电话", exact=True).fill("13912340003")
    page.get_by_role("button", name="查一下").click()


def test_the_help_opens_and_closes(desk, office):
    page = desk(office.rep)
    page.goto("/")
    help = page.get_by_role("dialog", name="键盘快捷键")
    page.keyboard.press("?")
    expect(help).to_be_visible()
    page.keyboard.press("Escape")
    expect(help).to_be_hidden()


def test_the_arrows_walk_the_board(desk, office):
    page = desk(office.rep)
    page.goto("/boards/stage")
    first = page.locator("#cards-intent [data-card-link]").first
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#cards-intent [data-card-link]").nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#cards-deal [data-card-link]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/customers/{office.won.number}$"))
