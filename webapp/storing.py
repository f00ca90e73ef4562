"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def store(path: Path, content: bytes) -> None:
    """Put a file in its place once it is complete, readable by its owner alone; what lay there before stays until then.

    Raises OSError, and leaves nothing behind, where the disk is full or the folder does not let us.
    """
    with staged(path, content):
        pass


@contextmanager
def staged(path: Path, content: bytes) -> Iterator[None]:
    """The file is written beside its place, and put there when what is done meanwhile has succeeded. Raises OSError."""
    if path.exists() and not path.is_file():  # a pipe or a terminal takes what comes
        path.write_bytes(content)
        yield
        return
    path = path.resolve()  # a link stays one; what it leads to is replaced
    folder = path.parent
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    _sync(folder)


def _sync(folder: Path) -> None:
    """Let the name last, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
