"""The press: forms set once in pieces, filled in milliseconds, written as PDF. Knows no database and no Flask.

    composed = press.compose(FORM, sheets)            # what stands on each page; refuses what cannot be printed
    result = composed.print(imprints, copies=(1, 2))
    blank = press.print_blank(FORM)

A form is a template of macros. Each is set by WeasyPrint as it is needed and kept with the places where values stand
(pieces.py); values are broken into lines (lines.py, faces.py), dealt out over pages (flow.py), framed (form.py) and
written as glyphs of one small document (file.py). docs/decisions/0002-paper.md tells why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from webapp.errors import DomainError
from webapp.paper.press import boxes, engine, file, fonts
from webapp.paper.press.engine import PrintingUnavailable
from webapp.paper.press.flow import Page
from webapp.paper.press.form import Imprint, PaperForm, finished
from webapp.paper.press.kept import keep_in
from webapp.paper.press.pieces import MM, Band, Kit, TooLong

__all__ = ["COPIES", "MM", "Band", "Composition", "Imprint", "Kit", "Page", "PaperForm", "PaperResult"]
__all__ += ["PrintingUnavailable", "TooLong", "compose", "diagnose", "keep_in", "print_blank"]

COPIES = (1, 2, 3)
NAMED = 4  # letters that no font has, by their code in the foot


class PaperResult(NamedTuple):
    """A finished PDF. `missing` names the letters that no font can print; in their place stands 〓."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Composition:
    """Sheets of one form, dealt out over pages and not yet numbered.

    `numbers` are those of their customers, '' for none.
    """

    form: PaperForm
    runs: Sequence[Sequence[Page]]
    numbers: Sequence[str]

    def count(self, copies: Sequence[int] = COPIES) -> int:
        """How many pages they are in these copies. Raises DomainError for copies there are not."""
        return sum(map(len, self.runs)) * len(_chosen(self.form, copies))

    def print(
        self, imprints: Sequence[Imprint], *, copies: Sequence[int] = COPIES, collate: str = "copies"
    ) -> PaperResult:
        """The PDF, each sheet under its imprint. `copies` are counted from 1; a form without copies prints once.

        `collate` "copies" or "sheets", see file.leaves. Raises DomainError for copies there are not.
        """
        form, chosen = self.form, _chosen(self.form, copies)
        sheets = zip(self.runs, imprints, self.numbers, strict=True)
        runs, missing = zip(*(_framed(form, pages, imprint, number) for pages, imprint, number in sheets))
        order = list(
            file.leaves([len(run) for run in runs], copies=chosen, leaf=2 if form.duplex else 1, collate=collate)
        )
        pdf = file.press([side for run in runs for side in run], order, form.labels(), form.title)
        return PaperResult(pdf, len(order), tuple(dict.fromkeys(letter for lacking in missing for letter in lacking)))


def _framed(form: PaperForm, pages: Sequence[Page], imprint: Imprint, number: str) -> tuple[list[file.Side], list[str]]:
    """A sheet with head, foot and trace, a note in the foot where letters are lacking; and which."""
    sides = finished(form, pages, imprint, number)
    lacking = list(dict.fromkeys(letter for side in sides for _, band in side for letter in band.lacking))
    return (finished(form, pages, _noting(imprint, lacking), number) if lacking else sides), lacking


def _noting(imprint: Imprint, lacking: Sequence[str]) -> Imprint:
    """The imprint with a line for the hand that adds what no font has."""
    codes = "、".join(f"U+{ord(letter):04X}" for letter in lacking[:NAMED])
    more = f" 等 {len(lacking)} 个" if len(lacking) > NAMED else ""
    return replace(imprint, notice=f"表中“〓”是字库里没有的字，请对照系统手写补上：{codes}{more}")


def compose(form: PaperForm, sheets: Sequence[Any]) -> Composition:
    """Sheets of a form on their pages.

    Raises DomainError where there is nothing to print, TooLong, PrintingUnavailable.
    """
    if not sheets:
        raise DomainError("没有要打印的内容")
    numbers = [getattr(sheet, "number", "") for sheet in sheets]
    return Composition(form, [_laid_out(form, *sheet) for sheet in zip(sheets, numbers, strict=True)], numbers)


def _laid_out(form: PaperForm, sheet: Any, number: str) -> list[Page]:
    try:
        return form.pages(sheet, form.kit)
    except TooLong as refusal:
        raise TooLong(f"客户 {number}：{refusal.message}" if number else refusal.message) from refusal


def _chosen(form: PaperForm, copies: Sequence[int]) -> list[int]:
    """Which labels to print, counted from 0; a form without labels prints once."""
    labels = len(form.copy_labels)
    if not labels:
        return [0]
    chosen = [number - 1 for number in copies if 1 <= number <= labels]
    if not chosen:
        raise DomainError(f"请选择要打印哪一联（1～{labels}）", "copies")
    return chosen


def print_blank(form: PaperForm, *, copies: Sequence[int] = COPIES, **texts: str) -> PaperResult:
    """The blank form (空白表), kept in memory: it changes only with the office's texts on it (notes)."""
    return _blank(form, tuple(copies), tuple(sorted(texts.items())))


@lru_cache(maxsize=64)
def _blank(form: PaperForm, copies: tuple[int, ...], texts: tuple[tuple[str, str], ...]) -> PaperResult:
    result = compose(form, [form.blank(**dict(texts))]).print([Imprint()], copies=copies)
    form.kit.keep()
    return result


def diagnose() -> list[str]:
    """What keeps paper from printing well, in Chinese; empty when all is well."""
    problems = fonts.problems()
    try:
        engine.weasyprint()
    except PrintingUnavailable as error:
        return problems if error.message in problems else [*problems, error.message]
    if not engine.has_subsetter():
        problems.append("缺少 libharfbuzz-subset0：打印会慢十倍以上，请运行 bin/system-deps")
    problems += [f"WeasyPrint {engine.weasyprint().version} 里没有 {name}，与本程序不合" for name in boxes.problems()]
    return problems
