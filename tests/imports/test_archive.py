"""R-SECURE: files made to hurt the reader."""

import multiprocessing
import resource
import struct
from contextlib import suppress

import pytest

from webapp.imports.files import limits, refusals
from webapp.imports.files.archive import check_archive
from webapp.imports.files.legacy import check_legacy, shared_lengths
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


# -- one text that many cells refer to, merged ranges that stand for many

TEXTS = "xl/sharedStrings.xml"
CELLS = "".join(f'<row r="{row}"><c r="B{row}" t="s"><v>0</v></c></row>' for row in range(2, 402))


def texts(*lengths: int) -> bytes:
    items = "".join("<si><t>" + "x" * length + "</t></si>" for length in lengths)
    return f"<sst>{items}</sst>".encode()


def sheet(inside: str) -> bytes:
    return f"<worksheet><sheetData>{inside}</sheetData></worksheet>".encode()


def shared(length: int, cells: str = CELLS) -> bytes:
    """A few kilobytes whose cells all hold the same text."""
    return workbooks.replaced(workbooks.replaced(SOUND, TEXTS, texts(length)), SHEET, sheet(cells))


def test_a_text_longer_than_excel_keeps_is_refused():
    with pytest.raises(refusals.CellTooLong, match="32,767"):
        check_archive(shared(1_000_000))


def test_a_text_is_counted_as_often_as_cells_refer_to_it():
    assert len(shared(32_000)) < 10_000
    with pytest.raises(refusals.TooMuchText):
        check_archive(shared(32_000))


@pytest.mark.parametrize(
    "cell", ['<c r="B2"><v>{}</v></c>', '<c r="B2" t="inlineStr"><is><t>{}</t></is></c>', "<c><v>{}</v></c>"]
)
def test_a_long_text_in_a_cell_itself_is_refused_too(cell):
    with pytest.raises(refusals.CellTooLong):
        check_archive(workbooks.replaced(SOUND, SHEET, sheet(f"<row>{cell.format('x' * 40_000)}</row><row/>")))


@pytest.mark.parametrize("inside", ["<v>0<v>1</v></v>", "<v>0<x/>1</v>", "<v><v>0</v>1</v>"])
def test_a_value_that_holds_more_than_text_is_refused(inside):
    """The reader takes the outer one, or all of it: nobody knows how much text that is."""
    nested = CELLS.replace("<v>0</v>", inside)
    long = workbooks.replaced(workbooks.replaced(SOUND, TEXTS, texts(32_000, 1)), SHEET, sheet(nested))
    with pytest.raises(refusals.NotATable):
        check_archive(long)


@pytest.mark.parametrize("place", ["9", "-1", "", "x", "9" * 5000])
def test_a_cell_that_refers_to_no_text_is_no_failure(place):
    check_archive(shared(5, f'<row r="2"><c r="B2" t="s"><v>{place}</v></c></row><row r="3"/>'))


def test_the_texts_are_read_before_the_cells_wherever_they_lie():
    entries = workbooks.entries(shared(32_000))
    backwards = dict(sorted(entries.items(), key=lambda entry: entry[0] == TEXTS))
    with pytest.raises(refusals.TooMuchText):
        check_archive(workbooks.archive(backwards))


def test_merged_ranges_that_stand_for_too_many_cells_are_refused():
    merged = "".join(f'<mergeCell ref="A{n}:A50000"/>' for n in range(2, 20))
    with pytest.raises(refusals.TooMuchText, match="合并单元格"):
        check_archive(workbooks.replaced(SOUND, SHEET, f"<worksheet>{merged}</worksheet>".encode()))


def test_more_merged_ranges_than_a_list_has_are_refused():
    merged = '<mergeCell ref="A2:A3"/>' * (limits.MAX_MERGED + 1)
    with pytest.raises(refusals.TooMuchText, match="合并单元格"):
        check_archive(workbooks.replaced(SOUND, SHEET, f"<worksheet>{merged}</worksheet>".encode()))


def test_a_rectangle_too_large_is_refused_though_it_is_nearly_empty():
    """Readers allocate it whole, sheet by sheet."""
    corner = sheet('<row r="50000"><c r="CV50000"><v>1</v></c></row>')
    with pytest.raises(refusals.TooMuchText, match="格子"):
        check_archive(workbooks.replaced(SOUND, SHEET, corner))


def test_a_bomb_takes_no_memory():
    """It once took two gigabytes: each cell had a copy of its own."""
    content = shared(1_000_000)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        before, after = pool.apply(_memory_of, (content,))
    assert after - before < 100


def _memory_of(content: bytes) -> tuple[int, int]:
    """The most this process has taken before and after it read the list, in megabytes."""
    read_table(SOUND, "a.xlsx")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(refusals.FileRefused):
        read_table(content, "a.xlsx")
    return before // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


# -- the same in an old xls


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def test_the_texts_of_an_xls_are_measured_across_the_records_they_go_on_in():
    """A text goes on in the next record, there with another width; runs and phonetics stand behind it."""
    first = struct.pack("<II", 9, 4)
    first += struct.pack("<HB", 3, 0) + b"abc"
    first += struct.pack("<HBHI", 2, 0x0D, 1, 5) + "甲乙".encode("utf-16-le") + bytes(4) + bytes(5)
    first += struct.pack("<HB", 6, 0) + b"ab"
    second = b"\x01" + "丙丁戊己".encode("utf-16-le") + struct.pack("<HB", 40_000, 0) + b"x" * 100
    third = b"\x00" + b"x" * 39_900
    stream = record(0x0809, b"") + record(0x00FC, first) + record(0x003C, second) + record(0x003C, third)
    assert list(shared_lengths(stream + record(0x000A, b""))) == [3, 2, 6, 40_000]


def test_a_table_of_texts_that_ends_in_the_middle_is_no_failure_of_ours():
    stream = record(0x00FC, struct.pack("<II", 9, 2) + struct.pack("<HB", 30, 0) + b"abc")
    with pytest.raises((struct.error, IndexError)):
        shared_lengths(stream)


def test_the_cells_of_an_xls_are_counted(monkeypatch):
    monkeypatch.setattr("webapp.imports.files.filled.MAX_TEXT", 5)
    with pytest.raises(refusals.TooMuchText):
        check_legacy(OLD)


def test_a_line_of_commas_is_refused():
    with pytest.raises(refusals.TooManyColumns):
        read_table(b"\xe5\xae\xa2," + b"," * 5_000_000, "a.csv")


@pytest.mark.parametrize("length", [40_000, 200_000])
def test_a_long_cell_of_a_csv_is_refused(length):
    with pytest.raises(refusals.CellTooLong):
        read_table(f"客户名称,备注\n甲公司,{'长' * length}\n".encode(), "a.csv")


@pytest.mark.parametrize(
    "inside",
    [
        '<row r="40"><c r="ZZZZZ40"><v>1</v></c></row>',
        '<row r="40"><c r="ZZZZZZZZZ1"><v>1</v></c></row>',
        '<row r="99999999999999"><c><v>1</v></c></row>',
        '<row><c r="A99999999999999"><v>1</v></c></row>',
        '<row><c r="?"><v>1</v></c></row>',
    ],
)
def test_a_place_that_no_sheet_has_is_refused(inside):
    """What reads it would build every cell before it: sixteen gigabytes for a file of one kilobyte."""
    with pytest.raises(refusals.NotATable):
        check_archive(workbooks.replaced(SOUND, SHEET, sheet(inside)))
