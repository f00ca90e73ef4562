"""更正: an author puts a record right; what it said before stays in its history (R-WHO)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from peewee import CharField, DeferredForeignKey, ForeignKeyField, IntegerField

from webapp.clock import now
from webapp.database import BaseModel, ChineseJSONField, UtcDateTimeField
from webapp.errors import NotAllowed, Stale
from webapp.models.user import User


class Earlier(NamedTuple):
    """What a record said until it was corrected: when, by whom, and each thing that was changed, under its label and
    with the eyes of its field."""

    at: datetime
    by: str
    said: tuple[tuple[str, str, str], ...]


class Revision(BaseModel):
    """What a Record (`noun`, its id in `row`) said before a correction, by its columns."""

    customer = DeferredForeignKey("Customer", backref="revisions", on_delete="CASCADE")
    noun = CharField(12)
    row = IntegerField()
    before = ChineseJSONField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("noun", "row"), False),)


class Correctable:
    """A record with a `version` and `revision_rows`, a query of what it said before; each of these has `at` and `by`,
    and `told_before` says what it tells."""

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
        revisions = self.revision_rows()
        revision = revisions.model
        rows = revisions.select_extend(User).join(User, on=revision.by).order_by(revision.id.desc())
        return [Earlier(row.at, row.by.name, tuple(self.told_before(row))) for row in rows]

    def revision_rows(self):
        return self.revisions

    def told_before(self, revision) -> Iterator[tuple[str, str, str]]:
        """Each thing that it said otherwise, as Field.told has it."""
        return revision.said(self)

    def require_reader_of_history(self, user: User) -> None:
        if not user.works_on(self.customer):
            raise NotAllowed("更正前的内容由负责人、分站负责人和协同人查看")
