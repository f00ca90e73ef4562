"""客户卡: recording, correcting and ticking off without leaving the page.

R-FU, R-CONCRETE, R-WHO, R-NEXT, R-REVEAL.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from webapp.clock import today
from webapp.models import AuditEvent, FollowUp, Task

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SAID = "客户确认预算已经批下来，下周签合同"


class CustomerPage:
    """客户卡 on somebody's screen."""

    def __init__(self, page, customer):
        self.page = page
        page.goto(f"/customers/{customer.number}")
        self.composer = page.locator("#composer")
        self.content = page.get_by_label("跟进内容")
        self.timeline = page.locator("#timeline")
        self.steps = page.locator("#steps")

    def record(self) -> None:
        self.page.get_by_role("button", name="记下").click()


@pytest.fixture
def card(desk, office):
    return CustomerPage(desk(office.rep), office.fresh)


def test_a_contact_is_recorded_with_its_next_step(card, office):
    due = today() + timedelta(days=6)
    card.page.get_by_text("面谈", exact=True).click()
    card.content.fill(SAID)
    card.page.get_by_text("积极", exact=True).click()
    card.page.get_by_role("textbox", name="下一步", exact=True).fill("准备合同两份")
    card.composer.get_by_text("选日子…", exact=True).click()
    card.page.get_by_label("下一步日期").fill(due.isoformat())
    card.record()
    newest = card.timeline.locator(".entry").first
    expect(newest).to_contain_text(SAID)
    expect(newest).to_contain_text("面谈")
    expect(card.steps).to_contain_text("准备合同两份")
    expect(card.content).to_have_value("")
    assert office.fresh.followups.get().content == SAID
    assert office.fresh.tasks.get().due_on == due


def test_control_enter_records(card, office):
    """R-QUICK: text and Ctrl+Enter, no more."""
    card.content.fill(SAID)
    card.content.press("Control+Enter")
    expect(card.timeline).to_contain_text(SAID)
    assert office.fresh.followups.count() == 1


def test_the_time_is_the_servers_now_also_after_a_draft_is_dropped(card):
    now = card.composer.get_attribute("data-now")
    at = card.page.get_by_label("跟进时间", exact=True)
    expect(at).to_have_value(now)
    open_time = card.composer.locator(".moment > summary")
    open_time.click()
    at.fill("2024-05-10T14:30")
    card.content.fill(SAID)
    card.page.reload()
    expect(card.content).to_have_value(SAID)
    expect(at).to_have_value("2024-05-10T14:30")
    card.page.get_by_role("button", name="不要了").click()
    expect(card.content).to_have_value("")
    expect(at).to_have_value(card.composer.get_attribute("data-now"))
    open_time.click()
    at.fill(f"{today() - timedelta(days=1)}T10:30")
    card.content.fill(SAID)
    card.record()
    expect(card.timeline).to_contain_text(SAID)
    expect(at).to_have_value(card.composer.get_attribute("data-now"))


def test_vague_words_are_refused_beside_the_field_and_kept(card, office):
    card.content.fill("已跟进")
    card.record()
    expect(card.composer.locator("#content-error")).to_contain_text("例")
    expect(card.content).to_have_value("已跟进")
    expect(card.content).to_be_focused()
    assert not office.fresh.followups.count()


def test_a_typo_is_corrected_in_place(desk, office):
    record = office.interested.followups.get()
    card = CustomerPage(desk(office.rep), office.interested)
    entry = card.page.locator(f"#followup-{record.id}")
    entry.hover()
    entry.get_by_label("更正这条跟进").click()
    entry.get_by_label("跟进内容").fill(record.content.replace("第三季度", "第四季度"))
    entry.get_by_role("button", name="存下更正").click()
    expect(entry).to_contain_text("第四季度")
    expect(entry.get_by_role("button", name="存下更正")).to_have_count(0)
    expect(entry.get_by_label("更正这条跟进")).to_be_focused()
    assert "第四季度" in FollowUp.get_by_id(record.id).content


def test_a_step_is_ticked_off_and_back(desk, office):
    card = CustomerPage(desk(office.rep), office.due_today)
    box = card.steps.locator(".taskbox")
    expect(box).to_have_attribute("aria-pressed", "false")
    box.click()
    expect(box).to_have_attribute("aria-pressed", "true")
    expect(box).to_be_focused()
    assert not office.due_today.tasks.get().is_open
    box.click()
    expect(box).to_have_attribute("aria-pressed", "false")
    assert office.due_today.tasks.get().is_open


def test_a_ticked_step_stays_in_its_place_until_the_page_is_loaded_anew(desk, office):
    """And nothing that somebody is correcting in the timeline is lost by it."""
    for action in ("报价", "签合同"):
        Task.plan(office.due_today, action, today() + timedelta(days=2), by=office.rep)
    card = CustomerPage(desk(office.rep), office.due_today)
    entry = card.timeline.locator(".entry[id^=followup]")
    entry.hover()
    entry.get_by_label("更正这条跟进").click()
    text = entry.get_by_label("跟进内容")
    expect(text).to_be_focused()
    expect(text).to_be_in_viewport()
    text.fill("客户已经确认采购数量和交期")
    steps = card.steps.locator("li")
    steps.first.locator(".taskbox").click()
    expect(steps.first).to_contain_text("已完成")
    expect(steps.first).to_contain_text(office.rep.name)
    expect(steps.nth(1)).to_contain_text("报价")
    steps.nth(1).locator(".taskbox").hover()
    expect(steps.nth(1).locator(".taskbox")).to_have_css("color", "rgba(0, 0, 0, 0)")  # as if nothing were done
    expect(card.timeline).to_contain_text("完成")
    expect(text).to_have_value("客户已经确认采购数量和交期")
    steps.first.get_by_text("撤销", exact=True).click()
    expect(steps.first.locator(".taskbox")).to_be_focused()
    steps.first.locator(".taskbox").click()
    expect(steps.first).to_contain_text("已完成")
    card.page.reload()
    expect(steps.last).to_contain_text("已完成")


def test_a_contact_is_revealed_on_record(card):
    contact = card.page.locator(".contact")
    expect(contact).to_contain_text("139****0001")
    contact.get_by_role("button", name="显示").click()
    expect(contact).to_contain_text("139 1234 0001")
    assert AuditEvent.select().where(AuditEvent.action == "contact.revealed").count() == 1
