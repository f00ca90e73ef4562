"""后台任务 in a browser: asked for, followed to its end, readable (R-SCALE, R-A11Y)."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_pages import flaws
from webapp.clock import today
from webapp.config import Config
from webapp.models import JobRun, User
from webapp.rules import nightly
from webapp.rules.job import Carrier

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PATH = "/settings/jobs"


def test_an_administrator_runs_it_and_sees_it_end(desk, office):
    page = desk(office.admin)
    page.goto(PATH)
    page.get_by_role("button", name="现在运行").click()
    expect(page.locator("#toasts")).to_contain_text("夜间任务马上开始运行")
    expect(page.locator("#job-runs")).to_contain_text("等待运行")
    nightly.carry_out(Carrier(User.system(), Config.load({})), today())
    expect(page.locator(".table tbody")).to_contain_text("已完成")
    expect(page.get_by_role("button", name="现在运行")).to_be_visible()


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["screen", "phone"])
def test_a_run_that_is_half_done_reads_well(desk, office, screen):
    run = JobRun.take(nightly.NAME, today(), by=office.admin)
    run.step("sessions").begin(40)
    run.step("lookups").begin(3)
    run.step("lookups").fail("数据库暂时用不上（OperationalError）")
    page = desk(office.admin, **screen)
    page.goto(PATH)
    expect(page.locator("progress")).to_be_visible()
    assert flaws(page, None) == []
