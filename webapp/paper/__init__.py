"""Paper: the office's forms as PDF, blank and filled. Knows no database and no Flask.

    result = paper.render("tracking-sheet", sheets, copies=3, collate="copies")
    blank = paper.render_blank("tracking-sheet")
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from multiprocessing import get_context
from typing import Any

from webapp.errors import DomainError
from webapp.paper import finishing, renderer, tracking_sheet
from webapp.paper.form import Imprint, PaperForm, PaperResult
from webapp.paper.renderer import DoesNotFit, PrintingUnavailable, diagnose

__all__ = [
    "FORMS", "DoesNotFit", "Imprint", "PaperForm", "PaperResult", "PrintingUnavailable",
    "diagnose", "render", "render_blank",
]  # fmt: skip

FORMS: dict[str, PaperForm] = {form.slug: form for form in (tracking_sheet.FORM,)}

# Sheets laid out together share font subsets; more than this and memory grows for nothing.
CHUNK = 25


def render(
    slug: str,
    sheets: Sequence[Any],
    *,
    copies: int | Sequence[int] = 3,
    collate: str = "copies",
    processes: int = 1,
) -> PaperResult:
    """Print filled sheets. `copies` is how many (3: first to third) or which, counted from 1: (2,).

    `collate` "copies" or "sheets", see finishing.leaves. With `processes` 2 a batch of many customers is set side by side.
    Raises DomainError where there is nothing to print, PrintingUnavailable, DoesNotFit.
    """
    if not sheets:
        raise DomainError("没有要打印的客户")
    chunks = [sheets[start : start + CHUNK] for start in range(0, len(sheets), CHUNK)]
    part = partial(_part, slug, copies, collate)
    parts = _side_by_side(part, chunks, processes) if min(processes, len(chunks)) > 1 else list(map(part, chunks))
    missing = dict.fromkeys(character for part in parts for character in part.missing)
    return PaperResult(
        finishing.merge([part.pdf for part in parts]), tuple(missing), sum(part.pages for part in parts)
    )


def _side_by_side(part: Callable, chunks: list[Sequence[Any]], processes: int) -> list[PaperResult]:
    # spawned, not forked: a server thread may hold any lock at this moment
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(part, chunks))


def _part(slug: str, copies: int | Sequence[int], collate: str, sheets: Sequence[Any]) -> PaperResult:
    form = FORMS[slug]
    rendered, pages, missing = renderer.typeset(form, sheets)
    leaf = 2 if form.duplex else 1
    order = list(finishing.leaves(pages, copies=_indexes(form, copies), leaf=leaf, collate=collate))
    return PaperResult(finishing.finish(rendered, order, form.copy_labels), missing, len(order))


def _indexes(form: PaperForm, copies: int | Sequence[int]) -> list[int]:
    """Which labels to print, counted from 0; a form without labels prints once."""
    if not form.copy_labels:
        return [0]
    numbers = range(1, copies + 1) if isinstance(copies, int) else copies
    chosen = [number - 1 for number in numbers if 1 <= number <= len(form.copy_labels)]
    if not chosen:
        raise DomainError(f"请选择要打印哪一联（1～{len(form.copy_labels)}）", "copies")
    return chosen


def render_blank(slug: str, *, copies: int | Sequence[int] = 3, **settings: Any) -> PaperResult:
    """The blank form (空白表), kept in memory: it changes only with the template or its settings (notes)."""
    copies = copies if isinstance(copies, int) else tuple(copies)
    return _blank(slug, copies, tuple(sorted(settings.items())))


@lru_cache(maxsize=64)
def _blank(slug: str, copies: int | tuple[int, ...], settings: tuple[tuple[str, Any], ...]) -> PaperResult:
    return render(slug, [FORMS[slug].blank(**dict(settings))], copies=copies)
