"""资料重大变更 that is yet to be worded: what of the key facts of a file has changed (R-MEMO)."""

from collections.abc import Mapping

from peewee import DeferredForeignKey, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, ChineseJSONField, UtcDateTimeField, transaction
from webapp.errors import NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.customer.fields import MAJOR
from webapp.models.memo import Memo, MemoKind
from webapp.models.user import User
from webapp.prepared import Prepared


class Proposal(BaseModel):
    """重大变更 to be worded, one a customer: `changes` has what each column held before the first change that nobody
    has worded, and what it holds now. It goes once somebody has worded it, or says that it matters to nobody."""

    customer = DeferredForeignKey("Customer", backref="proposals", unique=True, on_delete="CASCADE")
    changes = ChineseJSONField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    @classmethod
    def of(cls, customer) -> "Proposal | None":
        return cls.get_or_none(cls.customer == customer)

    @classmethod
    def note(cls, customer, before: Mapping[str, str], after: Mapping[str, str], *, by) -> None:
        """These columns have changed; back to what they were, nothing has. The caller has held the customer."""
        if not before:
            return
        found = cls.of(customer) or cls(customer=customer, changes={})
        changes = dict(found.changes)
        for name, value in before.items():
            if value or name in changes:  # what was filled in for the first time is no change
                changes[name] = [changes[name][0] if name in changes else value, after[name]]
        found.changes = {name: change for name, change in changes.items() if change[0] != change[1]}
        found.by, found.at = by, now()
        if found.changes:
            found.save()
        elif found.id:
            found.delete_instance()

    @property
    def text(self) -> str:
        """A text to start from."""
        said = ((field, self.changes[field.name]) for field in MAJOR if field.name in self.changes)
        told = (f"{field.label}由“{field.worded(old)}”变更为“{field.worded(new)}”" for field, (old, new) in said)
        return "；".join(told)

    @classmethod
    def word(cls, customer, body: str, *, by) -> Memo:
        """It is a 重大变更, in these words."""
        cls.require_worder(customer, by)
        with transaction():
            customer.hold()
            cls.delete().where(cls.customer == customer).execute()
            return Memo.write(customer, MemoKind.CHANGE, body, by=by)

    @classmethod
    def dismiss(cls, customer, *, by) -> None:
        """It is none. Twice changes nothing."""
        cls.require_worder(customer, by)
        with transaction():
            customer.hold()
            if cls.delete().where(cls.customer == customer).execute():
                AuditEvent.record("proposal.dismissed", by=by, customer=customer, subject=customer.number)

    @staticmethod
    def require_worder(customer, user) -> None:
        if not user.can_edit(customer):
            raise NotAllowed("资料重大变更由负责人或分站负责人写明")

    @staticmethod
    def waits(customer) -> bool:
        """Is there one to be worded?"""
        return _waiting.first(customer=customer.id) is not None


_waiting = Prepared(lambda customer: Proposal.select(Proposal.id).where(Proposal.customer == customer), row=tuple)
