"""A file that somebody puts into the book is looked at before it comes in (R-FILES)."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from webapp.errors import DomainError
from webapp.media.kinds import Kind, kind_of

LOOK = Path(__file__).with_name("look.py")
PATIENCE = 20  # seconds
_ONE_AT_A_TIME = threading.Lock()  # of this server process: a picture made for that takes 700 MB for a second
TOO_HARD = "太复杂，打不开；请另存或重新扫描以后再传"


class Inspected(NamedTuple):
    """What it is, how many pages it has, and a small picture of it in JPEG, where there can be one."""

    kind: Kind
    pages: int | None
    small: bytes


def inspect(name: str, content: bytes) -> Inspected:
    """DomainError, in words that go on from the file's name, for what may not come in."""
    if not content:
        raise DomainError("是空的")
    kind = kind_of(name, content)
    if not kind.looked_at:
        return Inspected(kind, None, b"")
    found, small = _look(kind, content)
    if found["fault"]:
        raise DomainError(found["fault"])
    return Inspected(kind, found["pages"], small)


def _look(kind: Kind, content: bytes) -> tuple[dict, bytes]:
    """By a process of its own: what is hostile takes that along, and nothing else."""
    command = [sys.executable, "-I", str(LOOK), kind.name]
    try:
        with _ONE_AT_A_TIME:
            done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=True)
        line, _, small = done.stdout.partition(b"\n")
        return json.loads(line), small
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise DomainError(TOO_HARD) from error
