"""Pieces kept in files from one process to the next: setting those of a form anew takes as long as twenty sheets.

A file is good for exactly the templates, styles, fonts, code and libraries it was made with. Without a folder, or where
it cannot be written, every process sets its own pieces.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from webapp.paper.press import fonts
from webapp.paper.press.boxes import Drawing, Place, Type
from webapp.storing import store

# macro, rows made taller, arguments, and what came of it
Shape = tuple[str, tuple, dict[str, Any], Drawing]

MOST = 400  # pieces in a file: what every sheet needs, and the usual heights of its rows
_folder: Path | None = None
_saved: dict[str, int] = {}

log = logging.getLogger(__name__)


def keep_in(folder: Path) -> None:
    """Where the files are to lie; it is made when the first one is written."""
    global _folder
    _folder = folder


def load(slug: str, files: Iterable[Path]) -> list[Shape]:
    """What an earlier process left for a form that is made of these templates and styles."""
    shapes = list(_read(slug, files)) if _folder else []
    _saved[slug] = len(shapes)
    return shapes


def _read(slug: str, files: Iterable[Path]) -> Iterator[Shape]:
    try:
        left = json.loads(_path(slug).read_text(encoding="utf-8"))
        if left["made_of"] == _made_of(files):
            for macro, grown, arguments, told in left["shapes"]:
                yield macro, _frozen(grown), {name: _frozen(value) for name, value in arguments.items()}, _drawing(told)
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("the kept pieces of %s cannot be read: %s", slug, error)


def save(slug: str, files: Iterable[Path], shapes: Collection[Shape]) -> None:
    """Write the file anew once there is a quarter more than it holds."""
    held = _saved.get(slug, 0)
    if not _folder or held >= MOST or len(shapes) <= held * 1.25:
        return
    told = [(*shape, _told(drawing)) for *shape, drawing in islice(shapes, MOST)]
    _saved[slug] = len(told)
    try:
        _folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        store(_path(slug), json.dumps({"made_of": _made_of(files), "shapes": told}, ensure_ascii=False).encode())
    except OSError as error:
        log.warning("the pieces of %s cannot be kept: %s", slug, error)


def _path(slug: str) -> Path:
    return _folder / f"{slug}.json"


def _made_of(files: Iterable[Path]) -> str:
    """A digest of all that decides how a piece looks."""
    return hashlib.sha256("".join((_ours(), *map(_digest, files))).encode()).hexdigest()


@cache
def _ours() -> str:
    """The same for what all forms share: fonts, our own code, the libraries that set."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    libraries = (version(name) for name in ("weasyprint", "pydyf", "jinja2"))
    return "".join((*map(_digest, (fonts.FOLDER / "SHA256SUMS", *code)), *libraries, *map(str, fonts.fallback_files())))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _told(drawing: Drawing) -> dict[str, Any]:
    return asdict(drawing) | {"content": drawing.content.decode("latin-1")}


def _drawing(told: dict[str, Any]) -> Drawing:
    places = {name: _place(said) for name, said in told["places"].items()}
    return Drawing(**told | {"content": told["content"].encode("latin-1"), "places": places})


def _place(said: dict[str, Any]) -> Place:
    kind = said["type"]
    return Place(**said | {"type": Type(**kind | {"colour": tuple(kind["colour"])})})


def _frozen(value: Any) -> Any:
    """JSON knows no tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
