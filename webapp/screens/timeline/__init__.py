"""Everything about one customer in one time order (R-TIMELINE), paged by key."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache, cached_property
from itertools import groupby
from typing import NamedTuple

from peewee import SQL, Value

from webapp.clock import to_the_minute
from webapp.database import row_id
from webapp.prepared import Prepared
from webapp.screens import attachments
from webapp.screens.attachments import Attached
from webapp.screens.timeline.source import Source
from webapp.screens.timeline.sources import KINDS, SOURCES

__all__ = ["KINDS", "Entry", "Timeline"]

PAGE, MOST_PAGES = 30, 99


class Entry(NamedTuple):
    """One line of the timeline, drawn by timeline/_<kind>.html. `act` is what its source tells; of moves, as many as
    stand in the line. `attached` is what hangs on it."""

    kind: str
    at: datetime
    act: tuple
    attached: tuple[Attached, ...] = ()


class Page(NamedTuple):
    """What is shown of a timeline: its lines, where the next page begins, and how many acts that will bring."""

    entries: list[Entry]
    older: str
    left: int

    def holds(self, source: str, id_: int) -> bool:
        """Is this act among them?"""
        return any(entry.kind == source and entry.act.id == id_ for entry in self.entries)


class Timeline:
    """The customer's acts, newest first. `asked` may say of what kind (a key of KINDS), older than which, and how many
    pages a reader has open: what is drawn anew is as long as it was."""

    def __init__(self, customer, asked: Mapping[str, str] | None = None):
        asked = asked or {}
        self.customer, self.before = customer, asked.get("before", "")
        self.kind = asked["kind"] if asked.get("kind") in KINDS else ""
        pages = asked.get("pages", "")
        self.pages = max(1, int(pages)) if pages.isdecimal() and len(pages) <= len(str(MOST_PAGES)) else 1

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    def takes(self, source: str) -> bool:
        """Do acts of the source stand on it at all?"""
        return any(one.name == source for one in KINDS[self.kind].sources)

    @cached_property
    def page(self) -> Page:
        """Thirty acts older than those asked for, or as many pages as are open."""
        count = PAGE if self.before else PAGE * self.pages
        keys = self._keys(count + PAGE)
        left, keys = len(keys) - count, keys[:count]
        acts = {
            name: SOURCES[name].acts([key[2] for key in keys if key[1] == name]) for name in {key[1] for key in keys}
        }
        attached = attachments.of_acts(self.customer)
        entries = [Entry(name, at, acts[name][id_], attached[name, id_]) for at, name, id_ in keys if id_ in acts[name]]
        return Page([*_lines(entries)], *((_cursor(keys[-1]), left) if left > 0 else ("", 0)))

    def begins_with(self, source: str, id_: int) -> bool:
        """Is this act the first of several? Then it goes before those that stand there, and they stay as they are."""
        newest = [key[1:] for key in self._keys(2)]
        return len(newest) == 2 and newest[0] == (source, id_)

    def pages_to(self, source: str, id_: int) -> int:
        """How many pages must stand open for this act to be among them; one for an act that is on none."""
        keys = (key[1:] for key in self._keys(PAGE * MOST_PAGES))
        return next((place for place, key in enumerate(keys) if key == (source, id_)), 0) // PAGE + 1

    def entry(self, source: str, id_: int) -> Entry:
        """The line of one act, as the page has it."""
        act = SOURCES[source].acts([id_])[id_]
        return Entry(source, act.at, act, attachments.of_acts(self.customer)[source, id_])

    def _keys(self, most: int) -> list[tuple[datetime, str, int]]:
        at, source, id_ = _parse(self.before) or (None, "", None)
        return _page_of(self.kind, source, most)(customer=self.customer.id, at=at, id_=id_)


def _lines(entries: list[Entry]) -> Iterator[Entry]:
    """Each act in a line of its own, but moves of one minute by one person in one."""
    for first, run in groupby(entries, key=_line_of):
        acts = tuple(entry.act for entry in run)
        yield first if isinstance(first, Entry) else Entry("move", acts[0].at, acts[::-1])


def _line_of(entry: Entry) -> Entry | tuple[datetime, str]:
    return (to_the_minute(entry.at), entry.act.by) if entry.kind == "move" else entry


@cache
def _page_of(kind: str, last: str, most: int) -> Prepared:
    """(at, source, id) of so many of a customer's acts: the newest, or those older than an act of the source `last` at
    a moment, of two at once the later source first."""

    def build(customer, at, id_):
        first, *others = (_keys_of(source, customer, at, last, id_) for source in KINDS[kind].sources)
        union = first
        for keys in others:
            union = union.union_all(keys)
        return union.order_by(SQL("at").desc(), SQL("source").desc(), SQL("id").desc()).limit(most)

    return Prepared(build, row=tuple)


def _keys_of(source: Source, customer, at, last: str, id_):
    name, model = source.name, source.model
    keys = model.select(model.at.alias("at"), Value(name, converter=False).alias("source"), model.id.alias("id"))
    keys = source.of(keys, customer)
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
