"""Records as they are shown: on the card's part, newest first, and on the timeline."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from webapp.models.field import Sheet
from webapp.models.record import Record
from webapp.models.user import User
from webapp.models.withdrawal import is_fresh
from webapp.prepared import Prepared

SIZE = 7  # columns every record has
MOST = 50  # of one noun on a card: the timeline has them all


class Told(NamedTuple):
    """A field that is filled in; `eyes` tells how it is masked."""

    label: str
    text: str
    eyes: str


class Recorded(NamedTuple):
    """A record: who put it down, `on` which day it happened, what stands in its first line and below that, and what
    else it says. It is fresh for a day; one that the book keeps is put right where it comes from."""

    id: int
    at: datetime
    by_id: int
    by: str
    version: int
    is_fresh: bool
    is_kept_by_book: bool
    on: date | None
    head: tuple[Told, ...]
    body: Told | None
    said: tuple[Told, ...]


def told(sheet: Sheet, values: Iterable) -> tuple[Told, ...]:
    """Each of these values of the sheet's fields that says something."""
    said = ((field, field.worded(value)) for field, value in zip(sheet, values, strict=True))
    return tuple(Told(field.label, text, field.eyes) for field, text in said if text)


def of_ids(noun: type[Record], ids: list[int]) -> list[Recorded]:
    """Those with these ids, for the timeline."""
    return [_recorded(noun, row) for row in _by_ids(noun)(ids=ids)]


def of_customer(noun: type[Record], customer) -> list[Recorded]:
    """The newest of a customer's, at most MOST."""
    return [_recorded(noun, row) for row in _of_customer(noun)(customer=customer.id)]


def _recorded(noun: type[Record], row: tuple) -> Recorded:
    *who, recorded_at, is_kept_by_book = row[:SIZE]
    values = dict(zip(noun.sheet.names, row[SIZE:], strict=True))
    apart = {noun.dated_by, noun.body, *noun.head}
    head, body, rest = (
        told(sheet, (values[field.name] for field in sheet)) for sheet in _parts(noun, frozenset(apart))
    )
    return Recorded(
        *who,
        is_fresh(recorded_at),
        bool(is_kept_by_book),
        values.get(noun.dated_by),
        head,
        body[0] if body else None,
        rest,
    )


@cache
def _parts(noun: type[Record], apart: frozenset[str]) -> tuple[Sheet, Sheet, Sheet]:
    """The fields of the first line, of what stands below it, and the others."""
    body = noun.sheet.only(noun.body) if noun.body else Sheet()
    return noun.sheet.only(*noun.head), body, Sheet(field for field in noun.sheet if field.name not in apart)


def _select(noun: type[Record]):
    columns = [getattr(noun, name) for name in noun.sheet.names]
    head = noun.id, noun.at, noun.by, User.name, noun.version, noun.recorded_at, noun.are_kept_by_book()  # SIZE of them
    return noun.select(*head, *columns).join(User, on=noun.by)


@cache
def _by_ids(noun: type[Record]) -> Prepared:
    return Prepared(lambda ids: _select(noun).where(noun.id << ids), row=tuple)


@cache
def _of_customer(noun: type[Record]) -> Prepared:
    return Prepared(
        lambda customer: (
            _select(noun).where(noun.customer == customer).order_by(noun.at.desc(), noun.id.desc()).limit(MOST)
        ),
        row=tuple,
    )
