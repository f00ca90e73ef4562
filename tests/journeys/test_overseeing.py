"""R-WORKLIST, R-CADENCE: who looks after others sees where, and a file found right leaves the worklist in place."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from webapp.clock import now
from webapp.models import Customer

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@ON_SQLITE
def test_files_found_right_leave_the_worklist_one_by_one(desk, office):
    for customer in (office.overdue, office.won):
        Customer.update(updated_at=now() - timedelta(days=100)).where(Customer.id == customer.id).execute()
    rep = desk(office.rep)
    rep.goto("/")
    expect(rep.locator("#files li")).to_have_count(2)
    rep.get_by_role("link", name=f"核对无误：{office.overdue.name}").click()
    rep.locator("#dialog").get_by_text("上门核实").click()
    rep.locator("#dialog").get_by_role("button", name="核对无误").click()
    expect(rep.locator("#files li")).to_have_count(1)
    expect(rep.locator("#toasts")).to_contain_text(f"已核对：{office.overdue.name}")
    expect(rep.locator("#files header a")).to_have_text("全部 1 位")
    rep.get_by_role("link", name=f"核对无误：{office.won.name}").click()
    rep.locator("#dialog").get_by_role("button", name="核对无误").click()
    expect(rep.locator("#files")).to_be_hidden()
    assert Customer.get_by_id(office.won.id).verified_by == office.rep


@ON_SQLITE
def test_a_manager_unfolds_the_people_and_follows_a_figure(desk, office):
    manager = desk(office.manager)
    manager.goto("/")
    expect(manager.locator("#by-person table")).to_be_hidden()
    manager.get_by_text("按人看", exact=True).click()
    row = manager.locator("#by-person tr").filter(has_text=office.rep.name)
    row.locator("a.late").click()
    expect(manager).to_have_url(re.compile(rf"/\?person={office.rep.id}#overdue$"))
    expect(manager.locator("#overdue li")).to_have_count(1)


@ON_SQLITE
def test_an_inspector_unfolds_the_branches_and_follows_a_figure(desk, office):
    inspector = desk(office.inspector)
    inspector.goto("/")
    expect(inspector.locator("#by-branch table")).to_have_count(0)
    inspector.get_by_text("按分站看", exact=True).click()
    row = inspector.locator("#by-branch tr").filter(has_text=office.suzhou.name)
    row.locator("a.late").click()
    expect(inspector).to_have_url(re.compile(rf"/\?branch={office.suzhou.id}#overdue$"))
    expect(inspector.locator("#overdue li")).to_have_count(1)
