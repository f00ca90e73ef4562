"""What is looked at before it is sent: days typed as digits, in a browser that speaks Chinese (bin/system-deps --dev
brings its words), and files."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.media import files
from webapp.clock import today
from webapp.models import Task

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def type_day(field, day) -> None:
    """Year first, as a Chinese browser has it; month first where it speaks English all the same."""
    for order in ("%Y%m%d", "%m%d%Y"):
        field.fill("")
        field.blur()
        field.focus()
        field.page.keyboard.type(day.strftime(order))
        if field.input_value() == day.isoformat():
            return


def test_eight_digits_are_a_day(desk, office):
    """A year takes four digits, not six (U3)."""
    page, due = desk(office.rep), today() + timedelta(days=9)
    page.goto(f"/customers/{office.fresh.number}")
    page.get_by_label("跟进内容").fill("客户确认预算已经批下来，下周签合同")
    page.get_by_role("textbox", name="下一步", exact=True).fill("准备合同两份")
    page.locator("#composer").get_by_text("选日子…", exact=True).click()
    field = page.get_by_label("下一步日期")
    type_day(field, due)
    expect(field).to_have_value(due.isoformat())
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#steps")).to_contain_text("准备合同两份")
    assert office.fresh.tasks.get().due_on == due


def test_half_a_day_is_said_and_nothing_typed_is_lost(desk, office):
    page = desk(office.rep)
    page.goto(f"/customers/{office.fresh.number}")
    content, step = page.get_by_label("跟进内容"), page.get_by_role("textbox", name="下一步", exact=True)
    content.fill("客户确认预算已经批下来，下周签合同")
    step.fill("准备合同两份")
    page.locator("#composer").get_by_text("选日子…", exact=True).click()
    field = page.get_by_label("下一步日期")
    field.focus()
    page.keyboard.type("2026")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#composer [role=alert]")).to_contain_text("日期还没有填完整")
    expect(content).to_have_value("客户确认预算已经批下来，下周签合同")
    expect(step).to_have_value("准备合同两份")
    assert field.evaluate("field => field.validity.badInput && document.activeElement === field")
    assert not Task.select().where(Task.customer == office.fresh).exists()
    type_day(field, today())
    expect(page.locator("#composer [role=alert]")).to_have_count(0)
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#steps")).to_contain_text("准备合同两份")


def test_what_was_typed_into_a_dialog_is_not_thrown_away_unasked(desk, office):
    """U35: Escape asks first; only what nobody typed into closes at once."""
    page, asked = desk(office.rep), []
    page.on("dialog", lambda question: (asked.append(question.message), question.dismiss()))
    page.goto(f"/customers/{office.fresh.number}")
    page.locator("#contact-new").click()
    expect(page.locator("#dialog #name")).to_be_focused()
    page.keyboard.type("王建国")
    page.keyboard.press("Escape")
    expect(page.locator("#dialog #name")).to_have_value("王建国")
    page.locator("#dialog").get_by_role("link", name="取消").click()
    expect(page.locator("#dialog #name")).to_be_visible()
    assert len(asked) == 2


def test_the_cursor_waits_in_the_text_for_who_comes_to_record(desk, office):
    """U9: on the worklist, below the row that says the customer's name."""
    page = desk(office.rep)
    page.goto("/")
    page.get_by_role("link", name=f"跟进：{office.overdue.name}").first.click()
    expect(page.locator("#content")).to_be_focused()
    expect(page.get_by_role("link", name=office.overdue.name, exact=True)).to_be_in_viewport()


def test_files_that_are_too_large_together_are_said_before_they_are_sent(desk, office):
    page = desk(office.rep)
    page.goto(f"/customers/{office.won.number}")
    page.locator("#part-attachments-act").click()
    field, button = page.locator("#dialog input[type=file]"), page.locator("#dialog").get_by_role("button", name="添加")
    half = {"mimeType": "application/pdf", "buffer": files.pdf() + bytes(11 * 1024 * 1024)}
    field.set_input_files([{"name": "上.pdf", **half}, {"name": "下.pdf", **half}])
    note = page.locator("#dialog .error")
    expect(note).to_contain_text("一共 22 MB，一次最多 20 MB")
    button.click()
    expect(note).to_have_count(1)
    field.set_input_files([{"name": "签字表.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}])
    expect(note).to_have_count(0)
    button.click()
    expect(page.locator("#part-attachments .attached")).to_contain_text("签字表.pdf")
