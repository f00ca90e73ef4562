"""A form's sides set by WeasyPrint alone, values in the HTML: what the press has to print."""

import html
import re

import pypdfium2
from PIL import ImageChops, ImageFilter

from webapp.paper.press import Kit, code, engine
from webapp.paper.press.file import Side

FLAT = """
@page { margin: 0 !important }
section { position: relative; break-after: page }
section:last-child { break-after: auto }
.reference { position: absolute; left: 0; right: 0 }
"""


def reference(kit: Kit, sides: list[Side]) -> bytes:
    """The sides as one ordinary document."""
    pages = "".join(_section(kit, side) for side in sides)
    body = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body>{pages}</body></html>'
    with engine.alone():
        return engine.lay_out(body, [*kit.stylesheets(), engine.css(FLAT)]).write_pdf()


def _section(kit: Kit, side: Side) -> str:
    height = side[0][1].piece.drawing.paper - 0.5
    bands = "".join(_band(kit, *placed) for placed in side)
    return f'<section style="height:{height:.2f}px">{bands}</section>'


def _band(kit: Kit, top: float, band) -> str:
    arguments = {name: value for name, value in band.piece.arguments.items() if name != "hidden"}
    markup = kit.markup(band.piece.macro, dict(band.piece.grown), arguments)
    for name, lines in band.lines.items():
        text = html.escape("".join(f"{line.rstrip()}\n" for line in lines).rstrip())
        markup = _into(markup, name, f'<span style="white-space:pre">{text}</span>')
    for name, image in band.images.items():
        uri = code.matrix(image.url).png_data_uri(scale=1, border=code.QUIET)
        style = "display:block;width:100%;height:100%;image-rendering:pixelated"
        markup = _into(markup, name, f'<img src="{uri}" style="{style}">')
    return f'<div class="reference" style="top:{top:.4f}px"><div class="piece">{markup}</div></div>'


def _into(markup: str, name: str, content: str) -> str:
    filled, times = re.subn(
        rf'(data-place="{re.escape(name)}"[^>]*>)', lambda match: match[1] + content, markup, count=1
    )
    assert times, name
    return filled


def unlike(one: bytes, other: bytes, dpi: int = 100) -> list[float]:
    """For each page, the share of its pixels that differ beyond a shift of one pixel."""
    pairs = zip(_pictures(one, dpi), _pictures(other, dpi), strict=True)
    return [max(_beyond(a, b), _beyond(b, a)) for a, b in pairs]


def _pictures(pdf: bytes, dpi: int):
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]


def _beyond(picture, other) -> float:
    """The share of `picture` darker than anything next to it in `other`."""
    lacking = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), picture)
    return sum(lacking.histogram()[64:]) / (picture.width * picture.height)
