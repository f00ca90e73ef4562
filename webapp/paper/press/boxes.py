"""What is read of WeasyPrint beyond what it promises: where its boxes stand, what a page draws, what its fonts have.

All that the next release may break is in this module. RELIED_ON names what can be named; what else is missing
shows when `problems` sets a small piece. Lengths are CSS pixels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from webapp.paper.press import engine

BOX = ("descendants", "margin_height", "border_height", "border_box_y", "content_box_x", "content_box_y")
# module, object in it, and what we ask of it
RELIED_ON = (
    ("weasyprint.document", "Page", ("_page_box",)),
    ("weasyprint.document", "Document", ("write_pdf", "fonts")),
    ("weasyprint.formatting_structure.boxes", "Box", BOX),
    ("weasyprint.pdf.fonts", "Font", ("hash", "family", "to_unicode", "widths", "missing")),
    ("pydyf", "PDF", ("objects", "pages", "add_page", "add_object")),
    ("pydyf", "Stream", ("stream", "extra", "compress")),
)


@dataclass(frozen=True, slots=True)
class Type:
    """A family of type, its size, the distance of its lines, its colour (red, green, blue from 0 to 1)."""

    family: str
    size: float
    leading: float
    colour: tuple[float, ...] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the box of its text, how the text is set in it, and the row it shares with others."""

    left: float
    top: float
    width: float
    height: float
    type: Type
    align: str
    vertical: str
    row: str

    def grown(self, lines: int) -> float:
        """By how much the place is too low for so many lines."""
        return max(0.0, lines * self.type.leading - self.height)

    def most_lines(self, extra: float = 0.0) -> int:
        """How many lines it holds when it is taller by `extra`."""
        return int((self.height + extra) / self.type.leading + 1e-6)

    def line_left(self, width: float) -> float:
        """Where a line so wide begins."""
        return self.left + {"left": 0.0, "center": 0.5, "right": 1.0}[self.align] * (self.width - width)

    def first_top(self, lines: int) -> float:
        """The top of the first of so many lines."""
        free = self.height - lines * self.type.leading
        return self.top + {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self.vertical] * free


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as WeasyPrint drew it: its content stream, the places on it, and how it joins what lies above and below.

    `height` reaches from the middle of its first line to the middle of its last, `above` is half the first line,
    `room` what the page has without its margins, `heights` those of the rows. `characters` are the letters by family.
    """

    width: float
    paper: float
    room: float
    height: float
    above: float
    content: bytes = field(repr=False)
    states: Mapping[str, Mapping[str, float]] = field(repr=False)
    characters: Mapping[str, str] = field(repr=False)
    places: Mapping[str, Place] = field(repr=False)
    heights: Mapping[str, float] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Glyph:
    """What a file draws for a character: which of its fonts, which glyph (hexadecimal), how wide in em."""

    font: str
    code: str
    width: float


class TallerThanPage(Exception):
    """A piece that takes more than one page."""


def problems() -> list[str]:
    """What of RELIED_ON this WeasyPrint does not have any more, and what it lacks when a piece is set all the same."""
    return [*_gone(), *_lacking()]


def _gone() -> Iterator[str]:
    for module, name, attributes in RELIED_ON:
        thing = getattr(import_module(module), name, None)
        if thing is None:
            yield f"{module}.{name}"
            continue
        written = {*dir(thing), *thing.__init__.__code__.co_names}
        yield from (f"{module}.{name}.{attribute}" for attribute in attributes if attribute not in written)


def _lacking() -> Iterator[str]:
    """The first thing that a small piece, a grid with a place in it, does not find."""
    cell = '<td style="border:1px solid" data-place="value">跟进</td>'
    grid = f'<table style="border-collapse:collapse"><tr>{cell}</tr></table>'
    try:
        found = drawing(f'<!doctype html><body style="line-height:1.4"><div class="piece">{grid}</div>', [])
        if not (found.places and found.above and found.content and found.characters):
            yield "places, lines or letters of a piece"
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        yield str(error)


def drawing(html: str, styles: list[Any]) -> Drawing:
    """Set the one element of class “piece” and keep what WeasyPrint drew. Raises TallerThanPage."""
    document = engine.lay_out(html, styles)
    if len(document.pages) != 1:
        raise TallerThanPage
    found: dict[str, Any] = {}
    document.write_pdf(finisher=lambda _, pdf: found.update(_drawn(pdf)), uncompressed_pdf=True)
    page = document.pages[0]._page_box
    (body,) = (box for box in page.descendants() if box.element is not None and box.element.get("class") == "piece")
    places, heights = _places(body)
    above, below = _seams(body)
    return Drawing(
        width=document.pages[0].width,
        paper=document.pages[0].height,
        room=page.height,
        height=body.margin_height() - above - below,
        above=above,
        characters=_characters(body),
        places=places,
        heights=heights,
        **found,
    )


def _drawn(pdf: Any) -> dict[str, Any]:
    """The content of the only page and the graphic states it names."""
    page = _referred(pdf, pdf.pages["Kids"][0])
    resources = _referred(pdf, page["Resources"])
    if resources["XObject"] or resources["Pattern"] or resources["Shading"]:
        raise ValueError("a piece draws lines, tints and text only")
    states = {name: dict(state) for name, state in resources["ExtGState"].items()}
    return {"content": joined(_referred(pdf, page["Contents"])), "states": states}


def emptied(pdf: Any) -> Any:
    """Take the only page out of a file, its two objects left as a null and an empty stream; gives its resources."""
    page = _referred(pdf, pdf.pages["Kids"][0])
    pdf.pages["Kids"].clear()
    pdf.pages["Count"] = 0
    _referred(pdf, page["Contents"]).stream.clear()
    resources = _referred(pdf, page["Resources"])
    page.clear()
    return resources


def _referred(pdf: Any, reference: bytes | int) -> Any:
    """The object of a file that a reference like “12 0 R” names."""
    return pdf.objects[int(reference.split()[0]) if isinstance(reference, bytes) else reference]


def joined(stream: Any) -> bytes:
    """What a stream says, not compressed."""
    return b"\n".join(part if isinstance(part, bytes) else str(part).encode() for part in stream.stream)


def _seams(body: Any) -> tuple[float, float]:
    """Half the thickness of the lines a piece begins and ends with: it shares them with its neighbours."""
    above = below = 0.0
    for box in body.descendants():
        if hasattr(box, "collapsed_border_grid"):
            top, bottom = box.border_top_width, box.border_bottom_width
        elif box.element is not None and "data-seam" in box.element.attrib:
            top = bottom = box.border_height() / 2
        else:
            continue
        if abs(box.border_box_y() - body.position_y) < 0.01:
            above = top
        if abs(box.border_box_y() + box.border_height() - body.position_y - body.height) < 0.01:
            below = bottom
    return above, below


def _characters(body: Any) -> dict[str, str]:
    found = defaultdict(set)
    for box in body.descendants(placeholders=True):
        if text := getattr(box, "text", ""):
            found[_family(box.style)].update(text)
    return {family: "".join(sorted(characters)) for family, characters in found.items()}


def _family(style: Any) -> str:
    return ", ".join(style["font_family"])


def _places(body: Any) -> tuple[dict[str, Place], dict[str, float]]:
    """The places by name, and the heights of the cells that stand for their rows."""
    places: dict[str, Place] = {}
    heights: dict[str, float] = {}
    rows: dict[tuple[float, float], str] = {}
    for box in body.descendants(placeholders=True):
        name = box.element.get("data-place") if box.element is not None else None
        if name is None or name in places:
            continue
        edges = round(box.position_y, 2), round(box.border_height(), 2)
        row = rows.setdefault(edges, name)
        heights.setdefault(row, box.border_height())
        places[name] = _place(box, body.position_y, row)
    return places, heights


def _place(box: Any, origin: float, row: str) -> Place:
    style = box.style
    size, spacing = style["font_size"], style["line_height"]
    leading = spacing * size if isinstance(spacing, (int, float)) else spacing.value
    above = box.border_top_width + style["padding_top"].value
    height = box.border_height() - above - box.border_bottom_width - style["padding_bottom"].value
    colour = tuple(round(part, 4) for part in style["color"].to("srgb").coordinates)
    vertical = style["vertical_align"] if style["vertical_align"] in ("top", "bottom") else "middle"
    align = {"center": "center", "right": "right", "end": "right"}.get(style["text_align_all"], "left")
    kind = Type(_family(style), size, leading, colour)
    return Place(
        box.content_box_x(), box.border_box_y() - origin + above, box.width, height, kind, align, vertical, row
    )


def glyphs(document: Any, family: str) -> tuple[dict[str, Glyph], set[str]]:
    """What a written document draws for each letter of a family, by its first font that has it; and what none has.

    A font of a PDF names each of its shapes once: of letters that share one, only one is found.
    """
    found: dict[str, Glyph] = {}
    missing: set[str] = set()
    rank = {name: place for place, name in enumerate(family.split(", "))}
    for font in sorted(document.fonts.values(), key=lambda font: rank.get(font.family, len(rank))):
        missing.update(map(chr, font.missing))
        unused = set(font.missing.values())
        for number, letter in font.to_unicode.items():
            if number not in unused:
                found.setdefault(letter, Glyph(font.hash, f"{number:04x}", font.widths[number] / 1000))
    return found, missing - found.keys()


def line_metrics(document: Any) -> tuple[float, float]:
    """How tall a line of the document's first text is, and how far its baseline is from its top."""
    line = next(box for box in document.pages[0]._page_box.descendants() if hasattr(box, "pango_layout"))
    return line.height, line.baseline - line.margin_top
