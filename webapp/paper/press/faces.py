"""The letters of a family of type: which there are, how wide each is, and which are drawn alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from webapp.paper.press import boxes, engine, fonts
from webapp.paper.press.boxes import Glyph, Type
from webapp.paper.press.kept import Kept

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
    """The letters of one family as far as they are known, by their width in em.

    `spelt` are letters to be printed as another: the stand-in for what no font has; and where two share a shape,
    as － and the hyphen that does not break do, the one of them that stands for both, for a PDF knows a shape by one
    name alone.
    """

    def __init__(self, family: str):
        self.family = family
        self.lacking: set[str] = set()
        self.spelt: dict[str, str] = {}
        self._shapes: dict[object, str] = {}
        file = Kept(f"face-{fonts.slug(family)}")
        if not file.read(self._recall):
            self._learn()
            file.write(self._told())

    def _learn(self) -> None:
        """The letters of the family's own font."""
        letters = fonts.letters(self.family.split(", ")[0])
        self.widths = {"\n": 0.0, **{letter: width for letter, (width, _) in letters.items()}}
        for letter in sorted(letters, key=_rank):
            self._name(letter, letters[letter][1])
        _, self.height, self.ascent = _asked(self.family, STAND_IN)

    def _told(self) -> dict[str, Any]:
        """The same for those who come after: letters by their width."""
        widths: dict[float, str] = {}
        for letter, width in self.widths.items():
            widths[width] = widths.get(width, "") + letter
        return {"widths": list(widths.items()), "spelt": self.spelt, "height": self.height, "ascent": self.ascent}

    def _recall(self, told: dict[str, Any]) -> bool:
        self.widths = {letter: width for width, letters in told["widths"] for letter in letters}
        self.spelt, self.height, self.ascent = told["spelt"], told["height"], told["ascent"]
        return True

    def width(self, text: str) -> float:
        """How wide a line of letters is, each of which `spelled` has met."""
        return width(text, self.widths)

    def baseline(self, kind: Type) -> float:
        """From the top of a line to where its letters stand."""
        return (kind.leading - self.height * kind.size) / 2 + self.ascent * kind.size

    def spelled(self, text: str) -> str:
        """The text in letters there are, one for one."""
        letters = set(text)
        if unknown := letters.difference(self.widths, self.lacking):
            self._ask(unknown)
        if letters.isdisjoint(self.spelt):
            return text
        return "".join([self.spelt.get(letter, letter) for letter in text])

    def lacks(self, text: str) -> str:
        """The letters of a text that no font has."""
        return "".join(letter for letter in text if letter in self.lacking) if self.lacking else ""

    def _ask(self, letters: set[str]) -> None:
        """Let WeasyPrint look for letters that are not in the family's own font."""
        with engine.alone():
            joining = {letter for letter in letters if _joins(letter)}
            self.lacking |= joining
            self.spelt |= dict.fromkeys(joining, STAND_IN)
            letters = letters - joining
            while letters:
                found, missing = _asked(self.family, letters)[0]
                for letter in sorted(letters & found.keys(), key=_rank):
                    self.widths[letter] = found[letter].width
                    self._name(letter, (found[letter].font, found[letter].code))
                if not letters & found.keys():
                    missing = letters  # whatever draws no shape of its own
                self.lacking |= letters & missing
                self.spelt |= dict.fromkeys(letters & missing, STAND_IN)
                letters = (
                    letters - found.keys() - missing
                )  # those whose shape another letter has already: once more, alone

    def _name(self, letter: str, shape: object) -> None:
        known = self._shapes.setdefault(shape, letter)
        if known != letter:
            self.spelt[letter] = known


def _joins(letter: str) -> bool:
    """Marks and parts of syllables that found nothing to join: how they are drawn depends on their neighbours."""
    return unicodedata.category(letter).startswith("M") or "\u1100" <= letter <= "\u11ff"


def _rank(letter: str) -> tuple[bool, bool, str]:
    """Of letters drawn alike the plainest stands for all: of ASCII, then of GB2312."""
    return not letter.isascii(), not letter.encode("gb2312", "ignore"), letter


def width(text: str, widths: Mapping[str, float]) -> float:
    return widths[text] if len(text) == 1 else sum([widths[letter] for letter in text])


@engine.once
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


def letters_document(letters: Mapping[str, Iterable[str]]) -> Any:
    """A page with every letter once, a paragraph for each family: WeasyPrint chooses and cuts the fonts."""
    paragraphs = (
        f'<p style="font-family:{escape(family)}">{escape("".join(sorted(wanted)))}'
        for family, wanted in letters.items()
    )
    html = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body>{"".join(paragraphs)}'
    return engine.lay_out(html, _style())


@engine.once
def _style() -> list[Any]:
    return [engine.css(_SHEET)]


def _asked(family: str, letters: Iterable[str]) -> tuple[tuple[dict[str, Glyph], set[str]], float, float]:
    """What WeasyPrint draws for letters, and which of them no font has; the height and the ascent of a line in em."""
    with engine.alone():
        document = letters_document({family: letters})
        document.write_pdf(uncompressed_pdf=True)
        height, ascent = boxes.line_metrics(document)
        return boxes.glyphs(document, family), height / 10, ascent / 10
