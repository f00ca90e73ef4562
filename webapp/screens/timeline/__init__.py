"""Everything about one customer in one time order (R-TIMELINE), paged by key."""

from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from peewee import SQL, Value

from webapp.database import row_id
from webapp.prepared import Prepared
from webapp.screens.timeline.sources import KINDS, SOURCES

__all__ = ["KINDS", "Entry", "Timeline"]

PAGE = 30


class Entry(NamedTuple):
    """One line of the timeline, drawn by timeline/_<kind>.html; `act` is what its source tells."""

    kind: str
    at: datetime
    act: tuple


class Timeline:
    """The customer's acts, newest first."""

    def __init__(self, customer, kind: str = ""):
        self.customer = customer
        self.kind = kind if kind in KINDS else ""

    def page(self, before: str = "") -> tuple[list[Entry], str]:
        """Thirty entries older than the cursor, and the cursor of the next page ('' at the end)."""
        keys = self._keys(before)
        more, keys = len(keys) > PAGE, keys[:PAGE]
        acts = {
            name: SOURCES[name].acts([key[2] for key in keys if key[1] == name]) for name in {key[1] for key in keys}
        }
        entries = [Entry(name, at, acts[name][id_]) for at, name, id_ in keys if id_ in acts[name]]
        return entries, _cursor(keys[-1]) if more else ""

    @staticmethod
    def entry(source: str, id_: int) -> Entry:
        """The line of one act, as the page has it."""
        act = SOURCES[source].acts([id_])[id_]
        return Entry(source, act.at, act)

    def _keys(self, before: str) -> list[tuple[datetime, str, int]]:
        at, source, id_ = _parse(before) or (None, "", None)
        return _page_of(self.kind, source)(customer=self.customer.id, at=at, id_=id_)


@cache
def _page_of(kind: str, last: str) -> Prepared:
    """(at, source, id) of a customer's acts, one more than a page shows: the newest, or those older than an act of the
    source `last` at a moment, of two at once the later source first."""

    def build(customer, at, id_):
        sources = [name for name, source in SOURCES.items() if not kind or source.kind == kind]
        first, *others = (_keys_of(name, customer, at, last, id_) for name in sources)
        union = first
        for keys in others:
            union = union.union_all(keys)
        return union.order_by(SQL("at").desc(), SQL("source").desc(), SQL("id").desc()).limit(PAGE + 1)

    return Prepared(build, row=tuple)


def _keys_of(name: str, customer, at, last: str, id_):
    model = SOURCES[name].model
    keys = model.select(model.at.alias("at"), Value(name, converter=False).alias("source"), model.id.alias("id"))
    keys = SOURCES[name].of(keys, customer)
    if at is None:
        return keys
    if name < last:
        return keys.where(model.at <= at)
    earlier = model.at < at
    return keys.where(earlier | ((model.at == at) & (model.id < id_)) if name == last else earlier)


def _cursor(key: tuple) -> str:
    at, source, id_ = key
    return f"{at.isoformat()}~{source}~{id_}"


def _parse(cursor: str) -> tuple[datetime, str, int] | None:
    """The key in a cursor; a mangled one starts from the newest."""
    try:
        at, source, id_ = cursor.split("~")
        return (datetime.fromisoformat(at).astimezone(UTC), source, row_id(id_)) if source in SOURCES else None
    except (ValueError, OverflowError):  # a first or last day of all that has no moment in UTC
        return None
