"""Finds the header among the first rows of a sheet: titles stand above it, and some offices merge it (R-IMPORT)."""

import re

from webapp.imports.files import vertical
from webapp.imports.files.columns import FIXED, Columns, plain
from webapp.imports.files.limits import HEADER_SEARCH_ROWS
from webapp.imports.files.refusals import DuplicateHeader, NoHeader, SplitHeader, WrongHeader
from webapp.imports.files.spreadsheets import Grid
from webapp.text.screening import found_in

_ENOUGH = 2
_DATA = re.compile(r"[\d\s./:：年月日+*@-]+|.*[@＠].*")
_MAX_HEADING = 30
LONGEST_HEADING = 200


def find_header(grid: Grid, known: frozenset[str] = frozenset(), columns: Columns = FIXED) -> int:
    """Index of the header row. `known` are headings the user mapped by hand.

    Raises NoHeader, or SplitHeader where one row alone does not name the columns.
    """
    scores = [_score(row, known, columns) for row in grid.rows[:HEADER_SEARCH_ROWS]]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index), default=0)
    if not scores or scores[best] < _ENOUGH:
        return _plain_header(grid)
    if not vertical.is_vertical(grid.rows[best]):
        _refuse_second_row(scores, best)
        _refuse_merged(grid, best)
    return best


def check_names(headers: list[str]) -> None:
    """Raise DuplicateHeader when two columns carry one name, and WrongHeader for what is no name to keep (R-NOID)."""
    seen: dict[str, str] = {}
    for place, header in enumerate(headers, start=1):
        if not header:
            continue
        if len(header) > LONGEST_HEADING:
            raise WrongHeader(f"第 {place} 列的表头超过 {LONGEST_HEADING} 个字，请改短后再导入")
        if kind := found_in(header):
            raise WrongHeader(f"第 {place} 列的表头含有{kind}，本系统不保存这类信息，请删去后再导入")
        if plain(header) in seen:
            raise DuplicateHeader(f"表头“{header}”出现了两次，请改名或删去一列后再导入")
        seen[plain(header)] = header


def _score(row: list[str], known: frozenset[str], columns: Columns) -> int:
    if vertical.is_vertical(row):
        return _ENOUGH
    return sum(1 for cell in row if cell.strip() in known or columns.field_of(cell))


def _refuse_second_row(scores: list[int], best: int) -> None:
    for other in (best - 1, best + 1):
        if 0 <= other < len(scores) and scores[other] >= _ENOUGH:
            first, second = sorted((best, other))
            raise SplitHeader(f"表头分成了两行（第 {first + 1}、{second + 1} 行），请合并成一行再导入")


def _refuse_merged(grid: Grid, best: int) -> None:
    for (top, left), (_, right) in grid.merges:
        if top == best and right > left:
            name = grid.rows[best][left]
            raise SplitHeader(f"表头“{name}”合并了多列，请取消合并，让每列各有名称")


def _plain_header(grid: Grid) -> int:
    """A header in words of the office's own, to be mapped by hand: the first row of several short texts."""
    for index, row in enumerate(grid.rows[:HEADER_SEARCH_ROWS]):
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) >= _ENOUGH:
            if all(len(cell) <= _MAX_HEADING and not _DATA.fullmatch(cell) for cell in filled):
                return index
            break
    raise NoHeader
