"""What the office has set up: read by every page, written a few times a year. So each process keeps what it found.

    class Purpose(SetUp): ...

    @kept
    def purposes_on_offer() -> tuple[Choice, ...]: ...     # asks the database when any row of SetUp was written

What is kept is never out of date: whoever writes such a row gives the set-up a new edition in the same transaction, and
what belongs to another edition is found anew. An edition is random: one that was rolled back never comes again.
"""

import threading
from collections.abc import Callable
from functools import update_wrapper
from secrets import token_hex

from peewee import CharField, IntegerField, ModelDelete, ModelInsert, ModelUpdate

from webapp.database import BaseModel, transaction
from webapp.prepared import Prepared

MOST = 200  # answers of one function


class Edition(BaseModel):
    """One row: the edition of the set-up that this database holds. Where it is missing nothing is kept."""

    id = IntegerField(primary_key=True)
    token = CharField(32)

    @classmethod
    def begin(cls) -> None:
        """What was found before holds no longer, here and in every other process once the transaction ends."""
        cls.insert(id=1, token=token_hex(16)).on_conflict(conflict_target=[cls.id], preserve=[cls.token]).execute()
        _look.is_one = False

    @staticmethod
    def present() -> str:
        """The one in force, "" for none. A request of the web asks for it once."""
        if not _look.is_one:
            return _present.value() or ""
        if _look.edition is None:
            _look.edition = _present.value() or ""
        return _look.edition


class _Look(threading.local):
    """Whether a thread is at something that shall see one edition from its beginning to its end, and which."""

    is_one, edition = False, None


_look = _Look()
_present = Prepared(lambda: Edition.select(Edition.token).where(Edition.id == 1), row=tuple)


def look() -> None:
    """From here on, until it looks away or begins another, the thread sees one edition."""
    _look.is_one, _look.edition = True, None


def look_away() -> None:
    _look.is_one = False


class kept:
    """What the function answers, found once in an edition for whatever it is asked with: ids and slugs, the last MOST
    of them. It reads rows of SetUp and nothing else; whoever gets the answer leaves it as it is."""

    def __init__(self, find: Callable):
        self.find = find
        self._found: tuple[str, dict] = "", {}
        update_wrapper(self, find)

    def __call__(self, *asked):
        edition, known = self._found
        if edition != (present := Edition.present()) or not present:
            known = {}
            self._found = present, known
        if asked not in known:
            if len(known) == MOST:  # what stands in an address can be anything
                known.clear()
            known[asked] = self.find(*asked)
        return known[asked]


class _Telling:
    """A query that writes rows of SetUp, and says so. Rows come first, then the edition: see webapp/database.py."""

    def _execute(self, database):
        with transaction():
            written = super()._execute(database)
            if written != 0:  # of an insert it may be an id, or nothing
                Edition.begin()
            return written


class _Update(_Telling, ModelUpdate):
    pass


class _Insert(_Telling, ModelInsert):
    pass


class _Delete(_Telling, ModelDelete):
    pass


class SetUp(BaseModel):
    """A row of what the office has set up. Whatever its own queries write begins a new edition. SQL of one's own, and
    `insert_rows`, go round it."""

    def save(self, force_insert: bool = False, only=None) -> int:
        with transaction():
            written = super().save(force_insert, only)
            if written:
                Edition.begin()
            return written

    @classmethod
    def update(cls, data=None, **values):
        return _Update(cls, cls._normalize_data(data, values))

    @classmethod
    def insert(cls, data=None, **values):
        return _Insert(cls, cls._normalize_data(data, values))

    @classmethod
    def insert_many(cls, rows, fields=None):
        return _Insert(cls, insert=rows, columns=fields)

    @classmethod
    def insert_from(cls, query, fields):
        return _Insert(cls, insert=query, columns=[cls._meta.combined.get(field, field) for field in fields])

    @classmethod
    def delete(cls):
        return _Delete(cls)
