"""Sheets with names that say their state, and eyes to read the PDFs with."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont

from webapp.paper import Imprint
from webapp.paper.tracking_sheet import Entry, Person, TrackingSheet, default_notes

FIRST, SECOND, THIRD = "第一联 业务人员存", "第二联 分站负责人存", "第三联 公司督察存"
URL = "http://genjinbu.office.example/customers/C20240501001"


def records(count: int) -> list[Entry]:
    return [Entry(f"第{number}次登门拜访，面谈年度采购需求。", "李*", "2024-05-09") for number in range(1, count + 1)]


def entries(kind: str, count: int) -> list[Entry]:
    return [Entry(f"{kind}事项{number}。", "周*", "2024-05-12") for number in range(1, count + 1)]


def filled(**values) -> TrackingSheet:
    """An ordinary sheet: three records, a memo, a change and an instruction."""
    sheet = TrackingSheet(
        number="C20240501001",
        owner="李*",
        company="阿克雅科技有限公司",
        address="江苏省苏州市工业园区",
        project="高可靠性电源模块年度采购",
        is_agent=False,
        project_status="预算审批",
        contact=Person("王*　采购经理", "138****5678", "12***78"),
        agent=Person("陈*　技术总监", "139****0012"),
        core=Person("陈*", "139****0012"),
        linkage="无锡、常州各有一处在建项目",
        other="检测报告需加盖公章",
        records=records(3),
        memos=entries("备忘", 1),
        changes=entries("变更", 1),
        instructions=entries("批示", 1),
        notes=default_notes(),
        imprint=Imprint("P20240512-0007", 1, "2024-05-12 16:20", "李敏", URL),
    )
    return replace(sheet, **values)


def texts(pdf: bytes) -> list[str]:
    """The text layer, page by page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def run_on(pdf: bytes) -> str:
    """All text without any white space, to find what was broken over lines."""
    return "".join("".join(texts(pdf)).split())


def picture(pdf: bytes, page: int, scale: float = 1.0):
    """A page as an image; scale 1 is 72 dpi."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil()


def wrong_glyphs(pdf: bytes, sources: dict[str, TTFont]) -> list[str]:
    """Characters whose embedded outline is not the outline `sources` (by PostScript name) has for them."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = {str(name): font for page in opened.pages for name, font in page.Resources.Font.items()}
        return [wrong for font in fonts.values() for wrong in _wrong_in(font, sources)]


def _wrong_in(font, sources: dict[str, TTFont]) -> Iterator[str]:
    source = sources[str(font.BaseFont).split("+")[1].replace("-", "")]
    embedded = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
    cmap = source.getBestCmap()
    for glyph, character in _mapping(font).items():
        if _outline(embedded, embedded.getGlyphName(glyph)) != _outline(source, cmap[ord(character)]):
            yield character


def _outline(font: TTFont, glyph: str) -> tuple:
    coordinates, ends, _ = font["glyf"][glyph].getCoordinates(font["glyf"])
    return list(coordinates), list(ends)


def _mapping(font) -> dict[int, str]:
    """Glyph number to the one character it stands for, from the font's ToUnicode table."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>\n", font.ToUnicode.read_bytes())
    return {int(glyph, 16): chr(int(point, 16)) for glyph, point in pairs if point != b"ffff" and glyph != b"0000"}
