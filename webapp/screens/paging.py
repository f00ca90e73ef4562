"""Paging by key: a cursor says where in its order the last row of a page stands, however the rows change meanwhile."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime

from peewee import Tuple

from webapp.database import row_id
from webapp.models.customer import Customer

LONGEST_CURSOR = 2_000


class Order:
    """The order of a column, with the customer's id as tie-break (`tie`, where it stands in another column too).

    `by` is what rows are compared by where that is not the column itself, for some rows have no value in it: those
    count as `missing`.
    """

    def __init__(
        self, column, *, by=None, tie=Customer.id, descending: bool = False, missing: date | datetime | None = None
    ):
        self.column, self.by, self.tie = column, column if by is None else by, tie
        self.descending, self.missing = descending, missing

    def clauses(self, *, backwards: bool = False) -> list:
        columns = self.by, self.tie
        return [column.desc() if self.descending != backwards else column.asc() for column in columns]

    def beyond(self, value, id_, *, backwards: bool = False):
        here, there = Tuple(self.by, self.tie), Tuple(value, id_)
        return here < there if self.descending != backwards else here > there

    def cursor(self, value: str | date | datetime | None, id_: int) -> str:
        """The place of a row, as an address says it."""
        text = value.isoformat() if isinstance(value, (date, datetime)) else value
        return urlsafe_b64encode(json.dumps([text, id_], ensure_ascii=False).encode()).decode().rstrip("=")

    def decode(self, cursor: str) -> list | None:
        """The value and id inside a cursor, or None for none and for a mangled one."""
        if len(cursor) > LONGEST_CURSOR:
            return None
        try:
            value, id_ = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            return [self._parse(value), row_id(id_)]
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None

    def _parse(self, value: str | None):
        if self.missing is None:
            return _text(value)
        if value is None:
            return self.missing
        if isinstance(self.missing, datetime):
            return datetime.fromisoformat(value).astimezone(UTC)
        return date.fromisoformat(value)


def _text(value: str) -> str:
    """The text of a cursor, or ValueError for one no database can compare."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("no text")
    value.encode()
    return value
