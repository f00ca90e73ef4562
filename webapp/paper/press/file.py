"""From finished pages to a PDF.

One small WeasyPrint document holds the fonts, its finisher adds what they are used for.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any

import pydyf

from webapp.paper.press import boxes, engine
from webapp.paper.press.boxes import Glyph
from webapp.paper.press.faces import STAND_IN, face, letters_document
from webapp.paper.press.pieces import LEVEL, Band, Piece

POINT = 0.75
PACKED = {"Filter": "/FlateDecode"}

Side = list[tuple[float, Band]]  # bands, and how far from the top of the paper each stands


def leaves(pages: Sequence[int], *, copies: Sequence[int], leaf: int, collate: str) -> Iterator[tuple[int, int]]:
    """(page index, copy) in printing order. `pages` counts each sheet's pages, `leaf` the sides of a leaf.

    collate "copies": all pages of a customer in copy 1, then 2, then 3;
    "sheets": every leaf in all copies, then the next.
    """
    for first, number in zip(accumulate(pages, initial=0), pages):
        step = leaf if collate == "sheets" else number
        for start in range(first, first + number, step):
            for copy in copies:
                yield from ((page, copy) for page in range(start, start + step))


def press(
    sides: Sequence[Side], order: Iterable[tuple[int, int]], labels: Sequence[Side] = (), title: str = ""
) -> bytes:
    """The PDF with the sides in the given order, each under its copy's label."""
    with engine.alone():
        document = letters_document(_letters([*sides, *labels]))
        document.metadata.title = title
        return document.write_pdf(finisher=lambda document, pdf: _Press(document, pdf).fill(sides, order, labels))


def _letters(sides: Iterable[Side]) -> dict[str, set[str]]:
    """All that is printed, by family."""
    wanted: dict[str, set[str]] = defaultdict(set)
    seen: set[Piece] = set()
    for side in sides:
        for _, band in side:
            if band.piece not in seen:
                seen.add(band.piece)
                for family, characters in band.piece.drawing.characters.items():
                    wanted[family].update(face(family).spelled(characters))
            for name, lines in band.lines.items():
                family = wanted[band.piece.places[name].type.family]
                for line in lines:
                    family.update(line)
    return {family: letters - {"\n"} | {STAND_IN} for family, letters in wanted.items()}


class _Press:
    """A document that WeasyPrint has drawn and not yet written."""

    def __init__(self, document: Any, pdf: pydyf.PDF):
        self.document, self.pdf = document, pdf
        self.resources = boxes.emptied(pdf)
        self.cases: dict[str, _Case] = {}
        self.pieces: dict[Piece, str] = {}

    def fill(self, sides: Sequence[Side], order: Iterable[tuple[int, int]], labels: Sequence[Side]) -> None:
        drawn = [self._stream(self._drawn(side)) for side in sides]
        stamps = [self._stream(self._drawn(side)) for side in labels]
        codes: dict[bytes, bytes] = {}
        for page, copy in order:
            contents = [drawn[page].reference, *([stamps[copy].reference] if stamps else [])]
            for code in self._codes(sides[page], copy + 1 if stamps else None):
                if code not in codes:
                    codes[code] = self._stream(code).reference
                contents.append(codes[code])
            self.pdf.add_page(self._page(sides[page][0][1].piece, contents))
        self._compress()

    @staticmethod
    def _codes(side: Side, copy: int | None) -> Iterator[bytes]:
        """The codes of a side, each for this copy of it."""
        for top, band in side:
            drawing = band.piece.drawing
            for name, code in band.images.items():
                place = drawing.places[name]
                size = place.width * POINT
                bottom = (drawing.paper - top - place.top) * POINT - size
                yield code.of_copy(copy).drawn(place.left * POINT, bottom, size)

    def _page(self, piece: Piece, contents: list[bytes]) -> pydyf.Dictionary:
        page = {
            "Type": "/Page",
            "Parent": self.pdf.pages.reference,
            "Resources": self.resources.reference,
            "MediaBox": _box(piece),
            "Contents": pydyf.Array(contents),
        }
        return pydyf.Dictionary(page)

    def _compress(self) -> None:
        for item in self.pdf.objects:
            if isinstance(item, pydyf.Stream) and item.compress:
                item.stream = [zlib.compress(boxes.joined(item), LEVEL)]
                item.extra.update(PACKED)
                item.compress = False

    def _stream(self, content: bytes, extra: Mapping[str, Any] | None = None, compress: bool = True) -> pydyf.Stream:
        stream = pydyf.Stream([content], dict(extra or {}), compress=compress)
        self.pdf.add_object(stream)
        return stream

    def _drawn(self, side: Side) -> bytes:
        return b"\n".join(part for top, band in side for part in self._band(top, band))

    def _band(self, top: float, band: Band) -> Iterator[bytes]:
        drawing = band.piece.drawing
        if drawing.content:
            yield b"q 1 0 0 1 0 %.3f cm /%b Do Q" % (-top * POINT, self._piece(band.piece).encode())
        if band.lines:
            yield self._text(top, band)

    def _piece(self, piece: Piece) -> str:
        """The piece's name in this file, numbered in the order of use: the same sheets give the same bytes."""
        if piece not in self.pieces:
            self.pieces[piece] = name = f"P{len(self.pieces) + 1}"
            kind = {"Type": "/XObject", "Subtype": "/Form", "Resources": self.resources.reference, "BBox": _box(piece)}
            self.resources["XObject"][name] = self._stream(piece.packed, kind | PACKED, compress=False).reference
            states = {name: pydyf.Dictionary(state) for name, state in piece.drawing.states.items()}
            self.resources["ExtGState"].update(states)
        return self.pieces[piece]

    def _text(self, top: float, band: Band) -> bytes:
        parts, font, colour = ["BT"], None, None
        drawing = band.piece.drawing
        bottom = drawing.paper - top
        for name, lines in band.lines.items():
            place = drawing.places[name]
            kind = place.type
            letters, case = face(kind.family), self._case(kind.family)
            if kind.colour != colour:
                parts.append("%g %g %g rg" % kind.colour)
                colour = kind.colour
            top_ = place.top if band.from_top else place.first_top(len(lines))
            x, y = place.left, bottom - top_ - letters.baseline(kind)
            for line in lines:
                line = line.rstrip()
                if place.align != "left":
                    x = place.line_left(letters.width(line) * kind.size)
                parts.append("1 0 0 1 %.2f %.2f Tm" % (x * POINT, y * POINT))
                for hash_, codes in case.runs(line):
                    if (hash_, kind.size) != font:
                        parts.append("/%s %.4g Tf" % (hash_, kind.size * POINT))
                        font = hash_, kind.size
                    parts.append("<%s> Tj" % codes)
                y -= kind.leading
        return "\n".join([*parts, "ET"]).encode()

    def _case(self, family: str) -> _Case:
        if family not in self.cases:
            self.cases[family] = _Case(boxes.glyphs(self.document, family)[0])
        return self.cases[family]


class _Case:
    """The glyphs of a family in this file. Nearly all stand in its first font."""

    def __init__(self, glyphs: Mapping[str, Glyph]):
        self.glyphs = glyphs
        self.first = next((glyph.font for glyph in glyphs.values()), "")
        self.codes = {letter: glyph.code for letter, glyph in glyphs.items() if glyph.font == self.first}

    def runs(self, line: str) -> Iterable[tuple[str, str]]:
        """The line as glyphs, font by font; a stand-in for what should not be missing any more."""
        codes = self.codes
        try:
            return ((self.first, "".join([codes[letter] for letter in line])),)
        except KeyError:
            stand_in = self.glyphs[STAND_IN]
            runs = groupby((self.glyphs.get(letter, stand_in) for letter in line), key=lambda glyph: glyph.font)
            return [(font, "".join(glyph.code for glyph in run)) for font, run in runs]


def _box(piece: Piece) -> pydyf.Array:
    return pydyf.Array([0, 0, round(piece.drawing.width * POINT, 2), round(piece.drawing.paper * POINT, 2)])
