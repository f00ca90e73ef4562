"""The key the audit trail is sealed with. It lies outside the database: whoever can write rows cannot make the chain
anew (R-AUDIT).

Entries of before there was a key were chained by a plain hash. The file says which was the last of them, and its hash.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from webapp.database import db
from webapp.storing import staged

FILE = "audit_key"
ELSEWHERE = "-"  # stands in the file for a key that is given by the environment


class Seal(NamedTuple):
    """`until` is the id of the last entry without a seal (0 for none), `hash` that entry's; `path` where that is
    written."""

    key: bytes = b""
    until: int = 0
    hash: str = ""
    path: Path | None = None

    def digest(self, said: str, id_: int | None) -> str:
        """The hash over what an entry says; `id_` is None for one that is being written."""
        if not self.key or (id_ is not None and id_ <= self.until):
            return hashlib.sha256(said.encode()).hexdigest()
        return hmac.new(self.key, said.encode(), hashlib.sha256).hexdigest()


NONE = Seal()
_seals: WeakKeyDictionary = WeakKeyDictionary()  # by database: a process may open several, one after the other


def present() -> Seal:
    """That of the database at hand."""
    return _seals.get(db.obj, NONE)


def put(seal: Seal) -> None:
    """Seal the trail of the database at hand with this."""
    _seals[db.obj] = seal


def use(instance: Path, key: str = "") -> None:
    """Seal the trail of the database at hand by the key that lies in the instance folder, or by the one that is given.
    Without either it goes on unsealed (`doctor` says so)."""
    path = instance / FILE
    kept, until, hash_ = path.read_text(encoding="ascii").split() if path.exists() else (ELSEWHERE, "0", "")
    key = key or kept
    put(NONE if key == ELSEWHERE else Seal(key.encode(), int(until), hash_, path))


def make(instance: Path, until: int, hash_: str, key: str = "") -> bool:
    """Make the key where there is none yet, and use it; whether there was none. Entries up to the id `until` were
    written without it."""
    path = instance / FILE
    is_new = not path.exists()
    if is_new:
        instance.mkdir(parents=True, exist_ok=True)
        _write(path, " ".join([ELSEWHERE if key else secrets.token_hex(32), str(until), hash_ or "-"]))
    use(instance, key)
    return is_new


@contextmanager
def renewed() -> Iterator[Callable[[], None]]:
    """For a transaction in which the trail is chained anew from its beginning. It calls what it is given once every
    entry is to be sealed; the file says so after the transaction has succeeded, and nothing has changed if it fails."""
    before = present()
    after = before._replace(until=0, hash="")
    try:
        if before.until and before.path:
            kept = before.path.read_text(encoding="ascii").split()[0]
            with staged(before.path, f"{kept} 0 -".encode()):
                yield lambda: put(after)
        else:
            yield lambda: put(after)
    except BaseException:
        put(before)
        raise


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
