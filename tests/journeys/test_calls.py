"""A rep with forty calls a day: what one call takes, counted, and forty of them one after the other.

R-QUICK, R-QUEUE, R-NOREPLY, R-PROMISE.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.world import CONTENT, file_customer, plan_for
from webapp.clock import today
from webapp.models import Completion, Customer, FollowUp, Task
from webapp.models.calendar_day import calendar_in_force

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SAID = "客户确认预算已经批下来，下周签合同"
CALLS = 40


class Counted:
    """A page whose clicks and keystrokes are counted; what is typed as text is not."""

    def __init__(self, page):
        self.page, self.clicks, self.strokes = page, 0, 0

    def click(self, place) -> None:
        place.click()
        self.clicks += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1


@pytest.fixture
def page(desk, office):
    page = desk(office.rep)
    page.goto("/")
    return page


def latest(customer) -> FollowUp:
    return customer.followups.order_by(FollowUp.id.desc()).get()


def text_of(page):
    return page.locator("#compose").get_by_label("跟进内容")


def test_a_call_takes_one_click_besides_what_is_typed(page, office):
    """From the worklist to the record with its next day, and the step that led there done by the same act."""
    counted = Counted(page)
    counted.click(page.locator("#overdue").get_by_role("link", name=f"跟进：{office.overdue.name}"))
    expect(text_of(page)).to_be_focused()
    page.keyboard.type(SAID)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose")).to_have_count(0)
    expect(page.locator("#overdue li").first).to_contain_text("已完成")
    assert counted.clicks <= 1
    customer = Customer.get_by_id(office.overdue.id)
    assert latest(customer).content == SAID and customer.next_due_on > today()
    assert Completion.get().followup_id == latest(customer).id


def test_by_keys_alone_a_call_takes_three_strokes_and_the_next_row_is_at_hand(page, office):
    counted = Counted(page)
    counted.press("j", "Enter")
    expect(text_of(page)).to_be_focused()
    page.keyboard.type(SAID)
    counted.press("Control+Enter")
    expect(page.locator("#compose")).to_have_count(0)
    assert counted.strokes <= 4
    expect(page.get_by_role("link", name=f"跟进：{office.due_today.name}")).to_be_focused()
    assert latest(office.overdue).content == SAID


def test_nobody_answered_takes_two_presses(page, office):
    """未接通, 记下: with its cause, what to do about it and tomorrow."""
    page.locator("#today").get_by_role("link", name=f"跟进：{office.due_today.name}").click()
    counted = Counted(page)
    expect(text_of(page)).to_be_focused()
    counted.click(page.locator("#compose").get_by_text("未接通", exact=True))
    counted.click(page.locator("#compose").get_by_role("button", name="记下"))
    expect(page.locator("#compose")).to_have_count(0)
    assert counted.clicks == 2
    record = latest(office.due_today)
    assert (record.cause, record.adjustment, record.attitude) == ("联系不上", "换个时间再打", "")
    assert "联系不上" in record.content
    assert Customer.get_by_id(office.due_today.id).next_due_on <= calendar_in_force().after(today(), 1)


def test_what_is_wrong_is_said_in_the_row_and_escape_closes_it(page, office):
    row = page.locator("#overdue").get_by_role("link", name=f"跟进：{office.overdue.name}")
    row.click()
    text_of(page).fill("好")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose #content-error")).to_contain_text("太笼统")
    expect(text_of(page)).to_have_value("好")
    page.keyboard.press("Escape")
    expect(page.locator("#compose")).to_have_count(0)
    expect(row).to_be_focused()


def test_a_call_is_recorded_in_a_row_of_the_list(page, office):
    page.goto("/customers")
    page.get_by_role("link", name=f"跟进：{office.no_next.name}").click()
    expect(text_of(page)).to_be_focused()
    page.keyboard.type(SAID)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose")).to_have_count(0)
    expect(page.locator(f"#last-{office.no_next.number}")).to_contain_text("今天")
    expect(page.locator(f"#next-{office.no_next.number}")).to_contain_text("再联系")


def test_a_call_is_recorded_from_a_card_of_the_board(page, office):
    page.goto("/boards/stage")
    page.locator(f"#card-{office.interested.number}-compose").click()
    expect(text_of(page)).to_be_focused()
    page.keyboard.type(SAID)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(page.locator("#toasts")).to_contain_text(office.interested.name)
    assert latest(office.interested).content == SAID


def test_n_opens_a_dialog_from_anywhere_with_the_customers_last_opened(page, office):
    """U10: the box has the focus; ↓ and Enter choose."""
    page.goto(f"/customers/{office.won.number}")
    page.goto("/boards/stage")
    page.keyboard.press("n")
    box = page.get_by_label("跟哪位客户")
    expect(box).to_be_focused()
    expect(page.locator("[data-opened-list] a")).to_contain_text([office.won.name])
    page.keyboard.type("yxdgj")
    expect(page.locator("#candidates a")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(text_of(page)).to_be_focused()
    page.keyboard.type(SAID)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    assert latest(office.interested).content == SAID


def test_the_customers_last_opened_are_listed_on_the_page_of_its_own_too(page, office):
    """A link pressed before the scripts are at work is followed."""
    page.goto(f"/customers/{office.won.number}")
    page.goto("/followups/new")
    page.locator("[data-opened-list] a").click()
    expect(text_of(page)).to_be_focused()


def test_a_purpose_brings_its_fields_in_sight_and_an_outline_into_the_text(page, office):
    """R-PURPOSE, R-SCRIPT."""
    page.goto(f"/customers/{office.overdue.number}")
    solution = page.get_by_label("解决办法")
    expect(solution).not_to_be_visible()
    page.get_by_label("目的").select_option(label="售后处理")
    solution.fill("换一台新的，旧的带回检测")
    page.locator(".more-fields > summary").click()
    page.locator(".outline > summary").first.click()
    page.get_by_role("button", name="放进跟进内容").first.click()
    content = page.get_by_label("跟进内容")
    expect(content).to_have_value(re.compile("约好下一步"))
    content.fill(SAID)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline")).to_contain_text("换一台新的")
    assert latest(office.overdue).purpose.label == "售后处理"


def test_forty_calls_one_after_the_other(page, office):
    """R-QUEUE: each is a text and one keystroke; one in ten is skipped, one in ten does not answer; at the end it says
    what was done."""
    for place in range(CALLS):
        customer = file_customer(f"今天要打{place:02}有限公司", f"13712340{place:03}", by=office.rep)
        plan_for(customer, f"第 {place} 通电话", date.fromordinal(today().toordinal() - place % 2), by=office.rep)
    before = FollowUp.select().count()
    page.goto("/")
    page.get_by_role("link", name="连续跟进").click()
    recorded = skipped = 0
    heading = page.locator("h1")
    while "今天的都跟过了" not in (said := heading.inner_text()):
        if (recorded + skipped) % 10 == 3:
            page.get_by_role("link", name="跳过").click()
            skipped += 1
        else:
            expect(text_of(page)).to_be_focused()
            if (recorded + skipped) % 10 == 5:
                page.locator("#compose").get_by_text("未接通", exact=True).click()
                page.get_by_role("button", name="记下并到下一位").click()
            else:
                page.keyboard.type(CONTENT)
                page.keyboard.press("Control+Enter")
            recorded += 1
        expect(heading).not_to_have_text(said)
    assert recorded + skipped >= CALLS and FollowUp.select().count() == before + recorded
    expect(page.locator("main")).to_contain_text(f"记了 {recorded} 条跟进")
    expect(page.locator("main")).to_contain_text(f"跳过 {skipped} 位")
    late = Task.select().where(Task.is_open, Task.due_on <= today(), Task.responsible == office.rep)
    assert late.count() == skipped


def test_the_red_button_leads_to_the_composer_that_stands_open(page, office):
    """It asks for no customer where one is at hand."""
    page.goto(f"/customers/{office.overdue.number}")
    page.locator("#followup-new").click()
    expect(text_of_card(page)).to_be_focused()
    page.wait_for_timeout(300)
    expect(page.locator("#dialog")).not_to_be_visible()


def text_of_card(page):
    return page.locator("#composer").get_by_label("跟进内容")


def test_a_link_that_opens_a_dialog_opens_a_tab_when_that_is_asked_for(page, office):
    """And a record written there leads back to where one was, with the customer's name above it all the while."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=f"跟进：{office.overdue.name}").first.click(modifiers=["ControlOrMeta"])
    tab = opened.value
    expect(tab.get_by_role("heading", level=1)).to_contain_text(office.overdue.name)
    text_of_card(tab).fill(SAID)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("#toasts")).to_contain_text("已记下")
    with page.context.expect_page() as opened:
        page.locator("#overdue").get_by_role("link", name="改期").first.click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("改期")


def test_nobody_answered_proposes_a_day_on_which_the_office_works(page, office):
    page.goto(f"/customers/{office.overdue.number}")
    page.locator("#composer").get_by_text("未接通", exact=True).click()
    chosen = page.locator('#composer [name="when"]:checked')
    assert chosen.get_attribute("data-off") is None and date.fromisoformat(chosen.input_value()) > today()
