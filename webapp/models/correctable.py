"""更正: an author puts a record right; what it said before stays in its history (R-WHO)."""

from datetime import datetime
from typing import NamedTuple

from webapp.errors import NotAllowed, Stale
from webapp.models.user import User


class Earlier(NamedTuple):
    """What a record said until it was corrected: when, by whom, and each thing that was changed under its label."""

    at: datetime
    by: str
    said: tuple[tuple[str, str], ...]


class Correctable:
    """A record with a `version` and rows of `revisions`, each of which has `at`, `by`, and tells what the record said
    (`said`)."""

    def put_right(self, values: dict, version: int | None) -> None:
        """Write these columns, in the row and in this object. Raises Stale where that is not the version the author
        saw. The caller has held the customer, and keeps what was said before."""
        noun, expected = type(self), self.version if version is None else version
        corrected = noun.update(version=noun.version + 1, **values)
        if not corrected.where(noun.id == self.id, noun.version == expected).execute():
            raise Stale("这一条刚被改过，请对照最新内容再改")
        for column, value in (values | {"version": expected + 1}).items():
            setattr(self, column, value)
        self.dirty_fields.clear()

    def history(self) -> list[Earlier]:
        """The last correction first."""
        revision = self.revisions.model
        rows = self.revisions.select_extend(User).join(User, on=revision.by).order_by(revision.id.desc())
        return [Earlier(row.at, row.by.name, tuple(row.said(self))) for row in rows]

    def require_reader_of_history(self, user: User) -> None:
        if not user.works_on(self.customer):
            raise NotAllowed("更正前的内容由负责人、分站负责人和协同人查看")
