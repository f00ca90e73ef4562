import pytest

from webapp.imports.customer_import import CustomerImport
from webapp.imports.files.table import read_table
from webapp.imports.report import harmless

from .lists import opened

TEXT = '客户名称,备注\n甲乙有限公司,正常\n,"=HYPERLINK(""http://x"")"\n'


def handed_out(text: str, world) -> bytes:
    return CustomerImport(opened(text, world)).hand_out(by=world.manager)


def test_refused_rows_come_first_as_they_were_with_the_reason_last(world):
    """R-IMPORT."""
    table = read_table(handed_out(TEXT, world), "结果.xlsx")
    assert table.headers == ["客户名称", "备注", "拒绝原因"]
    assert table.rows[0].cells == ["", '=HYPERLINK("http://x")', "缺少客户名称"]


def test_a_mended_file_is_imported_as_it_is(world):
    """The reason's column is known and not taken for content."""
    mended = handed_out(TEXT, world), "结果.xlsx"
    again = CustomerImport.prepared(*mended, branch=world.suzhou, by=world.manager).batch
    assert not any("拒绝原因" in note for note in again.report["notes"])


def test_a_list_without_refused_rows_has_the_results_alone(world):
    table = read_table(handed_out("客户名称,行业\n甲乙有限公司,互联网\n", world), "结果.xlsx")
    assert table.headers == ["行号", "结果", "客户编号", "客户名称", "说明"]
    assert table.rows[0].cells[:4] == ["2", "新建", "", "甲乙有限公司"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|x", "-2+3x", "@SUM(A1)", "\t=1"])
def test_formulas_are_neutralised(text):
    """R-SECURE."""
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+86 138-1234-5678", "-5", "甲公司", ""])
def test_numbers_and_names_stay(text):
    assert harmless(text) == text
