"""How tall text becomes on paper, and how rows share the height of a page. All lengths are millimetres."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

POINT = 0.3528
OPENING, CLOSING = "（《〈「『【〔“‘([{", "，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}"

# What may not be parted: a Latin word or number, or a character with its brackets and stops.
UNBREAKABLE = re.compile(rf"[{re.escape(OPENING)}]*(?:[!-~]+|\S)[{re.escape(CLOSING)}]*|\s")


@dataclass(frozen=True)
class Type:
    """A size of type in a cell: em and line height, and how many em fit on a line."""

    em: float
    line: float
    width: float
    padding: float

    @classmethod
    def of(cls, points: float, leading: float, cell: float, padding: float = 2.0) -> "Type":
        """Type of `points` in a cell `cell` wide, whose side paddings and border take 3.6."""
        em = points * POINT
        return cls(em, em * leading, (cell - 3.6) / em, padding)

    def tightened(self, slack: float) -> "Type":
        return replace(self, width=self.width * slack)

    def height(self, lines: int) -> float:
        return lines * self.line + self.padding

    def lines_in(self, height: float) -> int:
        return int((height - self.padding) / self.line + 1e-6)

    def needed(self, text: str) -> float:
        return self.height(len(wrap(text, self.width)))


def ems(text: str) -> float:
    """Width in em, rather too much than too little."""
    return sum(map(_em, text))


@lru_cache(maxsize=20_000)
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA" or character in "mwMW@%&":
        return 1.0
    return 0.75 if character.isupper() else 0.6


def wrap(text: str, width: float) -> list[str]:
    """Break text as the page will: about `width` em a line; joining the lines gives the text back."""
    if len(text) <= width and "\n" not in text:
        return [text]
    return [line for paragraph in text.splitlines(keepends=True) or [""] for line in _wrap(paragraph, width)]


def _wrap(paragraph: str, width: float) -> Iterator[str]:
    line, used = "", 0.0
    for piece in _pieces(paragraph, width):
        taken = ems(piece)
        if line and used + taken > width and piece not in " \n\t":
            yield line
            line, used = "", 0.0
        line, used = line + piece, used + taken
    yield line


def _pieces(paragraph: str, width: float) -> Iterator[str]:
    """Unbreakable pieces; one that is wider than a line is broken anywhere."""
    for piece in UNBREAKABLE.findall(paragraph):
        if ems(piece) <= width:
            yield piece
        else:
            yield from piece


@dataclass(frozen=True)
class Row:
    """A row of a list with room for handwriting; `number` is what its first cell says."""

    number: str
    text: str = ""
    by: str = ""
    on: str = ""
    height: float = 0.0

    def split(self, lines: int, kind: Type) -> tuple["Row", "Row"]:
        """The part that fits on `lines` lines, and the rest as a row marked 续."""
        wrapped = wrap(self.text, kind.width)
        number = self.number if self.number.endswith("续") else f"{self.number}续"
        return replace(self, text="".join(wrapped[:lines])), replace(
            self, number=number, text="".join(wrapped[lines:])
        )


def fill(queue: deque[Row], room: float, slots: int, kind: Type, least: float, page: float) -> list[Row]:
    """Take from `queue` the rows that fit in `room`: at most `slots`, none lower than `least`.

    A row is parted only where it opens the page and still does not fit, or when it is taller than `page`.
    """
    rows: list[Row] = []
    while queue and len(rows) < slots:
        need = max(least, kind.needed(queue[0].text))
        lines = kind.lines_in(room)
        if need > room and lines >= 2 and (not rows or need > page):
            first, rest = queue.popleft().split(lines, kind)
            queue.appendleft(rest)
            return [*rows, replace(first, height=room)]
        if need > room:
            break
        rows.append(replace(queue.popleft(), height=need))
        room -= need
    return rows


def level(rows: list[Row], room: float) -> list[Row]:
    """Raise the low rows alike until together they fill `room`."""
    share, left = 0.0, room
    for taken, need in enumerate(sorted((row.height for row in rows), reverse=True)):
        share = left / (len(rows) - taken)
        if need <= share:
            break
        left -= need
    return [replace(row, height=max(row.height, share)) for row in rows]
