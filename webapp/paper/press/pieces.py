"""The pieces a form is made of: parts of its template, set once by WeasyPrint, with the places where values stand.

A piece is a macro of the form's template, or of _parts.html which all forms share. It is set once for its arguments,
worked out for every height its rows take (stretch.py), and kept. Lengths are CSS pixels.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from webapp.errors import DomainError
from webapp.paper.press import boxes, engine
from webapp.paper.press.boxes import Drawing, Place
from webapp.paper.press.kept import Shape, Shelf
from webapp.paper.press.lines import set_in
from webapp.paper.press.stretch import Slope, slope, stretched

MM = 96 / 25.4
MOST = 2_000  # pieces of one form in memory
LEVEL = 6  # of compression
STRETCH = 200.0  # by which a row is made taller to see what moves with it
CONTINUED = "续"
FLEETING = {"watermark"}  # macros whose arguments are somebody's, and of a day: not for a file
_PAGE = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body><div class="piece">%s</div></body></html>'

Heights = Mapping[str, float]


class TooLong(DomainError):
    """A text that would fill page after page; the message begins with its first words."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a form as WeasyPrint drew it, and what it was made of: macro, rows made taller, arguments."""

    macro: str
    grown: tuple[tuple[str, float], ...]
    arguments: Mapping[str, Any]
    drawing: Drawing
    slopes: dict[str, Slope | None] = field(default_factory=dict)

    @property
    def height(self) -> float:
        return self.drawing.height

    @property
    def places(self) -> Mapping[str, Place]:
        return self.drawing.places

    @cached_property
    def packed(self) -> bytes:
        """What it draws, as a file holds it."""
        return zlib.compress(self.drawing.content, LEVEL)

    @cached_property
    def is_ruled(self) -> bool:
        """Does it begin with a line of the grid?"""
        return self.drawing.above > 0


@dataclass(frozen=True, slots=True)
class Band:
    """A piece with what is written in it, line by line. `lacking` are letters of it that no font has; what goes on from
    page to page is written from the top."""

    piece: Piece
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lacking: str = ""
    images: Mapping[str, Any] = field(default_factory=dict)
    from_top: bool = False

    @property
    def height(self) -> float:
        return self.piece.height


class Kit:
    """The pieces of one form, made as they are asked for. Its template and style are named for the form's slug."""

    def __init__(self, slug: str):
        self.slug = slug
        self.templates, self.styles = (f"{slug}.html", "_parts.html"), ("paper.css", f"{slug}.css")
        files = [*(engine.TEMPLATES / name for name in self.templates), *(engine.STYLES / name for name in self.styles)]
        self._shelf = Shelf(slug, files)
        self._originals = {_key(*shape): Piece(*shape, drawing) for *shape, drawing in self._shelf.load()}
        self._stretched: dict[tuple, Piece] = {}

    def piece(self, macro: str, grown: tuple[tuple[str, float], ...] = (), **arguments: Any) -> Piece:
        """The macro set with these arguments; `grown` names places and the height their row must have at least.

        Arguments are texts, numbers, and tuples of them. `hidden` keeps the text from those who read the file by
        machine.
        """
        key = _key(macro, grown, arguments)
        return self._originals.get(key) or self._stretched.get(key) or self._made(key, macro, dict(grown), arguments)

    def _made(self, key: tuple, macro: str, heights: Heights, arguments: Mapping[str, Any]) -> Piece:
        with engine.alone():
            if key in self._originals:  # another thread was first
                return self._originals[key]
            return self._worked_out(macro, heights, arguments) if heights else self._typeset(macro, heights, arguments)

    def _worked_out(self, macro: str, heights: Heights, arguments: Mapping[str, Any]) -> Piece:
        """The piece with rows taller, from what one taller row changes; set where that does not tell."""
        base = self.piece(macro, **arguments)
        slopes = {row: (self._slope(base, row), height - base.drawing.heights[row]) for row, height in heights.items()}
        if not all(one for one, _ in slopes.values()):
            return self._typeset(macro, heights, arguments)
        piece = Piece(macro, _in_order(heights), arguments, stretched(base.drawing, slopes))
        self._stretched = _with(self._stretched, piece)
        return piece

    def _slope(self, base: Piece, row: str) -> Slope | None:
        """How the piece changes with the height of a row."""
        if row not in base.slopes:
            tall = {row: _rounded(base.drawing.heights[row] + STRETCH)}
            taller = self._originals.get(_key(base.macro, _in_order(tall), base.arguments))
            taller = taller or self._typeset(base.macro, tall, base.arguments)
            base.slopes[row] = slope(base.drawing, taller.drawing, row)
        return base.slopes[row]

    def _typeset(self, macro: str, heights: Heights, arguments: Mapping[str, Any]) -> Piece:
        """The piece as WeasyPrint sets it."""
        said = {name: value for name, value in arguments.items() if name != "hidden"}
        with engine.alone():
            try:
                drawing = boxes.drawing(_PAGE % self.markup(macro, heights, said), self.stylesheets())
            except boxes.TallerThanPage as error:
                raise TooLong("有一格的文字太长，一页也放不下，请先缩短再打印") from error
            if arguments.get("hidden"):
                drawing = replace(drawing, content=b"/Span <</ActualText ( )>> BDC " + drawing.content + b" EMC")
            piece = Piece(macro, _in_order(heights), arguments, drawing)
            self._originals = _with(self._originals, piece)
        return piece

    def markup(self, macro: str, heights: Heights, arguments: Mapping[str, Any]) -> str:
        """The HTML of a macro, its places marked."""

        def place(name: str) -> Markup:
            style = f' style="height:{heights[name]:.3f}px"' if name in heights else ""
            return Markup(f'data-place="{escape(name)}"{style}')

        for template in self.templates:
            module = engine.templates().get_template(template).make_module({"place": place})
            if hasattr(module, macro):
                return str(getattr(module, macro)(**arguments))
        raise LookupError(f"no macro “{macro}” in {' or '.join(self.templates)}")

    def stylesheets(self) -> list[Any]:
        return [sheet for name in self.styles for sheet in engine.stylesheet(name)]

    def keep(self) -> None:
        """Leave the pieces to the processes that come after, where there is a place for them."""
        originals = self._originals

        def lasting() -> list[Shape]:
            return [_shape(piece) for piece in list(originals.values()) if piece.macro not in FLEETING]

        self._shelf.save(len(originals), lasting)

    def band(self, macro: str, values: Mapping[str, Any] | None = None, **arguments: Any) -> Band:
        """The macro filled with values, by place; its rows grow with them. LookupError for a place there is not."""
        piece = self.piece(macro, **arguments)
        places, values = piece.drawing.places, values or {}
        if not places.keys() >= values.keys():
            raise LookupError(f"no places {values.keys() - places.keys()} in “{macro}”; it has {', '.join(places)}")
        written = {name: set_in(places[name], value) for name, value in values.items() if value not in (None, "")}
        lines = {name: text.lines for name, text in written.items() if text.lines}
        return Band(self._holding(piece, lines), lines, "".join(text.lacking for text in written.values()))

    def measured(self, macro: str, place: str, text: str, **arguments: Any) -> list[str]:
        """The lines a text takes in a place, in its own letters."""
        return set_in(self.piece(macro, **arguments).places[place], text).as_written()

    def _holding(self, piece: Piece, written: Mapping[str, Sequence[str]]) -> Piece:
        """The piece with its rows as tall as what is written needs."""
        rows: dict[str, float] = {}
        drawing = piece.drawing
        for name, lines in written.items():
            place = drawing.places[name]
            if (extra := place.grown(len(lines))) > 1e-6:
                rows[place.row] = max(rows.get(place.row, 0.0), _rounded(drawing.heights[place.row] + extra))
        return self._again(piece, rows) if rows else piece

    def taller(self, band: Band, height: float) -> Band:
        """The band at least so tall: its tallest row takes what is missing."""
        if band.height >= height - 1e-3:
            return band
        heights = band.piece.drawing.heights
        tallest = max(heights, key=heights.get)
        raised = {tallest: _rounded(heights[tallest] + height - band.height)}
        return replace(band, piece=self._again(band.piece, raised))

    def parted(self, band: Band, room: float) -> tuple[Band, Band]:
        """As much of a band as fits in `room`, from its first row on, and the rest as another of its kind.

        In the first place of the rest stands what it says here, and 续.
        """
        base = self.piece(band.piece.macro, **band.piece.arguments)
        here = _fitting(base, band.lines, room - base.height)
        rest = {name: lines[len(here[name]) :] for name, lines in band.lines.items() if lines[len(here[name]) :]}
        first = next(iter(base.places))
        begun = [line for line in band.lines.get(first, ())[:1] if line != CONTINUED]
        rest = {first: (*begun, CONTINUED)} | rest
        return (
            Band(self._holding(base, here), here, band.lacking, band.images, from_top=True),
            Band(self._holding(base, rest), rest, from_top=True),
        )

    def _again(self, piece: Piece, rows: Heights) -> Piece:
        return self.piece(piece.macro, _in_order(dict(piece.grown) | rows), **piece.arguments)


def _fitting(base: Piece, written: Mapping[str, Sequence[str]], spare: float) -> dict[str, Sequence[str]]:
    """What of the lines a piece holds when its rows share so much room, the upper ones first."""
    rows: dict[str, list[str]] = defaultdict(list)
    for name in sorted(written, key=lambda name: base.places[name].top):
        rows[base.places[name].row].append(name)
    fitting: dict[str, Sequence[str]] = {}
    for names in rows.values():
        fitting |= {name: written[name][: max(1, base.places[name].most_lines(spare))] for name in names}
        spare -= max(base.places[name].grown(len(fitting[name])) for name in names)
    return fitting


def _key(macro: str, grown: tuple, arguments: Mapping[str, Any]) -> tuple:
    return macro, grown, *sorted(arguments.items())


def _shape(piece: Piece) -> Shape:
    return piece.macro, piece.grown, dict(piece.arguments), piece.drawing


def _with(pieces: dict[tuple, Piece], piece: Piece) -> dict[tuple, Piece]:
    """One more, in a dictionary of its own where the other is full: somebody may be reading it."""
    key = _key(*_shape(piece)[:3])
    if len(pieces) >= MOST:
        return {key: piece}
    pieces[key] = piece
    return pieces


def _in_order(heights: Heights) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(heights.items()))


def _rounded(height: float) -> float:
    return round(height, 3)
