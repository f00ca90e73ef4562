"""A wrong record is withdrawn, a step voided, a memo put right, without leaving the card (R-WITHDRAW, R-MEMO)."""

import pytest
from playwright.sync_api import expect

from webapp.clock import now, today
from webapp.models import FollowUp, Memo, Task, Withdrawal

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SAID = "客户确认预算已经批下来，下周签合同"
WHY = "记到别家客户上了"


def open_card(desk, office, customer, query: str = ""):
    page = desk(office.rep)
    page.goto(f"/customers/{customer.number}{query}")
    return page


def test_a_record_on_the_wrong_card_is_withdrawn_and_stays_in_history(desk, office):
    steps = [{"action": "准备合同", "due_on": today()}]
    record = FollowUp.record(office.fresh, {"at": now(), "method": "电话", "content": SAID}, steps, by=office.rep)
    page = open_card(desk, office, office.fresh)
    entry, dialog = page.locator(f"#followup-{record.id}"), page.locator("#dialog")
    entry.hover()
    entry.get_by_label("撤回这条跟进").click()
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(dialog.locator("#reason-error")).to_contain_text("请写明原因")
    dialog.get_by_label("原因").fill(WHY)
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("跟进已撤回")
    expect(entry).to_have_count(0)
    expect(page.locator("#steps")).not_to_contain_text("准备合同")
    assert Withdrawal.get().reason == WHY and not office.fresh.tasks.count()
    page.get_by_role("link", name="全部", exact=True).click()
    kept = page.locator("[id^=withdrawal-]")
    expect(kept).to_contain_text(WHY)
    expect(kept.get_by_text(SAID)).to_be_hidden()
    kept.get_by_text("看撤回的内容").click()
    expect(kept.get_by_text(SAID)).to_be_visible()


def test_a_step_is_voided_and_brought_back(desk, office):
    page = open_card(desk, office, office.overdue)
    task = office.overdue.tasks.get()
    step, dialog = page.locator(f"#task-{task.id}"), page.locator("#dialog")
    step.get_by_label(f"作废：{task.action}").click()
    dialog.get_by_label("原因").fill("客户不要样品了")
    dialog.get_by_role("button", name="作废", exact=True).click()
    expect(step).to_contain_text("已作废：客户不要样品了")
    expect(step.locator("[aria-pressed]")).to_have_count(0)
    expect(page.locator("#timeline")).to_contain_text(f"作废 {task.action}")
    step.get_by_label(f"撤销作废：{task.action}").click()
    expect(step.locator(".taskbox")).to_have_attribute("aria-pressed", "false")
    assert Task.get_by_id(task.id).is_open


def test_a_memo_is_put_right_where_the_sheet_s_memos_are_listed(desk, office):
    memo = Memo.write(office.fresh, "note", "送货走东门", by=office.rep)
    page = open_card(desk, office, office.fresh, "?kind=memo")
    page.get_by_label("更正重要事宜备忘 1").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("内容").fill("送货走西门")
    dialog.get_by_role("button", name="存下更正").click()
    for place in ("#memos", "#timeline"):
        expect(page.locator(place)).to_contain_text("送货走西门")
    assert Memo.get_by_id(memo.id).version == 2
