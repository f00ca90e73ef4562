"""Attachments as they are shown: on the card's part, and under what they hang on (R-FILES)."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from webapp.media.kinds import KINDS
from webapp.models.attachment import Attachment
from webapp.models.user import User
from webapp.models.withdrawal import is_fresh
from webapp.prepared import Prepared

MOST = 60


class Attached(NamedTuple):
    """A file: what it is called and what it is. It is fresh for a day."""

    id: int
    at: datetime
    name: str
    label: str
    size: int
    pages: int | None
    has_small: bool
    by_id: int
    by: str
    is_fresh: bool


def of_customer(customer) -> list[Attached]:
    """The newest of a customer's, wherever they hang."""
    return [_attached(*row[2:]) for row in _newest(customer=customer.id)]


def of_ids(ids: list[int]) -> list[Attached]:
    """Those with these ids, for the timeline."""
    return [_attached(*row[2:]) for row in _by_ids(ids=ids)]


def of_acts(customer) -> defaultdict[tuple[str, int], tuple[Attached, ...]]:
    """What hangs on each act of a customer, by its noun and id."""
    found: defaultdict = defaultdict(tuple)
    for noun, row, *rest in _of_acts(customer=customer.id):
        found[noun, row] += (_attached(*rest),)
    return found


def _attached(id_, at, name, kind, size, pages, small, by_id, by) -> Attached:
    return Attached(id_, at, name, KINDS[kind].label, size, pages, small is not None, by_id, by, is_fresh(at))


def _select(*which):
    columns = (
        Attachment.noun_of_holder,
        Attachment.row_of_holder,
        Attachment.id,
        Attachment.at,
        Attachment.name,
        Attachment.kind,
        Attachment.size,
        Attachment.pages,
        Attachment.small,
        Attachment.by,
        User.name,
    )
    return Attachment.select(*columns).join(User, on=Attachment.by).where(*which)


_newest = Prepared(
    lambda customer: (
        _select(Attachment.customer == customer).order_by(Attachment.at.desc(), Attachment.id.desc()).limit(MOST)
    ),
    row=tuple,
)
_by_ids = Prepared(lambda ids: _select(Attachment.id << ids), row=tuple)
_of_acts = Prepared(
    lambda customer: _select(Attachment.customer == customer, Attachment.row_of_holder.is_null(False)).order_by(
        Attachment.id
    ),
    row=tuple,
)
