"""The letters of a family of type: which there are, and how wide each is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

from webapp.paper.press import boxes, engine, fonts
from webapp.paper.press.boxes import Type

# stands for a letter that no font has, as printers of old set the foot of a type
STAND_IN = "〓"

_SHEET = (
    "@page { size: 30000px 400px; margin: 0 } body { margin: 0 }"
    "p { margin: 0; font-size: 10px; line-height: 20px; white-space: pre }"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile(r"[^\S\n\u3000]")  # every blank but the ideographic one, which is as wide as a letter
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # they choose among shapes that our fonts do not have
_LEFT_OUT = {"Cc", "Cf", "Cs"}  # control characters, invisible marks (direction, joiners), halves of surrogate pairs


class Face:
    """The letters of one family as far as they are known, by their width in em."""

    def __init__(self, family: str):
        self.family = family
        self.widths = {**fonts.widths(family.split(", ")[0]), "\n": 0.0}
        self.lacking: set[str] = set()
        document = _written({family: "跟"})
        height, ascent = boxes.line_metrics(document)
        self.height, self.ascent = height / 10, ascent / 10

    def width(self, text: str) -> float:
        """How wide a line of letters is, each of which `spelled` has met."""
        return width(text, self.widths)

    def baseline(self, kind: Type) -> float:
        """From the top of a line to where its letters stand."""
        return (kind.leading - self.height * kind.size) / 2 + self.ascent * kind.size

    def spelled(self, text: str) -> str:
        """The text in letters there are: a stand-in as wide as a Chinese character for each that no font has."""
        unknown = set(text).difference(self.widths)
        if not unknown:
            return text
        self._ask(unknown - self.lacking)
        lacking = unknown & self.lacking
        return "".join(STAND_IN if letter in lacking else letter for letter in text) if lacking else text

    def _ask(self, letters: set[str]) -> None:
        """Let WeasyPrint look in the fallback fonts for letters that are not in the family's own."""
        if letters:
            found = boxes.glyphs(_written({self.family: letters}), self.family)
            self.widths |= {letter: found[letter].width for letter in letters & found.keys()}
            self.lacking |= letters - found.keys()


def width(text: str, widths: Mapping[str, float]) -> float:
    return widths[text] if len(text) == 1 else sum([widths[letter] for letter in text])


@cache
def face(family: str) -> Face:
    return Face(family)


def printable(value: Any) -> str:
    """A value as text that can be printed: composed, in plain blanks and line ends, without what has no shape."""
    if value is None:
        return ""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = _BLANK.sub(" ", _LINE_END.sub("\n", text))
        text = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _LEFT_OUT)
    return _SELECTOR.sub("", text)


def letters_document(letters: dict[str, Iterable[str]]) -> Any:
    """A page with every letter once, a paragraph for each family: WeasyPrint chooses and cuts the fonts."""
    paragraphs = (f'<p style="font-family:{escape(family)}">{_apart(wanted)}' for family, wanted in letters.items())
    html = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body>{"".join(paragraphs)}'
    return engine.lay_out(html, _style())


def _apart(letters: Iterable[str]) -> str:
    """One after the other, marks that would join the letter before them on lines of their own."""
    return escape("".join(f"\n{letter}\n" if unicodedata.combining(letter) else letter for letter in sorted(letters)))


@cache
def _style() -> list[Any]:
    return [engine.css(_SHEET)]


def _written(letters: dict[str, Iterable[str]]) -> Any:
    with engine.alone():
        document = letters_document(letters)
        document.write_pdf(uncompressed_pdf=True)
        return document
