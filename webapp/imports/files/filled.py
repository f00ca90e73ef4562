"""What the cells of a list hold and how far they reach, added up before anything is built (R-SECURE)."""

from webapp.imports.files.limits import (
    MAX_AREA,
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    MAX_SHEET_ROWS,
    MAX_TEXT,
)
from webapp.imports.files.refusals import CellTooLong, TooManyColumns, TooManyRows, TooMuchText


class Filled:
    """What all cells of a workbook come to so far."""

    def __init__(self) -> None:
        self.cells = self.text = self.merged = self.area = 0

    def take(self, length: int) -> None:
        """One more cell with so many characters."""
        self.cells += 1
        self.text += length
        if length > MAX_CELL:
            raise CellTooLong
        if self.cells > MAX_CELLS or self.text > MAX_TEXT:
            raise TooMuchText

    def reach(self, more: int) -> None:
        """The rectangle around a sheet's cells has grown by so many."""
        self.area += more
        if self.area > MAX_AREA:
            raise TooMuchText("格子")

    def merge(self, cells: int) -> None:
        self.merged += cells
        if self.merged > MAX_MERGED:
            raise TooMuchText("合并单元格")


class Extent:
    """How far the filled cells of one sheet reach. Readers allocate every cell of the rectangle."""

    def __init__(self, filled: Filled) -> None:
        self._filled = filled
        self._rows = self._columns = 0

    def take(self, row: int, column: int) -> None:
        """Refuse a filled cell beyond the limits; `row` and `column` count from 0."""
        if row < self._rows and column < self._columns:
            return
        if row >= MAX_SHEET_ROWS:
            raise TooManyRows(f"第 {row + 1} 行仍有内容，一次最多导入 {MAX_ROWS:,} 行，请分成几个文件")
        if column >= MAX_COLUMNS:
            raise TooManyColumns(f"第 {column + 1} 列仍有内容，最多 {MAX_COLUMNS} 列，请删去多余的列")
        before = self._rows * self._columns
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        self._filled.reach(self._rows * self._columns - before)
