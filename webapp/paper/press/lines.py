"""Where the lines of a text break."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from webapp.paper.press.boxes import Place
from webapp.paper.press.faces import face

OPENING, CLOSING = "（《〈「『【〔“‘([{", "，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}"

# What may not be parted: a word or number in Latin, Greek or Cyrillic, or a character with its brackets and stops.
UNBREAKABLE = re.compile(rf"[{re.escape(OPENING)}]*(?:[!-~\u00c0-\u052f]+|\S)[{re.escape(CLOSING)}]*|\s")


def lines(text: str, place: Place) -> list[str]:
    """The lines of a text in its place; joining them gives the text back. Its letters have to be known to the face."""
    broken = wrap(text, place.width / place.type.size, face(place.type.family).width)
    return balanced(text, broken, place) if place.align == "center" and len(broken) > 1 else broken


def wrap(text: str, room: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines of at most `room` em, by the widths that `measure` gives."""
    room += 1e-6
    if "\n" not in text and measure(text) <= room:
        return [text]
    return [line for paragraph in text.splitlines(keepends=True) or [""] for line in _wrap(paragraph, room, measure)]


def balanced(text: str, broken: list[str], place: Place) -> list[str]:
    """As many lines, of about the same length: centred text should not leave one character on its last line."""
    if "\n" in text:
        return broken
    measure = face(place.type.family).width
    even = min(place.width / place.type.size, measure(text) / len(broken) + 0.7)
    closer = wrap(text, even, measure)
    return closer if len(closer) == len(broken) else broken


def _wrap(paragraph: str, room: float, measure: Callable[[str], float]) -> Iterator[str]:
    line, used = "", 0.0
    for piece in _pieces(paragraph, room, measure):
        taken = measure(piece)
        if line and used + taken > room and not piece.isspace():
            yield line
            line, used = "", 0.0
        line, used = line + piece, used + taken
    yield line


def _pieces(paragraph: str, room: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Unbreakable pieces; one that is wider than a line is broken anywhere."""
    for piece in UNBREAKABLE.findall(paragraph):
        if measure(piece) <= room:
            yield piece
        else:
            yield from piece
