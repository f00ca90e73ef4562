"""What a list says of its customers, kept in a tenth of the memory until it is written (R-IMPORT)."""

import pickle
from collections.abc import Iterable
from io import BytesIO

from peewee import Model

from webapp.models.contact import Contact


class Packing:
    """Packs values of any kind. Rows of the book in them, like accounts and classes, are kept once for all; contacts,
    of which each customer has its own, are not, and are handed in anew."""

    def __init__(self) -> None:
        self._rows: dict[str, Model] = {}

    def pack(self, said: tuple) -> bytes:
        target = BytesIO()
        _Packer(target, self._rows).dump(said)
        return target.getvalue()

    def unpack(self, packed: bytes, contacts: Iterable[Contact]) -> tuple:
        return _Unpacker(BytesIO(packed), self._rows | {_key(contact): contact for contact in contacts}).load()


class _Packer(pickle.Pickler):
    def __init__(self, target: BytesIO, rows: dict[str, Model]):
        super().__init__(target, pickle.HIGHEST_PROTOCOL)
        self._rows = rows

    def persistent_id(self, value) -> str | None:
        if not isinstance(value, Model):
            return None
        if not isinstance(value, Contact):
            self._rows.setdefault(_key(value), value)
        return _key(value)


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: BytesIO, rows: dict[str, Model]):
        super().__init__(packed)
        self._rows = rows

    def persistent_load(self, key: str) -> Model:
        return self._rows[key]


def _key(row: Model) -> str:
    return f"{row._meta.table_name} {row.id}"
