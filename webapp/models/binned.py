"""回收站: a customer that was filed by mistake, or is no customer any more, out of the book until it is put back or
gone for good (R-BIN)."""

from datetime import timedelta
from typing import Self

from peewee import CharField, ForeignKeyField, IntegerField

from webapp.clock import now
from webapp.database import BaseModel, ChineseJSONField, LastingIdField, UtcDateTimeField, locked, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import snapshot
from webapp.models.attachment import StoredFile
from webapp.models.audit import AuditEvent, Told
from webapp.models.classification import Classification
from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.settings import Settings
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason

GONE = "它已经不在回收站里了，请刷新页面"


class Binned(BaseModel):
    """A customer in the bin: what everybody may know of it, why it is there, and everything that hung on it."""

    id = LastingIdField()
    customer_id = IntegerField()
    number = CharField(30, index=True)
    public_name = CharField(80)
    branch = ForeignKeyField(Branch, backref="binned", on_delete="RESTRICT")
    owner_name = CharField(40)
    reason = CharField(200)
    rows = ChineseJSONField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    @classmethod
    def put(cls, customer: Customer, reason: str, *, by) -> Self:
        """移入回收站: out of every list, board and search, with all that hangs on it."""
        cls.require_remover(customer, by)
        reason = checked_reason(reason)
        with transaction():
            customer.hold()
            told = {"reason": customer.masked(reason), "name": customer.public_name}
            binned = cls.create(
                customer_id=customer.id,
                number=customer.number,
                public_name=customer.public_name,
                branch=customer.branch_id,
                owner_name=customer.owner_name,
                reason=told["reason"],
                rows=snapshot.take(customer.id),
                by=by,
            )
            for file in snapshot.files(binned.rows):
                BinnedFile.create(binned=binned, file=file)
            snapshot.delete(customer.id)
            AuditEvent.record("customer.binned", by=by, customer=customer, subject=customer.number, **told)
        return binned

    def restore(self, *, by) -> Customer:
        """放回: as it was, its number and history; nobody's, where its owner owns no customers of the branch any more.

        Stale where it was put back, or is gone, already."""
        self.require_keeper(by)
        with transaction():
            self._hold()
            customer = snapshot.put_back(self.rows)
            owner = customer.owner
            if owner and not (owner.is_active and owner.owns_in(customer.branch_id)):
                Customer.update(owner=None).where(Customer.id == customer.id).execute()
                Classification.update(owner=None).where(Classification.customer == customer).execute()
            self.delete_instance()
            AuditEvent.record("customer.restored", by=by, customer=customer, subject=customer.number)
        return Customer.get_by_id(customer.id)

    def purge(self, *, by) -> None:
        """彻底删除: for good, once it has lain there long enough. The trail keeps number, name and reason; the number
        is never given again."""
        if not by.can_set:
            raise NotAllowed("彻底删除由管理员进行")
        if not self.is_ripe:
            raise DomainError(f"放满 {Settings.bin_days} 天才能彻底删除")
        with transaction():
            self._hold()
            self.delete_instance()
            told = Told(self.customer_id, self.branch_id, self.number, {"name": self.public_name})
            AuditEvent.record_each("customer.purged", [told], by=by)

    def _hold(self) -> None:
        if locked(Binned.select().where(Binned.id == self.id)).first() is None:
            raise Stale(GONE)

    @property
    def is_ripe(self) -> bool:
        """Has it lain there long enough?"""
        return now() - self.at >= timedelta(days=Settings.bin_days)

    @staticmethod
    def require_remover(customer: Customer, user: User) -> None:
        if not (user.can_assign and user.can_edit(customer)):
            raise NotAllowed("客户由分站负责人移入回收站")

    def require_keeper(self, user: User) -> None:
        if not self.is_kept_by(user):
            raise NotAllowed("回收站由分站负责人和管理员管理")

    def is_kept_by(self, user: User) -> bool:
        """May they put it back?"""
        return user.can_set or (user.can_assign and user.branch_id == self.branch_id)


class BinnedFile(BaseModel):
    """A file that was attached to it: kept as long as it is there."""

    binned = ForeignKeyField(Binned, backref="files", on_delete="CASCADE")
    file = ForeignKeyField(StoredFile, backref="+", on_delete="RESTRICT")
