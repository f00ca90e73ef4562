"""Texts in their places: the letters there are, broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from webapp.paper.press.boxes import Place
from webapp.paper.press.faces import face, printable, width

OPENING, CLOSING = "（《〈「『【〔“‘([{✓￥＄£", "，。、；：？！）》〉」』】〕”’…—·％‰℃°～／,.;:?!)]}%"

# What may not be parted: a word or number in Latin, Greek or Cyrillic, or a character with its brackets and stops.
UNBREAKABLE = re.compile(rf"[{re.escape(OPENING)}]*(?:[!-~\u00c0-\u052f]+|\S)[{re.escape(CLOSING)}]*|\s")
LETTER = re.compile(rf"\S[{re.escape(CLOSING)}]*|\s")  # what a word wider than its line is broken into

# Of the texts set last: the same names, days and notes stand on sheet after sheet. Long ones hardly come again.
KEPT, LONGEST_KEPT = 4_000, 300

Widths = Mapping[str, float]


class Text(NamedTuple):
    """A text as it is printed: its lines (joining them gives it back), as it was, and the letters that no font has."""

    lines: tuple[str, ...]
    text: str
    lacking: str

    def as_written(self) -> list[str]:
        """The same lines in the text's own letters."""
        rest = iter(self.text)
        return ["".join(next(rest) for _ in line) for line in self.lines]


def set_in(place: Place, value: Any) -> Text:
    """The value as it is printed in this place."""
    text, kind = value if isinstance(value, str) else printable(value), place.type
    typeset = _kept if len(text) <= LONGEST_KEPT else _typeset
    return typeset(text, kind.family, place.width / kind.size, place.align == "center")


def _typeset(value: str, family: str, room: float, is_centred: bool) -> Text:
    text, letters = printable(value).rstrip(), face(family)
    if not text:
        return Text((), "", "")
    spelled = letters.spelled(text)
    lines: Sequence[str] = wrap(spelled, room, letters.widths)
    if is_centred and len(lines) > 1:
        lines = balanced(spelled, lines, room, letters.widths)
    return Text(tuple(lines), text, letters.lacks(text))


_kept = lru_cache(maxsize=KEPT)(_typeset)


def wrap(text: str, room: float, widths: Widths) -> list[str]:
    """The text in lines of at most `room` em; joining them gives it back."""
    room += 1e-6
    if "\n" not in text and width(text, widths) <= room:
        return [text]
    return [line for paragraph in text.splitlines(keepends=True) or [""] for line in _wrap(paragraph, room, widths)]


def balanced(text: str, lines: Sequence[str], room: float, widths: Widths) -> Sequence[str]:
    """As many lines, of about the same length: centred text should not leave one character on its last line."""
    if "\n" in text:
        return lines
    even = min(room, width(text, widths) / len(lines) + 0.7)
    closer = wrap(text, even, widths)
    return closer if len(closer) == len(lines) else lines


def _wrap(paragraph: str, room: float, widths: Widths) -> Iterator[str]:
    start, used, pieces = 0, 0.0, UNBREAKABLE.findall(paragraph)
    sizes = _sizes(pieces, widths)
    opens: set[int] = set()
    if max(sizes, default=0.0) > room:
        pieces, opens = _torn(pieces, sizes, room, widths)
        sizes = _sizes(pieces, widths)
    for place, size in enumerate(sizes):
        used += size
        if place > start and (place in opens or used > room and not pieces[place].isspace()):
            yield "".join(pieces[start:place])
            start, used = place, size
    yield "".join(pieces[start:])


def _sizes(pieces: Sequence[str], widths: Widths) -> list[float]:
    return [widths[piece] if len(piece) == 1 else width(piece, widths) for piece in pieces]


def _torn(pieces: Sequence[str], sizes: Sequence[float], room: float, widths: Widths) -> tuple[list[str], set[int]]:
    """Words wider than a line, broken anywhere but before a stop; and where they begin.

    They begin on a line of their own, as in CSS.
    """
    torn: list[str] = []
    opens = set()
    for piece, size in zip(pieces, sizes):
        if size <= room:
            torn.append(piece)
            continue
        opens.add(len(torn))
        for letter in LETTER.findall(piece):
            torn += (letter,) if width(letter, widths) <= room else letter
    return torn, opens
