"""The copies of printed sheets: which are out, which have come back, which cannot be found (R-SCAN)."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from peewee import CharField, ForeignKeyField, IntegerField, fn

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed
from webapp.models.attachment import Attachment
from webapp.models.audit import AuditEvent
from webapp.models.printing import Print
from webapp.models.rows import chunks
from webapp.models.user import User


class CopyState(StrEnum):
    """Where a copy is; `OUT` is one of which nothing else is known."""

    OUT = "out"
    BACK = "back"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return {"out": "在外", "back": "已收回", "missing": "找不到"}[self]


class PaperCopy(BaseModel):
    """A copy (counted from 1) of which something is known: that it came back, perhaps as a scan, or cannot be found."""

    print = ForeignKeyField(Print, backref="known_copies", index=False, on_delete="CASCADE")
    copy = IntegerField()
    state = CharField(10)
    attachment = ForeignKeyField(Attachment, null=True, backref="+", on_delete="SET NULL")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("print", "copy"), True),)

    @classmethod
    def note(cls, made: Print, copy: int, state: str, *, by, attachment: Attachment | None = None) -> None:
        """That this copy is back, cannot be found, or (out) is neither after all. The same again changes nothing."""
        cls.require_keeper(made, by)
        if str(copy) not in made.copies or state not in set(CopyState):
            raise DomainError("没有这一联")
        with transaction():
            if made.customer_id:
                made.customer.hold()
            known = cls.get_or_none(cls.print == made, cls.copy == copy)
            if (known.state if known else CopyState.OUT) == state:
                return
            cls.delete().where(cls.print == made, cls.copy == copy).execute()
            if state != CopyState.OUT:
                cls.create(print=made, copy=copy, state=state, attachment=attachment, by=by)
            told = {"subject": made.number, "copy": copy, "state": state}
            AuditEvent.record("print.copy_noted", by=by, customer=made.customer, **told)

    @classmethod
    def is_kept_by(cls, made: Print, user: User) -> bool:
        """Says where the copies are: who works on the customer, and the inspector who gets one; of a list, who printed
        it."""
        if made.customer_id is None:
            return made.by_id == user.id
        return user.works_on(made.customer) or user.can_inspect

    @classmethod
    def require_keeper(cls, made: Print, user: User) -> None:
        if not cls.is_kept_by(made, user):
            raise NotAllowed("这张表的各联由负责人、分站负责人和督察登记")

    @classmethod
    def states(cls, made: Iterable[Print]) -> dict[int, dict[int, "PaperCopy"]]:
        """What is known of the copies of these prints, by print and copy."""
        found: dict[int, dict[int, PaperCopy]] = {one.id: {} for one in made}
        for some in chunks(found):
            for row in cls.select(cls, User).join(User, on=cls.by).where(cls.print << some):
                found[row.print_id][row.copy] = row
        return found


def copies_out(customers: list[int]) -> Counter[int]:
    """How many paper copies of these customers' sheets are out, by customer."""
    found: Counter[int] = Counter()
    made = Print.select(Print.customer, fn.SUM(fn.LENGTH(Print.copies))).group_by(Print.customer)
    known = PaperCopy.select(Print.customer, fn.COUNT(PaperCopy.id)).join(Print).group_by(Print.customer)
    for some in chunks(customers):
        found.update(dict(made.where(Print.customer << some).tuples()))
        found.subtract(dict(known.where(Print.customer << some).tuples()))
    return found
