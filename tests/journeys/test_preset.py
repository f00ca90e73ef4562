"""A car dealer on a fresh installation: one press, and the office has levels, their rhythm, and 车型 (R-FIELDS)."""

from datetime import timedelta

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.test_filing import fill_in
from tests.world import plan_for
from webapp.clock import now, today
from webapp.models import Customer, FollowUp

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NAME = "苏州车友有限公司"


@pytest.fixture
def dealer(desk, office):
    """The rep's page, once the administrator has applied the preset."""
    page = desk(office.admin)
    page.goto("/settings/presets")
    page.get_by_role("button", name="套用：4S店").click()
    expect(page.get_by_role("button", name="撤下：4S店")).to_be_visible()
    return desk(office.rep)


def test_from_the_form_to_the_sheet(dealer):
    dealer.goto("/customers/new")
    fill_in(dealer, 客户名称=NAME, 车型="家用 SUV")
    dealer.get_by_role("button", name="建档").click()
    expect(dealer.get_by_role("heading", name=NAME)).to_be_visible()
    expect(dealer.locator("dl.facts", has_text="家用 SUV").first).to_be_visible()

    dealer.goto("/customers")
    expect(dealer.get_by_role("columnheader", name="车型")).to_be_visible()
    expect(dealer.get_by_role("row", name=NAME)).to_contain_text("家用 SUV")

    number = Customer.get(Customer.name == NAME).number
    sheet = dealer.context.request.get(f"/paper/auto-callback.pdf?customer={number}").body()
    said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(sheet))
    assert "家用 SUV" in said and "车型" in said


def test_an_h_customer_is_missed_after_two_days(dealer, office):
    dealer.goto(f"/customers/{office.fresh.number}")
    dealer.locator("#move-level").click()
    dealer.get_by_role("dialog").get_by_text("H 级：7 日内买").click()
    dealer.get_by_role("button", name="移过去").click()
    expect(dealer.get_by_role("dialog")).to_have_count(0)
    dealer.goto("/boards/level")
    expect(dealer.locator("#cards-h").get_by_text(office.fresh.name)).to_be_visible()

    customer = Customer.get_by_id(office.fresh.id)
    spoken = {"at": now() - timedelta(days=3), "method": "电话", "content": "试驾满意，月底前带家人来定"}
    FollowUp.record(customer, spoken, by=office.rep)
    plan_for(customer, "带家人来定车", today() + timedelta(days=9), by=office.rep)
    dealer.goto("/")
    expect(dealer.locator("#cadence").get_by_text(office.fresh.name)).to_be_visible()
