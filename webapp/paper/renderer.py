"""HTML to PDF pages with WeasyPrint, loaded on first use, one render at a time."""

import gc
import logging
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.errors import DomainError
from webapp.paper import fonts
from webapp.paper.form import PaperForm

ROOT = Path(__file__).resolve().parents[2]
SLACKS = (1.0, 0.9, 0.75, 0.5)

# Pango and HarfBuzz objects shared between threads corrupt memory: one render at a time.
_lock = threading.RLock()


class PrintingUnavailable(DomainError):
    """A library or font that printing needs is not installed."""

    status = 503


class DoesNotFit(DomainError):
    """A sheet whose text could not be brought onto whole pages."""


@cache
def _engine() -> SimpleNamespace:
    """WeasyPrint with our fonts, no network, no files. Raises PrintingUnavailable."""
    _require_core_fonts()
    fonts.install()
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except (ImportError, OSError) as error:
        raise PrintingUnavailable("打印组件没有装好（Pango），请运行 bin/system-deps") from error
    return SimpleNamespace(
        HTML=weasyprint.HTML,
        CSS=weasyprint.CSS,
        fetcher=URLFetcher(allowed_protocols={"data"}),
        font_config=FontConfiguration(),
        FatalURLFetchingError=FatalURLFetchingError,
    )


def _require_core_fonts() -> None:
    for path in fonts.CORE:
        if not path.is_file():
            raise PrintingUnavailable(f"缺少打印字体 {path.name}，请运行 bin/vendor-fonts")


def diagnose() -> list[str]:
    """What keeps paper from printing well, in Chinese; empty when all is well."""
    problems = fonts.problems()
    try:
        _engine()
    except PrintingUnavailable as error:
        return problems if error.message in problems else [*problems, error.message]
    from weasyprint.text.ffi import harfbuzz_subset

    if harfbuzz_subset is None:
        problems.append("缺少 libharfbuzz-subset0：打印会慢十倍以上，请运行 bin/system-deps")
    return problems


@cache
def _stylesheets(name: str) -> list[Any]:
    """The parsed style of paper in general and of one form."""
    engine = _engine()
    texts = ((ROOT / "static" / "print" / file).read_text(encoding="utf-8") for file in ("paper.css", name))
    return [engine.CSS(string=text, font_config=engine.font_config, url_fetcher=engine.fetcher) for text in texts]


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["qr"] = qr
    return environment


def printable(value: Any) -> Any:
    """Nothing for None, and no control or surrogate characters in text: neither can be printed."""
    if value is None:
        return ""
    if type(value) is not str or value.isprintable():
        return value
    return "".join(c for c in value if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


@cache
def qr(url: str) -> str:
    """A QR code as a data URI, one pixel a module with its quiet zone; CSS gives it its size."""
    return segno.make(url, error="m", micro=False).png_data_uri(scale=1, border=4)


class MissingCharacters(logging.Handler):
    """Listens to WeasyPrint's warnings for characters that no font has."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef") and record.args:
            self.found[record.args[0]] = None


@contextmanager
def _render() -> Iterator[MissingCharacters]:
    """One render: alone, without garbage collection (a fifth faster), counting missing characters."""
    logger, missing = logging.getLogger("weasyprint"), MissingCharacters()
    with _lock:
        collecting = gc.isenabled()
        gc.disable()
        logger.addHandler(missing)
        try:
            yield missing
        finally:
            logger.removeHandler(missing)
            if collecting:
                gc.enable()


def write(template: str, stylesheet: str, **context: Any) -> bytes:
    """A template as an uncompressed PDF."""
    with _render():
        return _write(_lay_out(template, stylesheet, context))


def _lay_out(template: str, stylesheet: str, context: dict[str, Any]) -> Any:
    engine = _engine()
    html = _templates().get_template(template).render(context)
    try:
        return engine.HTML(string=html, url_fetcher=engine.fetcher).render(
            stylesheets=_stylesheets(stylesheet), font_config=engine.font_config
        )
    except engine.FatalURLFetchingError as error:
        raise PrintingUnavailable("打印模板引用了不允许读取的文件") from error


def _write(document: Any) -> bytes:
    return document.write_pdf(uncompressed_pdf=True)


def typeset(form: PaperForm, sheets: Sequence[Any]) -> tuple[bytes, list[int], tuple[str, ...]]:
    """All sheets once, as an uncompressed PDF, with each one's page count and the missing characters.

    A sheet of which a page spilled over is planned again with less text on a line.
    """
    tries = [0] * len(sheets)
    with _render() as missing:
        while True:
            plans = [form.plan(sheet, SLACKS[attempt]) for sheet, attempt in zip(sheets, tries)]
            document = _lay_out(form.template, form.stylesheet, {"form": form, "printings": list(zip(sheets, plans))})
            spilled = _spilled(document, plans)
            if not spilled:
                return _write(document), [len(plan) for plan in plans], tuple(missing.found)
            _try_again(tries, spilled)


def _try_again(tries: list[int], spilled: set[int]) -> None:
    for index in spilled:
        tries[index] += 1
        if tries[index] == len(SLACKS):
            raise DoesNotFit("内容太长，这张表排不下，请缩短后再打印")


def _spilled(document: Any, plans: Sequence[Sequence[Any]]) -> set[int]:
    """Which sheets have a page that took more than one side of paper.

    The template gives page 1 of sheet 0 the id page-0-0; a side that carries it on carries the id again.
    """
    if len(document.pages) == sum(len(plan) for plan in plans):
        return set()
    names = [name for page in document.pages for name in page.anchors if name.startswith("page-")]
    return {int(name.split("-")[1]) for name, sides in Counter(names).items() if sides > 1}
