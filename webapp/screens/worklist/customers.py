"""Customers on the worklist: nobody has promised them anything, or their rhythm is missed (R-PROMISE, R-CADENCE)."""

from datetime import date, datetime
from typing import NamedTuple

from peewee import SQL

from webapp.models.customer import SILENT_SINCE, Customer
from webapp.models.dimension import Tag
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.tags import tag_columns
from webapp.screens.whose import whose, with_branch

MOST = 12  # rows of a section


class Undated(NamedTuple):
    """A customer nobody has promised anything."""

    id: int
    number: str
    name: str
    last_followup_at: datetime | None
    owner: str
    tags: tuple[Tag, ...]


class Missed(NamedTuple):
    """A customer whose rhythm is missed, by how many days, and what is promised."""

    late_by: int
    id: int
    number: str
    name: str
    last_followup_at: datetime | None
    contact_due_on: date
    cadence_days: int
    next_due_on: date
    owner: str
    tags: tuple[Tag, ...]


def _without_date(query, viewer: User, person):
    query = query.where(Customer.is_undated(), viewer.scope(Customer))
    return query if person is None else query.where(Customer.owner == person)


def _promised_nothing(viewer: User, person, tags):
    shown = Customer.id, Customer.number, Customer.name_for(viewer), Customer.last_followup_at, whose(viewer)
    customers = Customer.select(*shown, *tag_columns(Customer.id, tags)).join(User, on=Customer.owner)
    return _without_date(with_branch(customers, viewer), viewer, person).order_by(SILENT_SINCE, Customer.id).limit(MOST)


def _missing(query, viewer: User, person, day):
    query = query.where(Customer.is_missed(day), viewer.scope(Customer))
    return query if person is None else query.where(Customer.owner == person)


def _missed_rows(viewer: User, person, day, tags):
    told = Customer.last_followup_at, Customer.contact_due_on, Customer.cadence_days, Customer.next_due_on
    shown = Customer.id, Customer.number, Customer.name_for(viewer), *told, whose(viewer)
    customers = Customer.select(*shown, *tag_columns(Customer.id, tags)).join(User, on=Customer.owner)
    customers = _missing(with_branch(customers, viewer), viewer, person, day)
    return customers.order_by(Customer.contact_due_on, Customer.id).limit(MOST)


def without_date(viewer: User, owner):
    """A query of them, to be counted: in the list's order, so that SQLite takes the list's index too."""
    return _without_date(Customer.select(SQL("1")), viewer, owner).order_by(SILENT_SINCE)


def missing(viewer: User, owner, day):
    """A query of them, to be counted."""
    return _missing(Customer.select(SQL("1")), viewer, owner, day)


undated = Prepared(_promised_nothing, row=tuple)
missed = Prepared(_missed_rows, row=tuple)
