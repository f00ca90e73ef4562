"""Excel files as a grid of text (R-IMPORT)."""

import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import python_calamine as calamine

from webapp.imports.files.archive import check_archive
from webapp.imports.files.legacy import check_legacy
from webapp.imports.files.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEET_ROWS
from webapp.imports.files.refusals import DamagedFile, FileRefused, PasswordProtected, TooManyColumns, TooManyRows

# 13800000000 typed as a number is a phone cut to 1.38E+10 and saved again: no real one ends in seven zeros.
_LOST_DIGITS = 10_000_000
_SCIENTIFIC_FROM = 10_000_000_000

Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Grid:
    """The cells of one sheet as text, `merges` as ((top, left), (bottom, right)) counted from 0."""

    rows: list[list[str]]
    name: str = ""
    merges: list[Merge] = field(default_factory=list)


def read_xlsx(content: bytes) -> list[Grid]:
    """Every visible worksheet; checks what the file unpacks to first."""
    check_archive(content)
    return _read(content)


def read_xls(content: bytes) -> list[Grid]:
    """Every visible worksheet of an Excel 97–2003 file."""
    check_legacy(content)
    return _read(content)


def _read(content: bytes) -> list[Grid]:
    try:
        with calamine.load_workbook(io.BytesIO(content)) as workbook:
            return list(_grids(workbook))
    except FileRefused:
        raise
    except calamine.PasswordError as error:
        raise PasswordProtected("文件设有密码，请取消密码后再导入") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise DamagedFile("Excel 文件已损坏，请在 Excel 中重新保存后再导入") from error
    except BaseException as error:
        # A panic inside the Rust reader arrives as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedFile("Excel 文件已损坏，请在 Excel 中重新保存后再导入") from error


def _grids(workbook: calamine.CalamineWorkbook) -> Iterator[Grid]:
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.visible == calamine.SheetVisibleEnum.Visible:
            yield _grid(workbook.get_sheet_by_index(index))


def _grid(sheet: calamine.CalamineSheet) -> Grid:
    end = sheet.end or (0, 0)
    if end[0] >= MAX_SHEET_ROWS:
        raise TooManyRows(f"一次最多导入 {MAX_ROWS:,} 行，请分成几个文件")
    if end[1] >= MAX_COLUMNS:
        raise TooManyColumns(f"最多 {MAX_COLUMNS} 列，请删去多余的列")
    rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    grid = Grid(rows, sheet.name, sheet.merged_cell_ranges or [])
    _fill_merges(grid)
    return grid


def _fill_merges(grid: Grid) -> None:
    """A cell merged over several rows stands for each of them."""
    for (top, left), (bottom, _) in grid.merges:
        for row in grid.rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = row[left] or grid.rows[top][left]


def cell_text(value: object) -> str:
    """One cell as the office reads it: dates as ISO, whole numbers without `.0`, lost phone digits as 1.38E+10."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime.datetime):
        return _moment_text(value)
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    return str(value)


def _number_text(value: float) -> str:
    if not value.is_integer():
        return repr(value)
    if value >= _SCIENTIFIC_FROM and value % _LOST_DIGITS == 0:
        return f"{value:.2E}"
    return str(int(value))


def _moment_text(value: datetime.datetime) -> str:
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ", "minutes")
