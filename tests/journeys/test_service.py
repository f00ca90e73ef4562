"""A complaint from its arrival to the call-back, an order and what follows, an attachment by phone (R-COMPLAINT,
R-ORDER, R-FILES)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.media import files
from webapp.clock import now, today
from webapp.models import Attachment, Complaint, Order
from webapp.rules import complaints

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def told(page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


def handle(page, label: str, **texts: str) -> None:
    """The next thing that is waited for, in the dialog that the card's part opens."""
    page.locator("#part-complaints .records .btn.sm").first.click()
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text(f"投诉{label}")
    for name, text in texts.items():
        dialog.locator(f"[name={name}]").fill(text)
    if label == "回访":
        dialog.get_by_text("满意", exact=True).click()
    dialog.get_by_role("button", name="记下").click()
    told(page, f"{label}已记下")


def test_a_complaint_from_its_arrival_to_the_call_back_with_a_breach(desk, office):
    rep, manager = desk(office.rep), desk(office.manager)
    card = f"/customers/{office.won.number}"
    rep.goto(card)
    rep.locator("#part-complaints-act").click()
    rep.locator("#dialog [name=description]").fill("到货的两桶固化剂漏了，要求当天补发")
    rep.locator("#dialog").get_by_role("button", name="记下").click()
    told(rep, "时钟开始走")
    manager.goto("/")
    row = manager.locator("#complaints li")
    expect(row).to_contain_text("到货的两桶固化剂漏了")
    expect(row).to_contain_text("还剩")
    # nobody answers for a week
    complaint = Complaint.get()
    long_ago = now() - timedelta(days=7)
    complaint.correct({"complained_at": long_ago}, by=office.rep)
    complaints.note_breaches(by=office.admin)
    manager.reload()
    expect(manager.locator("#complaints .late")).to_contain_text("超时")
    expect(manager.locator("#to-do")).to_contain_text("投诉")
    rep.goto(f"{card}?open=complaints")
    handle(rep, "响应", body="已道歉，当天补发")
    handle(rep, "解决方案", body="补发两桶", cause="外箱偏薄", improvement="改用加厚外箱")
    handle(rep, "回访", body="客户确认收到，没有影响施工")
    expect(rep.locator("#part-complaints")).to_contain_text("已结案")
    rep.goto(f"{card}?kind=service")
    entry = rep.locator(f"#complaint-{complaint.id}")
    for words in ("已结案", "响应超时", "外箱偏薄", "4 分"):
        expect(entry).to_contain_text(words)
    manager.reload()
    expect(manager.locator("#complaints")).to_have_count(0)


@ON_SQLITE
def test_an_order_and_what_follows_from_it(desk, office):
    rep = desk(office.rep)
    card = f"/customers/{office.won.number}"
    rep.goto(card)
    rep.locator("#part-orders-act").click()
    dialog = rep.locator("#dialog")
    dialog.locator("[name=amount]").fill("12.4万")
    dialog.locator("[name=content]").fill("检测服务年度框架")
    dialog.locator("[name=renews_on]").fill(f"{today() - timedelta(days=1)}")
    dialog.get_by_role("button", name="记下").click()
    expect(dialog).to_contain_text("续约日期应在订单日期之后")
    expect(dialog.locator("[name=amount]")).to_have_value("12.4万")
    dialog.locator("[name=renews_on]").fill(f"{today() + timedelta(days=20)}")
    dialog.get_by_role("button", name="记下").click()
    expect(rep).to_have_url(re.compile(r"\?open=orders$"))
    part = rep.locator("#part-orders")
    expect(part).to_contain_text("124,000.00 元")
    expect(part).to_contain_text("下次续约")
    rep.goto("/")
    reminded = rep.locator("#reminders li").filter(has_text="续约到期")
    expect(reminded).to_contain_text(office.won.name)
    reminded.get_by_role("button", name="知道了").click()
    expect(rep.locator("#reminders li").filter(has_text="续约到期")).to_have_count(0)
    assert Order.get().amount == 12_400_000


@ON_SQLITE
def test_a_photograph_is_attached_by_phone(desk, office):
    rep = desk(office.rep, **PHONE)
    rep.goto(f"/customers/{office.won.number}")
    rep.locator("#part-attachments-act").click()
    photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": files.picture(size=(3000, 4000))}
    rep.locator("#dialog input[type=file]").set_input_files(photo | {"name": "现场.png"})
    rep.locator("#dialog").get_by_role("button", name="添加").click()
    expect(rep.locator("#files-error")).to_contain_text("内容却是JPG 图片")
    rep.locator("#dialog input[type=file]").set_input_files(photo)
    rep.locator("#dialog").get_by_role("button", name="添加").click()
    expect(rep.locator("#part-attachments .attached")).to_contain_text("现场.jpg")
    expect(rep.locator("#part-attachments img")).to_have_js_property("complete", True)
    assert rep.locator("#part-attachments img").evaluate("it => it.naturalWidth") == 240
    with rep.expect_download() as download:
        rep.locator("#part-attachments .file").click()
    assert download.value.suggested_filename == Attachment.get().name
