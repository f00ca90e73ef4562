"""导入: the office's own sheet, looked at before it is written, and taken back (R-IMPORT)."""

import pytest
from playwright.sync_api import expect

from tests.imports import SAMPLES
from webapp.models import Customer, ImportBatch

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SHEET = SAMPLES / "followups-gb18030.csv"
NAMES = ("A科技有限公司", "B建筑工程有限公司", "C贸易集团")


def test_a_sheet_is_previewed_confirmed_and_undone(desk, office):
    page, before = desk(office.manager), Customer.select().count()
    page.goto("/imports")
    page.get_by_label("选一个 Excel 或 CSV 文件").set_input_files(SHEET)
    page.get_by_role("button", name="看预览").click()
    for name in NAMES:
        expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="3 新建")).to_be_visible()
    expect(page.get_by_text("待核实").first).to_be_visible()
    assert Customer.select().count() == before
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    assert listed(page) == set(NAMES)
    page.go_back()
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_role("status")).to_contain_text("已撤销")
    assert not listed(page)
    assert Customer.select().count() == before


def listed(page) -> set[str]:
    """Which of the sheet's customers the list shows."""
    page.goto("/customers")
    expect(page.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    return {name for name in NAMES if page.get_by_role("link", name=name, exact=True).count()}


def test_a_broken_file_is_named_and_nothing_written(desk, office, tmp_path):
    page, broken = desk(office.manager), tmp_path / "名单.xlsx"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n")
    page.goto("/imports")
    page.get_by_label("选一个 Excel 或 CSV 文件").set_input_files(broken)
    page.get_by_role("button", name="看预览").click()
    expect(page.locator("#file-error")).to_be_visible()
    assert not ImportBatch.select().count()
