"""What a paper form is, and what the sheets of all forms have in common: head, foot and trace, edges, watermark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from webapp.paper.press import engine
from webapp.paper.press.code import Code
from webapp.paper.press.faces import face, printable
from webapp.paper.press.flow import Page
from webapp.paper.press.pieces import Band, Kit

BLANK = "空白表"
WATERMARK = "Genjinbu Hei, Noto Sans CJK SC"  # its type


@dataclass(frozen=True)
class Imprint:
    """The trace of one printing (R-TRACE): the foot line, the QR code and the watermark. A blank has none."""

    print_number: str = ""
    nth: int | None = None
    printed_at: str = ""
    printed_by: str = ""
    url: str = ""
    watermark: str = ""
    notice: str = ""

    def line(self, number: str) -> str:
        """The foot line of a sheet about the customer of this number, if it is about one."""
        said = (
            number and f"客户编号 {number}",
            self.print_number and f"打印号 {self.print_number}",
            self.nth and f"第{self.nth}次打印",
            self.printed_at,
            self.printed_by,
        )
        return "  ".join(filter(None, said)) or BLANK


@dataclass(frozen=True, eq=False)
class PaperForm:
    """One form.

    `pages` deals a sheet, a value of the form's own type, out over pages: bands from the head down. A sheet about one
    customer says its `number`, for the foot. `blank` is the sheet nobody has filled in. `copy_labels` are the copies
    it prints in; a `duplex` form turns its leaves. `variants` are the ways to fill it, by name, "" the usual one.
    `fill` makes sheets of customers for somebody's Eyes, one for each or, of a list (`is_list`), one for all; a form
    without it is about something else, and printed from that one's own page. `texts` are what the office has written
    for it, for the blank; `words` call the fields of its sheets as people do, `parts` what such a field holds, where
    a printed one is compared with the book (R-CONSIST).
    """

    slug: str
    title: str
    name: str
    pages: Callable[[Any, Kit], list[Page]]
    blank: Callable[..., Any]
    fill: Callable[..., Iterable[Any]] | None = None
    is_list: bool = False
    copy_labels: tuple[str, ...] = ()
    duplex: bool = False
    variants: Mapping[str, str] = field(default_factory=lambda: {"": ""})
    texts: Callable[[], dict[str, str]] = dict
    words: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def kit(self) -> Kit:
        return _kit(self)

    def file_name(self, about: str, day: date) -> str:
        """客户名称-代跟踪服务表-20240510.pdf (R-ARCHIVE), safe on every file system."""
        safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", about).strip(" .") or "客户"
        return f"{safe[:80]}-{self.name}-{day:%Y%m%d}.pdf"

    def labels(self) -> list[list[tuple[float, Band]]]:
        """What is stamped on the pages of each copy: its name upright in the margin, and in the foot for machines."""
        return [
            [(0.0, self.kit.band("upright", label=label, hidden=True)), (0.0, self.kit.band("across", label=label))]
            for label in self.copy_labels
        ]


@engine.once
def _kit(form: PaperForm) -> Kit:
    return Kit(form.slug)


def finished(form: PaperForm, pages: Sequence[Page], imprint: Imprint, number: str) -> list[list[tuple[float, Band]]]:
    """Each page with the thick lines around its grids, the trace in its foot, QR code and watermark.

    As bands and their tops.
    """
    return [list(_placed(form, page, imprint, number, place, len(pages))) for place, page in enumerate(pages, 1)]


def _placed(
    form: PaperForm, page: Page, imprint: Imprint, number: str, place: int, pages: int
) -> Iterable[tuple[float, Band]]:
    top, edges = 0.0, []
    for band, is_edged in _edged(page):
        if is_edged:
            edges.append(top)
        if band:
            yield top - band.piece.drawing.above, _with_code(band, imprint)
            top += band.height
    edge = form.kit.band("edge")
    yield from ((top - edge.piece.drawing.above, edge) for top in edges)  # last: tints would cover half of them
    side = f"{'背正'[place % 2]}面　" if form.duplex else ""
    values = {"trace": imprint.line(number), "page": f"{side}第 {place} / {pages} 页", "notice": imprint.notice}
    yield page[0].piece.drawing.room, form.kit.band("foot", values, labelled=bool(form.copy_labels))
    if imprint.watermark:
        text = face(WATERMARK).spelled(printable(imprint.watermark))
        yield 0.0, form.kit.band("watermark", text=text)


def _edged(page: Page) -> Iterable[tuple[Band | None, bool]]:
    """The bands, and whether a thick line stands above each: where a grid begins, and where it has ended."""
    inside = False
    for band in page:
        yield band, band.piece.is_ruled != inside
        inside = band.piece.is_ruled
    yield None, inside


def _with_code(band: Band, imprint: Imprint) -> Band:
    return replace(band, images={"qr": Code(imprint.url)}) if imprint.url and "qr" in band.piece.places else band
