"""A customer list as the office keeps it, read from CSV, xlsx or xls into plain text (R-IMPORT)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from webapp.imports.files import headings, vertical
from webapp.imports.files.columns import FIXED, Columns
from webapp.imports.files.delimited import read_csv
from webapp.imports.files.legacy import SIGNATURE as XLS
from webapp.imports.files.limits import MAX_BYTES, MAX_ROWS
from webapp.imports.files.refusals import EmptyFile, FileTooLarge, NoHeader, NotATable, TooManyRows
from webapp.imports.files.spreadsheets import Grid, read_xls, read_xlsx
from webapp.text.plain import visible

XLSX = b"PK\x03\x04"
_FOREIGN = {
    b"\x89PNG": "图片（PNG）",
    b"\xff\xd8\xff": "图片（JPEG）",
    b"GIF8": "图片（GIF）",
    b"II*\x00": "图片（TIFF）",
    b"%PDF": "PDF 文件",
    b"Rar!": "压缩包（RAR）",
    b"7z\xbc\xaf": "压缩包（7z）",
}
_MARKUP = {b"<html": "网页", b"<!doc": "网页", b"<table": "网页", b"<?xml": "XML 文件"}


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row as Excel counts it; `cells` run parallel to the headers, a longer row has cells too many."""

    number: int
    cells: Sequence[str]


@dataclass
class Table:
    headers: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def read_table(content: bytes, filename: str, known: Iterable[str] = (), columns: Columns = FIXED) -> Table:
    """The list in `content`; `filename` only helps to word a refusal. `known` are headings mapped by hand, `columns`
    the fields by whose headings the header is found.

    Raises a subclass of FileRefused with one Chinese sentence.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请分成几个文件再导入")
    if not content.strip():
        raise EmptyFile("文件是空的")
    table = _first_list(_grids(content, filename), frozenset(known), columns)
    if not table.rows:
        raise EmptyFile("文件只有表头，没有内容")
    if len(table.rows) > MAX_ROWS:
        raise TooManyRows(f"共 {len(table.rows):,} 行，一次最多导入 {MAX_ROWS:,} 行，请分成几个文件")
    return table


def _grids(content: bytes, filename: str) -> list[Grid]:
    if content.startswith(XLSX):
        return read_xlsx(content)
    if content.startswith(XLS):
        return read_xls(content)
    _refuse_foreign(content, filename)
    return [Grid(read_csv(content))]


def _refuse_foreign(content: bytes, filename: str) -> None:
    kind = _foreign_kind(content)
    if kind:
        raise NotATable(f"“{filename}”其实是{kind}，不是表格，请导入 xlsx、xls 或 CSV 文件")
    if filename.lower().endswith((".xlsx", ".xls", ".xlsm")) and b"\x00" in content[:1024]:
        raise NotATable(f"“{filename}”不是 Excel 表格，可能已损坏或改过扩展名")


def _foreign_kind(content: bytes) -> str | None:
    text = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((kind for start, kind in _FOREIGN.items() if content.startswith(start)), None) or next(
        (kind for start, kind in _MARKUP.items() if text.startswith(start)), None
    )


def _first_list(grids: list[Grid], known: frozenset[str], columns: Columns) -> Table:
    """The first sheet with a header; the others are named in a note."""
    filled = [grid for grid in grids if any(cell.strip() for row in grid.rows for cell in row)]
    if not filled:
        raise EmptyFile("文件是空的")
    for grid in filled:
        try:
            header = headings.find_header(grid, known, columns)
        except NoHeader:
            continue
        return _table(grid, header, [other.name for other in filled if other is not grid])
    raise NoHeader


def _table(grid: Grid, header: int, left_out: list[str]) -> Table:
    headers = _cleaned(grid.rows[header])
    rows = [Row(index, cells) for index, cells in _filled(grid.rows, header + 1)]
    notes = [f"只读取了工作表“{grid.name}”，未读取：{'、'.join(left_out)}"] if left_out else []
    if vertical.is_vertical(headers):
        return _turned(headers, rows, notes)
    if grid.name:
        _pad(headers, max((len(row.cells) for row in rows), default=0))
    headings.check_names(headers)
    for row in rows:
        _pad(row.cells, len(headers))
    return Table(headers, rows, notes)


def _filled(rows: list[list[str]], first: int) -> Iterator[tuple[int, list[str]]]:
    """The rows from there on that hold anything, cleaned, with their numbers. Each is let go on the way: a list is not
    held twice."""
    for index in range(first, len(rows)):
        cells, rows[index] = _cleaned(rows[index]), []
        if cells:
            yield index + 1, cells


def _turned(headers: list[str], rows: list[Row], notes: list[str]) -> Table:
    fields, records = vertical.turn(headers, ((row.number, _pad(row.cells, len(headers))) for row in rows))
    return Table(fields, [Row(number, cells) for number, cells in records], notes)


def _pad(cells: list[str], width: int) -> list[str]:
    cells += [""] * (width - len(cells))
    return cells


def _cleaned(cells: list[str]) -> list[str]:
    return _trimmed([clean(cell) for cell in cells])


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def clean(text: str) -> str:
    """Text without invisible characters and outer spaces, and without the ' an export puts before a formula sign."""
    text = visible(text).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
