"""The result list of an import as a workbook (R-IMPORT).

It holds the refused rows as they came, to be mended and sent in again,
and what became of each row."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import xlsxwriter

from webapp.imports.plan.outcomes import OUTCOMES
from webapp.text import masking

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d\s().-]+")
_TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_RESULT = ("行号", "结果", "客户编号", "客户名称", "说明")


class Masked(NamedTuple):
    """A row as strangers may read it."""

    place: int
    outcome: str
    number: str
    name: str
    remarks: list[str]


def masked(row, *, hides_person: bool) -> Masked:
    """Like every list masked for everybody; a person (个人客户) where that is to be hidden, too."""
    is_hidden = row.is_person and hides_person
    known = masking.Known.of((), (row.name,) if is_hidden else ())
    name = masking.customer(row.name, is_person=is_hidden)
    return Masked(row.place, row.outcome, row.number, name, [masking.text(remark, known) for remark in row.remarks])


def result_workbook(headers: Sequence[str], refused: Sequence, rows: Iterable) -> bytes:
    """The xlsx of a list with these headers. Its refused rows come first, so that the mended file can be imported as it
    is. Rows are ImportRows or still PlannedRows."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _TEXT_ONLY) as book:
        if refused:
            _write_refused(book, headers, refused)
        _write_results(book, rows)
    return target.getvalue()


def _write_refused(book: xlsxwriter.Workbook, headers: Sequence[str], rows: Sequence) -> None:
    cells = [row.cells or [] for row in rows]  # they go after some days
    width = max(len(headers), *map(len, cells))
    padded = [*headers, *[""] * (width - len(headers))]
    lines = (
        [*kept, *[""] * (width - len(kept)), "；".join(row.remarks)] for kept, row in zip(cells, rows, strict=True)
    )
    _write_sheet(book, "拒绝的行", [*padded, "拒绝原因"], lines, widths=[16] * width + [60])


def _write_results(book: xlsxwriter.Workbook, rows: Iterable) -> None:
    lines = ([str(row.place), OUTCOMES[row.outcome], row.number, row.name, "\n".join(row.remarks)] for row in rows)
    _write_sheet(book, "导入结果", _RESULT, lines, widths=[8, 8, 18, 30, 80])


def _write_sheet(
    book: xlsxwriter.Workbook, name: str, headers: Iterable[str], lines: Iterable[list[str]], widths: list[int]
) -> None:
    sheet = book.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, [harmless(header) for header in headers], bold)
    for number, line in enumerate(lines, start=1):
        sheet.write_row(number, 0, [harmless(cell) for cell in line], wrapped)


def harmless(text: str) -> str:
    """The text with a ' before what a spreadsheet would run as a formula. Numbers and phones stay;
    reading takes it off again."""
    return f"'{text}" if text.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(text) else text
