"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path


def store(path: Path, content: bytes) -> None:
    """Put a file in its place once it is complete, readable by its owner alone; what lay there before stays until then.

    Raises OSError, and leaves nothing behind, where the disk is full or the folder does not let us.
    """
    if path.exists() and not path.is_file():  # a pipe or a terminal takes what comes
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
