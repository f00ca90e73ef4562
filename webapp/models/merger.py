"""合并: two files of the same customer become one, history and all (R-BIN)."""

from typing import Self

from peewee import CharField, ForeignKeyField, Model, fn

from webapp.clock import now
from webapp.database import BaseModel, ChineseJSONField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import snapshot
from webapp.models.audit import AuditEvent
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.customer.fields import FIELDS
from webapp.models.fingerprint import fingerprints
from webapp.models.former import Former
from webapp.models.inspection import Finding, Inspection, State
from webapp.models.organisation import Branch
from webapp.models.search import SearchTerm
from webapp.models.user import User
from webapp.models.withdrawal import is_fresh

MERGED_ONCE = "合并客户：同样的只算一次"
CHOSEN = tuple(FIELDS.names)  # what somebody chooses of either


class Merger(BaseModel):
    """One customer (`gone_number`) went into another; `before` are both as they were, `after` tells whether anybody
    touched the one since."""

    id = LastingIdField()
    branch = ForeignKeyField(Branch, backref="+", index=False, on_delete="RESTRICT")
    kept = ForeignKeyField(Customer, null=True, backref="mergers", on_delete="SET NULL")
    gone_number = CharField(30)
    before = ChineseJSONField()
    after = ChineseJSONField()
    undone_at = UtcDateTimeField(null=True)
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    @classmethod
    def merge(cls, kept: Customer, gone: Customer, theirs: set[str] = frozenset(), *, by) -> Self:
        """Put everything of `gone` to `kept`: contacts, history, orders, prints, attachments. `theirs` names the fields
        that say what the other said. Its number finds the one that is left.

        Stale where either has gone; DomainError beside `number` for the customer itself, or one of another branch."""
        cls.require_merger(kept, by)
        if kept.id == gone.id or kept.branch_id != gone.branch_id:
            raise DomainError("请填写本分站另一位客户的编号", "number")
        with transaction():
            for customer in sorted((kept, gone), key=lambda one: one.id):
                customer.hold()
            kept, gone = (Customer.get_by_id(one.id) for one in (kept, gone))
            before = [snapshot.take(one.id) for one in (kept, gone)]
            _move_all(kept.id, gone.id)
            values = {name: getattr(gone, name) for name in CHOSEN if name in theirs}
            snapshot.delete(gone.id)
            if gone.is_person:
                Former.keep(kept.id, (gone.name, gone.short_name), [gone.address])
            numbers = " ".join(filter(None, (kept.former_numbers, gone.former_numbers, gone.number)))
            told = {"former_numbers": numbers, "version": Customer.version + 1}
            Customer.update(told).where(Customer.id == kept.id).execute()
            kept = Customer.get_by_id(kept.id)
            kept.revise(values, by=by, duplicate_reason=f"合并 {gone.number}")
            kept.refresh_schedule()
            SearchTerm.reindex(kept)
            told = {"name": gone.public_name, "kept": kept.number}
            AuditEvent.record("customer.merged", by=by, customer=kept, subject=gone.number, **told)
            told = {"branch": kept.branch_id, "gone_number": gone.number, "before": before}
            return cls.create(kept=kept, after=_marks(kept.id), by=by, **told)

    def undo(self, *, by) -> tuple[Customer, Customer]:
        """撤销合并: both as they were. DomainError where somebody has worked on the one since, or a day is over; Stale
        where it was undone already."""
        if self.kept is None or self.undone_at:
            raise Stale("这次合并已经撤销了，或者客户已经不在了")
        self.require_merger(self.kept, by)
        if not is_fresh(self.at):
            raise DomainError("合并已超过 24 小时，不能再撤销")
        with transaction():
            self.kept.hold()
            if Merger.get_by_id(self.id).undone_at:
                raise Stale("这次合并已经撤销了")
            if _marks(self.kept_id) != self.after:
                raise DomainError("合并以后又有了变动，不能再撤销")
            before, number = self.before, self.gone_number
            snapshot.delete(self.kept_id)
            kept, gone = (snapshot.put_back(rows) for rows in before)
            self.kept, self.undone_at = kept, now()
            self.save()
            AuditEvent.record("customer.merger_undone", by=by, customer=kept, subject=number)
        return kept, gone

    @staticmethod
    def require_merger(customer: Customer, user: User) -> None:
        if not (user.can_assign and user.can_edit(customer)):
            raise NotAllowed("客户由分站负责人合并")


def _marks(customer: int) -> dict:
    """What tells whether anybody touched a customer: but for the mergers themselves."""
    found = fingerprints([customer])[customer]
    return {name: mark for name, mark in found.items() if not name.startswith(Merger._meta.table_name)}


def _move_all(kept: int, gone: int) -> None:
    """Everything that hangs on the one hangs on the other; what there can be one of stays the other's."""
    Contact.update(is_primary=False).where(Contact.customer == gone).execute()
    decides = Contact.select().where(Contact.customer == kept, Contact.is_decision_maker)
    if decides.exists():
        Contact.update(is_decision_maker=False).where(Contact.customer == gone).execute()
    _withdraw_repeated(kept, gone)
    for noun, (key, *onward) in snapshot.ways().items():
        if onward:
            continue
        for others in _unique_with(noun, key.name):
            mine, theirs = noun.alias(), noun.alias()
            same = [getattr(mine, name) == getattr(theirs, name) for name in others]
            rows = mine.select().where(getattr(mine, key.name) == kept, *same)
            clash = theirs.select(theirs.id).where(getattr(theirs, key.name) == gone, fn.EXISTS(rows))
            noun.delete().where(noun.id << [id_ for (id_,) in clash.tuples()]).execute()
        noun.update({key: kept}).where(key == gone).execute()


def _unique_with(noun: type[Model], key: str) -> list[tuple[str, ...]]:
    """What else must not be the same in two rows of one customer."""
    found = [()] if noun._meta.fields[key].unique else []
    for index in noun._meta.indexes:
        if isinstance(index, tuple) and index[1] and key in index[0]:
            found.append(tuple(name for name in index[0] if name != key))
    return found


def _withdraw_repeated(kept: int, gone: int) -> None:
    """A file that was found untrue as both costs once."""
    own = Inspection.select(Inspection.finding).where(
        Inspection.customer == kept, Inspection.followup.is_null(), Inspection.state != State.WITHDRAWN
    )
    again = Inspection.update(state=State.WITHDRAWN, decision=MERGED_ONCE, decided_at=now())
    same = Inspection.finding << [finding for (finding,) in own.tuples() if finding != Finding.TRUE]
    again.where(Inspection.customer == gone, Inspection.followup.is_null(), same).execute()
