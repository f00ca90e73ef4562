"""公海: who looked at a file in it, and whose customers are about to go there (R-POOL)."""

from datetime import date

from peewee import BooleanField, CharField, ForeignKeyField

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField, locked, transaction
from webapp.errors import DomainError
from webapp.models.assignment import Assignment
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.notice import Notice
from webapp.models.settings import Settings
from webapp.models.user import User


class PoolLook(BaseModel):
    """This person looked at the file of a customer in the pool that day."""

    user = ForeignKeyField(User, backref="+", index=False, on_delete="CASCADE")
    customer = ForeignKeyField(Customer, backref="pool_looks", on_delete="CASCADE")
    day = DayField()

    class Meta:
        indexes = ((("user", "day", "customer"), True),)

    @classmethod
    def note(cls, customer: Customer, *, by: User) -> None:
        """看资料: counted once a day for each customer, and on record. DomainError for who has seen enough today."""
        Assignment.require_claimer(customer, by)
        with transaction():
            locked(User.select().where(User.id == by.id)).get()
            if cls.has_seen(customer, by):
                return
            if not cls.left(by):
                raise DomainError(f"今天已经看过 {Settings.pool_looks_per_day} 位公海客户的资料，明天再看")
            cls.create(user=by, customer=customer, day=today())
            AuditEvent.record("pool.looked", by=by, customer=customer)

    @classmethod
    def has_seen(cls, customer: Customer, user: User) -> bool:
        """Today."""
        return cls._today(user).where(cls.customer == customer).exists()

    @classmethod
    def left(cls, user: User) -> int:
        """How many more this person may look at today."""
        return max(0, Settings.pool_looks_per_day - cls._today(user).count())

    @classmethod
    def _today(cls, user: User):
        return cls.select().where(cls.user == user, cls.day == today())


class PoolWarning(BaseModel):
    """The owner was told that their customer goes into the pool on that day, and why; `is_last` the second time."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="pool_warnings", index=False, on_delete="CASCADE")
    release_on = DayField()
    is_last = BooleanField(default=False)
    reason = CharField(120)
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("customer", "is_last"), True),)

    @classmethod
    def give(cls, customer: Customer, release_on: date, reason: str, *, is_last: bool) -> None:
        """Tell the owner, inside the caller's transaction."""
        told = {"release_on": release_on, "reason": reason, "is_last": is_last}
        warning = cls.create(customer=customer, **told)
        Notice.tell([customer.owner_id], "pool_soon", customer, warning.id)

    @classmethod
    def lift(cls, customers: list[int]) -> None:
        """They do not go there after all, or have gone; inside the caller's transaction."""
        if ids := [id_ for (id_,) in cls.select(cls.id).where(cls.customer << customers).tuples()]:
            Notice.forget("pool_soon", *ids)
            cls.delete().where(cls.id << ids).execute()
