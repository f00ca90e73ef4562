"""Pieces kept in files from one process to the next: setting those of a form anew takes as long as twenty sheets.

A file is good for exactly the templates, styles, fonts, code and libraries it was made with. Without a folder, or where
it cannot be written, every process sets its own pieces.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from webapp.paper.press import engine, fonts
from webapp.paper.press.boxes import Drawing, Place, Type
from webapp.storing import store

# macro, rows made taller, arguments, and what came of it
Shape = tuple[str, tuple, dict[str, Any], Drawing]

MOST = 400  # pieces in a file: what every sheet needs, and the usual heights of its rows
_folder: Path | None = None

log = logging.getLogger(__name__)


def keep_in(folder: Path) -> None:
    """Where the files are to lie; it is made when the first one is written."""
    global _folder
    _folder = folder


class Kept:
    """A file of this name, made of these templates and styles as they were when the process first asked for it."""

    def __init__(self, name: str, files: Sequence[Path] = ()):
        self.name, self.files = name, files
        self.made_of = _made_of(files)

    @property
    def path(self) -> Path | None:
        return _folder and _folder / f"{self.name}.json"

    def read(self, of: Callable[[Any], Any]) -> Any:
        """What `of` makes of what an earlier process left, or None."""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8")) if self.path else {}
            is_ours = kept.get("made_of") == self.made_of and kept.get("digest") == _digest_of(kept["left"])
            return of(json.loads(kept["left"])) if is_ours else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("what was kept as %s cannot be read: %s", self.name, error)
            return None

    def write(self, left: Any) -> None:
        """Leave it to the processes that come after, unless what it is made of has changed since."""
        if not self.path or _made_of(self.files) != self.made_of:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            text = json.dumps(left, ensure_ascii=False)
            kept = {"made_of": self.made_of, "digest": _digest_of(text), "left": text}
            store(self.path, json.dumps(kept, ensure_ascii=False).encode())
        except OSError as error:
            log.warning("%s cannot be kept: %s", self.name, error)


class Shelf:
    """The pieces of one form that are kept."""

    def __init__(self, slug: str, files: Sequence[Path]):
        self.file = Kept(slug, files)
        self.held = 0

    def load(self) -> list[Shape]:
        """What an earlier process left."""
        shapes = self.file.read(lambda left: [_shape(*told) for told in left]) or []
        self.held = len(shapes)
        return shapes

    def save(self, count: int, shapes: Callable[[], Iterable[Shape]]) -> None:
        """Write the file anew once there is a quarter more than it holds."""
        if self.held >= MOST or count <= self.held * 1.25:
            return
        told = [(*shape, _told(drawing)) for *shape, drawing in shapes()][:MOST]
        self.held = len(told)  # also where it fails: what cannot be written now cannot be written with the next sheet
        self.file.write(told)


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _made_of(files: Iterable[Path]) -> str:
    """A digest of all that decides how a piece looks."""
    return hashlib.sha256("".join((_ours(), *map(_digest, files))).encode()).hexdigest()


@engine.once
def _ours() -> str:
    """The same for what all forms share: fonts, our own code, the libraries that set."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    libraries = (version(name) for name in ("weasyprint", "pydyf", "jinja2"))
    return "".join((*map(_digest, (fonts.FOLDER / "SHA256SUMS", *code)), *libraries, *map(str, fonts.fallback_files())))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _told(drawing: Drawing) -> dict[str, Any]:
    return asdict(drawing) | {"content": drawing.content.decode("latin-1")}


def _shape(macro: str, grown: list, arguments: dict[str, Any], told: dict[str, Any]) -> Shape:
    places = {name: _place(said) for name, said in told["places"].items()}
    drawing = Drawing(**told | {"content": told["content"].encode("latin-1"), "places": places})
    return macro, _frozen(grown), {name: _frozen(value) for name, value in arguments.items()}, drawing


def _place(said: dict[str, Any]) -> Place:
    kind = said["type"]
    return Place(**said | {"type": Type(**kind | {"colour": tuple(kind["colour"])})})


def _frozen(value: Any) -> Any:
    """JSON knows no tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
