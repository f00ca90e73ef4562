"""The pieces a form is made of: parts of its template, set once by WeasyPrint, with the places where values stand.

A piece is a macro of the form's template, or of _parts.html which all forms share. It is set for every shape it takes
(its arguments, and how tall a row must grow) and kept. Lengths are CSS pixels.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from webapp.errors import DomainError
from webapp.paper.press import boxes, engine, kept
from webapp.paper.press.boxes import Drawing, Place
from webapp.paper.press.lines import set_in
from webapp.paper.press.stretch import Slope, slope, stretched

MM = 96 / 25.4
MOST = 2_000  # pieces of one form in memory
CONTINUED = ("续",)
STRETCH = 200.0  # by which a row is made taller to see what moves with it
LEVEL = 6  # of compression
_PAGE = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body><div class="piece">%s</div></body></html>'


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
        self._stretched: dict[tuple, Piece] = {}
        self.templates, self.styles = (f"{slug}.html", "_parts.html"), ("paper.css", f"{slug}.css")

    @cached_property
    def _set(self) -> dict[tuple, Piece]:
        """The pieces that WeasyPrint has set, here or in an earlier process."""
        return {_key(*shape): Piece(*shape, drawing) for *shape, drawing in kept.load(self.slug, self._files())}

    def piece(self, macro: str, grown: tuple[tuple[str, float], ...] = (), **arguments: Any) -> Piece:
        """The macro set with these arguments; `grown` names places and the height their row must have at least.

        Arguments are texts, numbers, and tuples of them. `hidden` keeps the text from those who read the file by machine.
        """
        key = _key(macro, grown, arguments)
        found = self._set.get(key) or self._stretched.get(key)
        if found is None:
            found = self._made(macro, dict(grown), arguments) if grown else self._setting(macro, {}, arguments)
        return found

    def _made(self, macro: str, heights: Mapping[str, float], arguments: Mapping[str, Any]) -> Piece:
        """The piece with rows taller: worked out, or set where that is not to be had."""
        base = self.piece(macro, **arguments)
        slopes = {row: (self._slope(base, row), height - base.drawing.heights[row]) for row, height in heights.items()}
        if not all(one for one, _ in slopes.values()):
            return self._setting(macro, heights, arguments)
        if len(self._stretched) >= MOST:
            self._stretched.clear()
        piece = Piece(macro, _told(heights), arguments, stretched(base.drawing, slopes))
        self._stretched[_key(macro, piece.grown, arguments)] = piece
        return piece

    def _slope(self, base: Piece, row: str) -> Slope | None:
        """How the piece changes with the height of a row."""
        if row not in base.slopes:
            tall = _told({row: _rounded(base.drawing.heights[row] + STRETCH)})
            key = _key(base.macro, tall, base.arguments)
            taller = self._set.get(key) or self._setting(base.macro, dict(tall), base.arguments)
            base.slopes[row] = slope(base.drawing, taller.drawing, row)
        return base.slopes[row]

    def keep(self) -> None:
        """Leave the pieces to the processes that come after, where there is a place for them."""
        pieces = self._set.values()
        kept.save(self.slug, self._files(), [(piece.macro, piece.grown, piece.arguments, piece.drawing) for piece in pieces])

    def _files(self) -> list[Path]:
        return [*(engine.TEMPLATES / name for name in self.templates), *(engine.STYLES / name for name in self.styles)]

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
        return replace(band, piece=self._again(band.piece, {tallest: _rounded(heights[tallest] + height - band.height)}))

    def parted(self, band: Band, room: float) -> tuple[Band, Band]:
        """As much of a band as fits in `room`, and the rest as another of its kind, 续 in its first place if that is free."""
        base = self.piece(band.piece.macro, **band.piece.arguments)
        spare = room - base.height
        kept = {name: max(1, base.places[name].most_lines(spare)) for name in band.lines}
        here = {name: lines[: kept[name]] for name, lines in band.lines.items()}
        rest = {name: lines[kept[name] :] for name, lines in band.lines.items() if lines[kept[name] :]}
        rest = {next(iter(base.places)): CONTINUED} | rest
        return (
            Band(self._holding(base, here), here, band.lacking, band.images, from_top=True),
            Band(self._holding(base, rest), rest, from_top=True),
        )

    def _again(self, piece: Piece, rows: Mapping[str, float]) -> Piece:
        return self.piece(piece.macro, _told(dict(piece.grown) | rows), **piece.arguments)

    def _setting(self, macro: str, heights: Mapping[str, float], arguments: Mapping[str, Any]) -> Piece:
        """The piece as WeasyPrint sets it."""
        hidden = arguments.get("hidden")
        said = {name: value for name, value in arguments.items() if name != "hidden"}
        with engine.alone():
            drawing = boxes.drawing(_PAGE % self.markup(macro, heights, said), self.stylesheets())
        if hidden:
            drawing = replace(drawing, content=b"/Span <</ActualText ( )>> BDC " + drawing.content + b" EMC")
        piece = Piece(macro, _told(heights), arguments, drawing)
        if len(self._set) >= MOST:
            self._set.clear()
        self._set[_key(macro, piece.grown, arguments)] = piece
        return piece

    def markup(self, macro: str, heights: Mapping[str, float], arguments: Mapping[str, Any]) -> str:
        """The HTML of a macro, its places marked."""

        def place(name: str) -> Markup:
            style = f' style="height:{heights[name]:.3f}px"' if name in heights else ""
            return Markup(f'data-place="{escape(name)}"{style}')

        for template in self.templates:
            module = engine.templates().get_template(template).make_module({"place": place})
            if hasattr(module, macro):
                return str(getattr(module, macro)(**arguments))
        raise AttributeError(f"no macro “{macro}” in {' or '.join(self.templates)}")

    def stylesheets(self) -> list[Any]:
        return [sheet for name in self.styles for sheet in engine.stylesheet(name)]


def _key(macro: str, grown: tuple, arguments: Mapping[str, Any]) -> tuple:
    return macro, grown, *sorted(arguments.items())


def _told(heights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(heights.items()))


def _rounded(height: float) -> float:
    return round(height, 3)
