"""资料该更新: customers whose file nobody has edited or verified for as long as is asked for (R-CADENCE)."""

from datetime import date, datetime
from typing import NamedTuple

from peewee import fn

from webapp.clock import local, midnight
from webapp.models.customer import Customer
from webapp.models.customer.verifiable import file_due
from webapp.models.user import User
from webapp.prepared import Prepared

MOST = 6


class FileDue(NamedTuple):
    """A customer with its file `late_by` days; it is asked for every `days`."""

    id: int
    number: str
    name: str
    seen_at: datetime
    is_verified: bool
    days: int
    late_by: int


class FilesDue(NamedTuple):
    """The first few of an owner's, most late first, and how many there are."""

    owner: int
    rows: tuple[FileDue, ...]
    count: int


def files_due(viewer: User, owner: int, day: date, usual: int) -> FilesDue:
    """Of the owner's customers that are followed up, as far as the viewer sees them; `usual` are the days after which a
    file is due where the customer's classes ask for nothing else."""
    found = _due(viewer=viewer, owner=owner, midnight=midnight(day), usual=usual)
    return FilesDue(owner, tuple(_row(day, *row[:-1]) for row in found), found[0][-1] if found else 0)


def _row(day: date, id_: int, number: str, name: str, edited: datetime, verified: datetime | None, days) -> FileDue:
    seen_at = max(edited, verified or edited)
    late_by = (day - file_due(local(seen_at).date(), days)).days
    return FileDue(id_, number, name, seen_at, seen_at == verified, days, late_by)


def is_due(midnight, usual):
    """For a query: whether the file is late, and the customer still followed up."""
    return (Customer.file_overtime(midnight, usual) > 0) & Customer.is_live()


def _most_late(viewer: User, owner, midnight, usual):
    seen = Customer.updated_at, Customer.verified_at, fn.COALESCE(Customer.update_days, usual)
    customers = Customer.select(Customer.id, Customer.number, Customer.name_for(viewer), *seen, _in_all)
    customers = customers.where(Customer.owner == owner, viewer.scope(Customer), is_due(midnight, usual))
    return customers.order_by(Customer.file_overtime(midnight, usual).desc(), Customer.id).limit(MOST)


_in_all = fn.COUNT(Customer.id).over()
_due = Prepared(_most_late, row=tuple)
