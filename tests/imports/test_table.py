import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.imports.files import limits, refusals
from webapp.imports.files.table import clean, read_table

from . import SAMPLES, workbooks

HEAD = "客户编号,客户名称,联系方式"
LIST = f"{HEAD}\nC1,甲公司,13812345678\n"


def read(text: str, encoding: str = "utf-8"):
    return read_table(text.encode(encoding), "客户.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encodings_of_office_excels_are_read(encoding):
    """R-IMPORT."""
    table = read(LIST, encoding)
    assert table.headers == HEAD.split(",")
    assert table.rows[0].cells == ["C1", "甲公司", "13812345678"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found(delimiter):
    assert read(LIST.replace(",", delimiter)).rows[0].cells[1] == "甲公司"


def test_rows_keep_the_number_excel_shows():
    table = read(f"客户名单,,\n\n{HEAD}\nC1,甲公司,1\n,,\nC2,乙公司,2\n")
    assert [row.number for row in table.rows] == [4, 6]


def test_quoted_cells_may_hold_commas_and_line_breaks():
    assert read(f'{HEAD}\nC1,"甲,\n公司",1\n').rows[0].cells[1] == "甲,\n公司"


def test_a_row_with_cells_too_many_keeps_them():
    assert len(read(f"{HEAD}\nC1,甲公司,1,2\n").rows[0].cells) == 4


def test_excel_cells_become_the_text_the_office_reads():
    row = ["C1", 13812345678, 1.38e10, datetime.datetime(2024, 5, 10), datetime.datetime(2024, 5, 9, 14, 30), 1.5, True]
    head = ["客户编号", "电话", "手机号", "首次跟进时间", "最近跟进时间", "价值", "是否代理"]
    table = read_table(workbooks.xlsx([head, row]), "客户.xlsx")
    assert table.rows[0].cells == ["C1", "13812345678", "1.38E+10", "2024-05-10", "2024-05-09 14:30", "1.5", "是"]


def test_an_old_xls_is_read():
    table = read_table((SAMPLES / "old.xls").read_bytes(), "客户.xls")
    assert table.rows[0].cells == ["C20240501001", "A科技有限公司", "13812345678", "2024-05-09"]


def test_the_first_sheet_with_a_header_is_read_and_the_others_named():
    notes, names = [["说明"], ["请勿修改"]], [["客户名称", "电话"], ["甲公司", "1"]]
    table = read_table(workbooks.xlsx(notes, names), "客户.xlsx")
    assert table.headers == ["客户名称", "电话"]
    assert table.notes == ["只读取了工作表“Sheet2”，未读取：Sheet1"]


def test_a_title_above_the_header_is_skipped():
    rows = [["2024 年客户名单"], ["客户名称", "电话"], ["甲公司", "1"]]
    assert read_table(workbooks.xlsx(rows, merges=((0, 0, 0, 1, "2024 年客户名单"),)), "a.xlsx").rows[0].number == 3


def test_a_cell_merged_over_rows_stands_in_each():
    rows = [["客户名称", "跟进内容"], ["甲公司", "一"], ["", "二"]]
    table = read_table(workbooks.xlsx(rows, merges=((1, 0, 2, 0, "甲公司"),)), "a.xlsx")
    assert [row.cells[0] for row in table.rows] == ["甲公司", "甲公司"]


def test_headings_of_the_offices_own_are_left_to_be_mapped():
    assert read("称呼,打法\n甲公司,电话联系\n").headers == ["称呼", "打法"]


def test_the_universal_form_is_laid_flat():
    lines = (
        "模块,字段名称,内容",
        "客户基本信息,客户名称,甲公司",
        "跟进记录,沟通日期,2023-10-15",
        ",沟通日期,2023-10-16",
        "备注,其他信息,",
    )
    table = read("".join(f"{line}\n" for line in lines))
    assert table.headers == ["客户名称", "沟通日期"]
    assert [row.cells for row in table.rows] == [["甲公司", "2023-10-15"], ["甲公司", "2023-10-16"]]


def test_the_mark_our_own_export_puts_before_a_formula_is_taken_off():
    assert clean("'=1+1") == "=1+1"
    assert clean("\ufeff 甲\u200b公司\xa0") == "甲公司"


REFUSED = {
    "empty": (b"", refusals.EmptyFile, "文件是空的"),
    "blank": (b"\n ,,\n", refusals.EmptyFile, "文件是空的"),
    "header only": (HEAD.encode(), refusals.EmptyFile, "只有表头"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, refusals.NotATable, "其实是图片"),
    "pdf": (b"%PDF-1.7", refusals.NotATable, "其实是PDF"),
    "web page": (b"<html><table></table></html>", refusals.NotATable, "其实是网页"),
    "binary": (b"\x00\x01\x02" * 50, refusals.NotATable, "不是 Excel"),
    "broken utf-8": (LIST.encode() + b"\xff\xe5", refusals.UndecodableText, "第 3 行"),
    "no encoding": (b"\x81\x20\xff\xff,\xff", refusals.UndecodableText, "编码无法识别"),
    "open quote": (f'{HEAD}\n"甲,1\n'.encode(), refusals.DamagedFile, "引号不成对"),
    "no header": (b"1,2,3\n4,5,6\n", refusals.NoHeader, "没有找到表头"),
    "two headers": ("客户编号,客户名称,联系人,\n,,姓名,电话\n1,甲,王,1\n".encode(), refusals.SplitHeader, "第 1、2 行"),
    "same name": ("客户名称,电话,電話\n甲,1,2\n".encode(), refusals.DuplicateHeader, "出现了两次"),
    "rows": (f"{HEAD}\n".encode() + b"C1,A,1\n" * 50_001, refusals.TooManyRows, "50,000"),
    "columns": ((HEAD + ",x" * 200 + "\n").encode() * 2, refusals.TooManyColumns, "120 列"),
    "size": (b"a" * (limits.MAX_BYTES + 1), refusals.FileTooLarge, "20 MB"),
    "cut zip": (workbooks.xlsx([["客户名称", "电话"]])[:500], refusals.DamagedFile, "已损坏"),
    "cut xls": ((SAMPLES / "old.xls").read_bytes()[:700], refusals.DamagedFile, "已损坏"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(case):
    content, kind, says = REFUSED[case]
    with pytest.raises(kind, match=says) as refused:
        read_table(content, "客户.xlsx")
    assert refused.value.field == "file"


def test_a_header_merged_over_columns_is_refused():
    rows = [["客户名称", "联系", ""], ["甲公司", "王", "1"]]
    with pytest.raises(refusals.NoHeader, match="没有找到表头|合并"):
        read_table(workbooks.xlsx(rows, merges=((0, 1, 0, 2, "2024"),)), "a.xlsx")


def test_a_known_header_merged_over_columns_is_refused():
    rows = [["客户名称", "电话", "联系人", ""], ["甲公司", "1", "王", "李"]]
    with pytest.raises(refusals.SplitHeader, match="“联系人”合并了多列"):
        read_table(workbooks.xlsx(rows, merges=((0, 2, 0, 3, "联系人"),)), "a.xlsx")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        try:
            read_table(start + content, "客户.xlsx")
        except refusals.FileRefused as refused:
            assert refused.message
