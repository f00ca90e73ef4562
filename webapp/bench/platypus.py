"""The tracking sheet as reportlab's platypus sets it: the same texts, grids and fonts, without our code for it."""

from __future__ import annotations

import io
from functools import cache
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from webapp.paper.forms.tracking_sheet import FORM, default_notes
from webapp.paper.press import fonts

GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, "#444444"),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("BACKGROUND", (0, 0), (0, -1), "#f1eee7"),
]


class Printed(NamedTuple):
    pdf: bytes
    pages: int


@cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    for family, path in fonts.FAMILIES.items():
        pdfmetrics.registerFont(TTFont(family, path))
    body = {"wordWrap": "CJK", "fontSize": 10, "leading": 14.5}
    label = {"wordWrap": "CJK", "fontSize": 9.5, "leading": 12, "alignment": 1}
    return (
        ParagraphStyle("title", fontName="Genjinbu Hei", fontSize=18, leading=26, alignment=1),
        ParagraphStyle("label", fontName="Genjinbu Hei", **label),
        ParagraphStyle("body", fontName="Genjinbu Song", **body),
    )


def print_sheet(said: dict, copies: int) -> Printed:
    target = io.BytesIO()
    margins = {"leftMargin": 16 * mm, "rightMargin": 14 * mm, "topMargin": 10 * mm, "bottomMargin": 13 * mm}
    document = SimpleDocTemplate(target, pagesize=A4, title=FORM.title, **margins)
    document.build([part for label in FORM.copy_labels[:copies] for part in _story(said, label)])
    return Printed(target.getvalue(), document.page)


def _story(said: dict, label: str) -> list:
    title, _, _ = _styles()
    records = [(str(number), *record) for number, record in enumerate(said["records"], 1)]
    records += [(str(number), "", "", "") for number in range(len(records) + 1, 13)]
    number, _, at, by, _ = said["imprint"]
    foot = Paragraph(f"客户编号 {said['number']}　打印号 {number}　第1次打印　{at}　{by}　{label}", _styles()[1])
    owner = [["对接业务员", said["owner"], "编号", said["number"]]]
    head = [Paragraph(FORM.title, title), _table(owner, (30, 60, 30, 60))]
    turned = [Spacer(0, 2 * mm), foot, PageBreak()]
    return [*head, *_front(said, records[:6]), *turned, *head, *_back(said, records[6:]), *turned]


def _front(said: dict, records: list) -> list[Table]:
    memos = [[f"重要事宜备忘 {place}", text] for place, text in enumerate(_lines(said["memos"], 3), 1)]
    return [
        _table(_facts(said), (28, 38, 12, 32, 10, 30, 30)),
        _records(records),
        _table(memos, (32, 148)),
        _table([["备注", default_notes().replace("\n", "<br/>")]], (18, 162)),
    ]


def _back(said: dict, records: list) -> list[Table]:
    changes = [[f"变更{place}", text] for place, text in zip("一二三", _lines(said["changes"], 3))]
    return [
        _table(changes, (32, 148), 15.5 * mm),
        _table([[f"批示{place}", ""] for place in "一二"], (32, 148), 15.5 * mm),
        _records(records),
        _table([[f"重大事宜备忘 {place}", ""] for place in (1, 2)], (32, 148)),
        _table([["业务人员", "", "分站负责人", "", "督察", ""]], (22, 38, 22, 38, 22, 38), 15 * mm),
    ]


def _facts(said: dict) -> list[list[str]]:
    rows = [
        [label, said[name], "", "", "", "", ""]
        for label, name in (("开发单位", "company"), ("联系地址", "address"), ("项目名称", "project"))
    ]
    for label, name, beside in (
        ("联系人", "contact", "是否代理"),
        ("联系人", "agent", said["status"]),
        ("核心人物", "core", ""),
    ):
        person, title, phone, qq = said[name]
        rows.append([label, f"{person}　{title}", "电话", phone, "QQ", qq, beside])
    return [*rows, ["区域联动", said["linkage"], "", "", "", "", ""], ["其它备注", said["other"], "", "", "", "", ""]]


def _records(records: list) -> Table:
    return _table([["序", "跟踪服务内容记录", "执行人", "日期"], *records], (10, 126, 18, 26), 12.5 * mm)


def _lines(entries: list, count: int) -> list[str]:
    return [*(f"{on}　{text}（{by}）" for text, by, on in entries), *[""] * count][:count]


def _table(rows: list, widths: tuple[float, ...], height: float = 7.6 * mm) -> Table:
    _, label, body = _styles()
    cells = [
        [Paragraph(text, label if place == 0 else body) if text else "" for place, text in enumerate(row)]
        for row in rows
    ]
    return Table(cells, [width * mm for width in widths], [max(height, _needed(row, widths)) for row in cells], GRID)


def _needed(row: list, widths: tuple[float, ...]) -> float:
    """How tall the row's texts are."""
    return max((cell.wrap(width * mm - 12, 10_000)[1] + 6 for cell, width in zip(row, widths) if cell), default=0)
