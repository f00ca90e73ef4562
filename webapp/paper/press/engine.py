"""WeasyPrint with our fonts, no network and no files; loaded on first use, one job at a time."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.errors import DomainError
from webapp.paper.press import fonts

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES, STYLES = ROOT / "templates" / "paper", ROOT / "static" / "print"

# Pango and HarfBuzz objects shared between threads corrupt memory
_lock = threading.RLock()


def once(make: Callable) -> Callable:
    """Keeps what a function makes.

    Unlike functools.cache it never makes the same thing twice, in two threads at once.
    """
    made: dict[tuple, Any] = {}

    @wraps(make)
    def get(*key):
        if key not in made:
            with _lock:
                if key not in made:
                    made[key] = make(*key)
        return made[key]

    return get


class PrintingUnavailable(DomainError):
    """A library or font that printing needs is not installed."""

    status = 503


@once
def weasyprint() -> SimpleNamespace:
    """The parts of WeasyPrint in use. Raises PrintingUnavailable."""
    for path in fonts.CORE:
        if not path.is_file():
            raise PrintingUnavailable(f"缺少打印字体 {path.name}，请运行 bin/vendor-fonts")
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
        version=weasyprint.__version__,
    )


def has_subsetter() -> bool:
    """Without HarfBuzz's subsetter fonts are cut in Python, ten times slower."""
    weasyprint()
    from weasyprint.text.ffi import harfbuzz_subset

    return harfbuzz_subset is not None


@once
def stylesheet(name: str) -> list[Any]:
    """A file of static/print, parsed; nothing where there is no such file."""
    path = STYLES / name
    return [css(path.read_text(encoding="utf-8"))] if path.is_file() else []


def css(text: str) -> Any:
    engine = weasyprint()
    return engine.CSS(string=text, font_config=engine.font_config, url_fetcher=engine.fetcher)


@once
def templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def lay_out(html: str, styles: list[Any]) -> Any:
    """HTML on pages: a WeasyPrint document that has been neither drawn nor written."""
    engine = weasyprint()
    try:
        document = engine.HTML(string=html, url_fetcher=engine.fetcher)
        return document.render(stylesheets=styles, font_config=engine.font_config)
    except engine.FatalURLFetchingError as error:
        raise PrintingUnavailable("打印模板引用了不允许读取的文件") from error


@contextmanager
def alone() -> Iterator[None]:
    """One job at a time, without garbage collection (a fifth faster). Nobody waits for the database in here."""
    with _lock:
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if collecting:
                gc.enable()
