"""What was printed: who, when, for whom, how often, and what the sheet said (R-PRINTLOG, R-CONSIST)."""

import hashlib
import json

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField

from webapp.database import BaseModel, ChineseJSONField, UtcDateTimeField, now, transaction
from webapp.formatting import today
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.sequence import numbered
from webapp.models.user import User


class Print(BaseModel):
    """One customer's form on paper. `times` is the n of 第n次打印; the snapshot is what the sheet said."""

    number = CharField(30, unique=True)
    slug = CharField(40)
    customer = ForeignKeyField(Customer, backref="prints", index=False, on_delete="CASCADE")
    times = IntegerField()
    copies = CharField(20)
    is_unmasked = BooleanField(default=False)
    snapshot = ChineseJSONField()
    digest = CharField(64)
    by = ForeignKeyField(User, backref="prints", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("customer", "slug", "times"), True), (("customer", "at"), False))

    @classmethod
    def log(cls, customer, slug: str, snapshot: dict, *, copies: str, is_unmasked: bool, by) -> "Print":
        """Give the sheet its print number and keep what it says."""
        with transaction():
            number = numbered("P{YYYYMMDD}-{seq:4}", today())
            earlier = cls.select().where(cls.customer == customer, cls.slug == slug).count()
            row = cls.create(
                number=number,
                slug=slug,
                customer=customer,
                times=earlier + 1,
                copies=copies,
                is_unmasked=is_unmasked,
                snapshot=snapshot,
                digest=digest_of(snapshot),
                by=by,
            )
            AuditEvent.record("print.made", by=by, customer=customer, subject=number, slug=slug, unmasked=is_unmasked)
        return row

    @classmethod
    def void(cls, rows: list["Print"], *, by) -> None:
        """Take back sheets that could not be typeset after all; their numbers are not given again."""
        with transaction():
            for row in rows:
                AuditEvent.record("print.voided", by=by, customer=row.customer, subject=row.number)
            cls.delete().where(cls.id << [row.id for row in rows]).execute()


def digest_of(snapshot: dict) -> str:
    return hashlib.sha256(json.dumps(snapshot, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
