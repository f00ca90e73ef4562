"""指派: customers get another owner, with what is open at them (spec §6).

One act whether it is one customer or three thousand, and one undo takes it back. History keeps its authors; the steps
that were the former owner's to do, and the complaints they had been asked of first, are the new one's.
"""

from collections.abc import Mapping
from typing import Self

from peewee import JOIN, CharField, ForeignKeyField, IntegerField, fn

from webapp.clock import now
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField, locked, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.assignment.holding import Owned, give_to, held
from webapp.models.assignment.pooled import CLAIMED, Pooled
from webapp.models.assignment.transfer import Transfer
from webapp.models.audit import AuditEvent, Told
from webapp.models.collaboration import Collaboration
from webapp.models.complaint import first_asked
from webapp.models.customer import Customer
from webapp.models.eyes import known_of
from webapp.models.memo import Memo
from webapp.models.notice import Notice
from webapp.models.organisation import Branch
from webapp.models.rows import chunks, insert_rows
from webapp.models.task import Task
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason, is_fresh
from webapp.text import masking
from webapp.text.masking import NOTHING

FILED_FOR = "建档时指派"


class Assignment(Pooled, BaseModel):
    """指派: by one act some customers of a branch, so many, became `to_user`'s; nobody's where that is None."""

    id = LastingIdField()
    branch = ForeignKeyField(Branch, backref="assignments", index=False, on_delete="RESTRICT")
    to_user = ForeignKeyField(User, null=True, backref="assignments", index=False, on_delete="RESTRICT")
    reason = CharField(200)
    count = IntegerField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    undone_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("branch", "id"), False),)

    @classmethod
    def make(cls, customers, to: User | None, reason: str, *, by) -> Self:
        """Make these customers (a query of Customer) `to`'s, with what is open at them: those of the branch that `by`
        leads, and not `to`'s already.

        DomainError beside `owner` for somebody who cannot own them, beside `reason` where none is given."""
        cls.require_assigner(by)
        mistakes = Mistakes()
        with mistakes.noted():
            cls.check_owner(to, by.branch_id)
        with mistakes.noted():
            reason = checked_reason(reason)
        mistakes.tell()
        with transaction():
            cls.check_owner(locked(User.select().where(User.id == to.id)).get(), by.branch_id)
            others = customers.where(Customer.branch == by.branch_id, Customer.owner.is_null() | (Customer.owner != to))
            owned = [row for row in held(others) if row.owner_id != to.id]
            if not owned:
                raise DomainError(f"已经由{to.name}负责，不用更换", "owner")
            told = {"branch": by.branch_id, "to_user": to, "reason": reason, "count": len(owned)}
            assignment = cls.create(by=by, **told)
            assignment._give(owned, by)
        return assignment

    @classmethod
    def hand_over(cls, owned: list[Owned], to: User, reason: str, *, branch: int, by) -> Self:
        """These customers, which are held, are `to`'s by a handover whose people have confirmed it (R-HANDOVER)."""
        locked(User.select().where(User.id == to.id)).get()
        told = {"branch": branch, "to_user": to, "reason": reason, "count": len(owned)}
        assignment = cls.create(by=by, **told)
        assignment._give(owned, by)
        return assignment

    @classmethod
    def file_for(cls, owner: User | None, values: dict, contact: dict, *, by, **said) -> Customer:
        """File a new customer, as Customer.file does, that is somebody else's from the beginning."""
        with transaction():
            customer = Customer.file(values, contact, by=by, **said)
            cls.make(Customer.select().where(Customer.id == customer.id), owner, FILED_FOR, by=by)
        return customer

    @staticmethod
    def require_assigner(user: User, customer=None) -> None:
        """Whoever leads the branch says whose its customers are."""
        if not (user.can_assign and (customer is None or user.can_edit(customer))):
            raise NotAllowed("负责人由分站负责人更换")

    @staticmethod
    def check_owner(user: User | None, branch: int) -> None:
        """Raise DomainError for somebody who cannot own customers of that branch (its id), or for nobody."""
        if not (user and user.is_active and user.owns_in(branch)):
            raise DomainError("请选择本分站在职的业务员或分站负责人", "owner")

    def _give(self, owned: list[Owned], by) -> None:
        """Write what the act changes at these customers, which are held."""
        ids, givers = [row.id for row in owned], {row.id: row.owner_id for row in owned}
        give_to(self.to_user_id, ids)
        steps = Task.hand_on_all(givers, self.to_user, self.reason, assignment=self.id, by=by)
        complaints = first_asked.hand_on_all(givers, self.to_user, at=self.at, by=by)
        self._keep(owned, steps, complaints)
        for some in chunks(ids):
            helps = Collaboration.customer << some, Collaboration.user == self.to_user_id
            Collaboration.delete().where(*helps).execute()
        Memo.tell_owner(ids, self.to_user)
        people = {self.to_user_id, *givers.values(), *User.leading(self.branch_id)} - {None}
        Notice.tell(people, "assigned", None, self.id, by=by)
        told = {row.id: (row.number, {"before": row.owner, "after": self.to_user.name}) for row in owned}
        self._note("customer.claimed" if self.is_claim else "customer.assigned", told, by)

    def _keep(self, owned: list[Owned], steps: Mapping[int, int], complaints: Mapping[int, int]) -> None:
        """Each customer's part of it: whose it was, and how many steps and complaints were concerned."""
        insert_rows(Transfer, (self._transfer(row, steps, complaints) for row in owned))

    @property
    def is_claim(self) -> bool:
        """Somebody took it from the pool themselves."""
        return self.reason == CLAIMED and self.to_user_id == self.by_id

    def _transfer(self, row: Owned, steps: Mapping[int, int], complaints: Mapping[int, int]) -> dict:
        whose = {"from_user": row.owner_id, "to_user": self.to_user_id, "reason": self.reason}
        along = {"steps": steps.get(row.id, 0), "complaints": complaints.get(row.id, 0)}
        return {"assignment": self.id, "customer": row.id, "by": self.by_id, "at": self.at, **whose, **along}

    # -- taken back

    def undo(self, *, by) -> int:
        """撤销: within a day they are their former owners' again, with the steps and complaints; how many were left as
        they are, because they have changed hands since, or their former owner owns no customers any more.

        Stale where it was taken back already."""
        self.require_undoer(by)
        with transaction():
            if locked(Assignment.select().where(Assignment.id == self.id)).get().undone_at:
                raise Stale("这次更换已经撤销了")
            transfers = self._standing()
            back = [row for row in transfers if self._may_go_back(row)]
            for giver in {row.from_user_id: row.from_user for row in back}.values():
                self._give_back([row.customer_id for row in back if row.from_user_id == (giver and giver.id)], giver)
            for some in chunks(row.id for row in back):
                Transfer.delete().where(Transfer.id << some).execute()
            self.undone_at = now()
            self.save()
            Notice.forget("assigned", self.id)
            told = {row.customer_id: (row.customer.number, row.undone) for row in back}
            self._note("customer.assignment_undone", told, by)
        return self.count - len(back)

    def _give_back(self, customers: list[int], giver: User | None) -> None:
        """These were the giver's, or nobody's, before."""
        give_to(giver and giver.id, customers)
        if self.to_user_id is None:
            Task.reinstate_all(customers, assignment=self.id)
        elif giver:
            Task.take_back_all(customers, giver, assignment=self.id)
            first_asked.take_back_all(customers, giver, at=self.at)

    def _note(self, action: str, told: dict[int, tuple[str, dict]], by) -> None:
        """Put it on record for each customer, by its id: its number and what changed. The reason may name people."""
        known = {id_: at for some in chunks(told) for id_, at in known_of(some).items()}
        trail = (
            Told(id_, self.branch_id, number, {**changed, "reason": masking.text(self.reason, known.get(id_, NOTHING))})
            for id_, (number, changed) in told.items()
        )
        AuditEvent.record_each(action, trail, by=by)

    def require_undoer(self, user: User) -> None:
        """Raise what keeps this person from taking it back."""
        if refusal := self._refused_to(user):
            raise refusal

    def is_undone_by(self, user: User) -> bool:
        """May this person take it back now?"""
        return self.undone_at is None and self._refused_to(user) is None

    def _refused_to(self, user: User) -> DomainError | None:
        is_own = self.to_user_id is None and self.by_id == user.id
        if not is_own and not (user.can_assign and user.branch_id == self.branch_id):
            return NotAllowed("更换负责人由分站负责人撤销")
        if self.is_claim:
            return DomainError("认领不能撤销，可以再放回公海")
        if self.handover_items.exists():
            return DomainError("这是移交的一部分，几方都确认过，不能再撤销，可以再换")
        return None if is_fresh(self.at) else DomainError("更换已超过 24 小时，不能再撤销，可以再换回去")

    def _standing(self) -> list["Transfer"]:
        """Its transfers of customers that have not changed hands since, the customers held."""
        held(Customer.select().where(Customer.id << self.transfers.select(Transfer.customer)))
        later = Transfer.alias()
        since = later.select(fn.MAX(later.id)).where(later.customer == Transfer.customer)
        rows = self.transfers.select(Transfer, Customer, User).join(Customer).switch(Transfer)
        return list(rows.join(User, JOIN.LEFT_OUTER, on=Transfer.from_user).where(Transfer.id == since))

    def _may_go_back(self, row: "Transfer") -> bool:
        giver = row.from_user
        may_own = giver is None or (giver.is_active and giver.branch_id == self.branch_id)
        return may_own and row.customer.owner_id == self.to_user_id
