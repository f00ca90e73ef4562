"""R-SECURE: files made to hurt the reader."""

import pytest

from webapp.imports.files import limits, refusals
from webapp.imports.files.archive import check_archive
from webapp.imports.files.legacy import check_legacy
from webapp.imports.files.table import read_table

from . import SAMPLES, workbooks

SHEET = "xl/worksheets/sheet1.xml"
SOUND = workbooks.xlsx([["客户名称", "电话"], ["甲公司", "1"]])
OLD = (SAMPLES / "old.xls").read_bytes()


def test_a_sound_file_passes():
    check_archive(SOUND)
    check_legacy(OLD)


def test_one_cell_in_the_far_corner_is_refused_before_it_is_allocated():
    with pytest.raises(refusals.TooManyRows):
        read_table(workbooks.far_corner(), "a.xlsx")


def test_a_column_too_far_is_refused():
    far = workbooks.replaced(
        SOUND, SHEET, b'<worksheet><sheetData><row><c r="ZZ1"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(refusals.TooManyColumns):
        check_archive(far)


def test_empty_formatted_cells_do_not_count():
    styled = workbooks.replaced(
        SOUND, SHEET, b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>'
    )
    check_archive(styled)


def test_a_declared_two_gigabytes_is_refused():
    with pytest.raises(refusals.ArchiveBomb, match="解压后过大"):
        check_archive(workbooks.with_declared_size(SOUND, SHEET, 2**31))


def test_an_entry_that_unpacks_to_more_than_it_declares_is_refused(monkeypatch):
    monkeypatch.setattr("webapp.imports.files.archive.MAX_UNPACKED_BYTES", 1_000_000)
    bomb = workbooks.replaced(SOUND, SHEET, workbooks.spaces(2_000_000))
    with pytest.raises(refusals.ArchiveBomb, match="实际解压后过大"):
        check_archive(workbooks.with_declared_size(bomb, SHEET, 100))


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr("webapp.imports.files.archive.MAX_ENTRIES", 3)
    with pytest.raises(refusals.ArchiveBomb, match="个文件"):
        check_archive(SOUND)


def test_entities_are_refused():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet/>'
    with pytest.raises(refusals.NotATable, match="文档声明"):
        check_archive(workbooks.replaced(SOUND, SHEET, laughs))


def test_a_sheet_hidden_elsewhere_in_the_archive_is_refused():
    relations = b'<Relationships><Relationship Type="x/worksheet" Target="media/image1.png"/></Relationships>'
    with pytest.raises(refusals.NotATable, match="内部结构"):
        check_archive(workbooks.replaced(SOUND, "xl/_rels/workbook.xml.rels", relations))


def test_a_zip_that_is_no_workbook_is_refused():
    with pytest.raises(refusals.NotATable, match="不是 Excel 表格"):
        check_archive(workbooks.archive({"word/document.xml": b"<a/>"}))


def test_an_encrypted_entry_asks_for_the_password_to_be_taken_off():
    with pytest.raises(refusals.PasswordProtected, match="密码"):
        check_archive(workbooks.with_flag(SOUND, SHEET, 0x1))


def test_an_xlsx_with_a_password_is_told_from_a_broken_one():
    protected = workbooks.renamed_stream(OLD, "Workbook", "EncryptedPackage")
    with pytest.raises(refusals.PasswordProtected, match="密码"):
        read_table(protected, "a.xlsx")


def test_an_xls_record_in_the_far_corner_is_refused():
    with pytest.raises(refusals.TooManyColumns):
        check_legacy(workbooks.moved_cell(OLD, 60_000))


def test_an_xls_that_declares_more_cells_than_a_sheet_has_is_refused():
    """The reader reserves memory for whatever the record says."""
    with pytest.raises(refusals.DamagedFile, match="不可能存在"):
        check_legacy(workbooks.declared_extent(OLD, 2**31))


def test_no_limit_is_beyond_what_the_reader_may_allocate():
    assert limits.MAX_SHEET_ROWS * limits.MAX_COLUMNS * 32 < 256 * 1024 * 1024
