"""The audit trail (R-AUDIT): append-only, each entry chained to the one before by its hash, which is sealed by a key
outside the database."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from peewee import BigIntegerField, CharField, DeferredForeignKey, IntegerField

from webapp.clock import now
from webapp.database import BaseModel, ChineseJSONField, UtcDateTimeField
from webapp.models import seal
from webapp.models.rows import insert_rows
from webapp.prepared import Prepared


class Told(NamedTuple):
    """What one entry of many says; about no customer where `customer_id` is None."""

    customer_id: int | None
    branch_id: int | None
    subject: str
    details: dict


class AuditHead(BaseModel):
    """One row: the end of the chain, sealed. Updating it queues writers; it gives away a trail cut off at its end."""

    id = IntegerField(primary_key=True)
    length = BigIntegerField(default=0)
    hash = CharField(64, default="")
    seal = CharField(64, default="")

    @classmethod
    def place(cls, length: int, hash: str) -> None:
        """The trail now ends here."""
        _ended(length=length, hash=hash, seal=cls.sealed(length, hash))

    @staticmethod
    def sealed(length: int, hash: str) -> str:
        return seal.present().digest(f"{length} {hash}", None)


class AuditEvent(BaseModel):
    """One act: who, when, what, on which customer, with the details from → to."""

    at = UtcDateTimeField()
    actor = DeferredForeignKey("User", null=True, on_delete="RESTRICT")
    actor_name = CharField(40)
    origin = CharField(80, default="")
    action = CharField(40, index=True)
    branch_id = IntegerField(null=True)
    customer_id = IntegerField(null=True)
    subject = CharField(80, default="")
    details = ChineseJSONField(default=dict)
    previous_hash = CharField(64)
    hash = CharField(64)

    class Meta:
        indexes = ((("branch_id", "id"), False), (("customer_id", "at"), False), (("at",), False))

    @classmethod
    def record(cls, action: str, *, by, customer=None, subject: str = "", **details) -> "AuditEvent":
        """Append one entry inside the caller's transaction.

        `action` is noun.verb in the past tense (customer.moved). Details must be JSON values; personal data stays out.
        """
        branch = customer.branch_id if customer else (by.branch_id if by else None)
        told = Told(customer.id if customer else None, branch, subject, details)
        length, hash = cls.take_end()
        (event,) = cls._chained(action, [told], hash, by)
        event.save(force_insert=True)
        AuditHead.place(length + 1, event.hash)
        return event

    @classmethod
    def record_each(cls, action: str, told: Iterable[Told], *, by) -> None:
        """One entry for each, chained and written in one go, inside the caller's transaction."""
        told = list(told)
        if told:
            length, hash = cls.take_end()
            events = list(cls._chained(action, told, hash, by))
            insert_rows(cls, (event.__data__ for event in events))
            AuditHead.place(length + len(events), events[-1].hash)

    @classmethod
    def _chained(cls, action: str, told: Iterable[Told], previous: str, by) -> Iterator["AuditEvent"]:
        actor = {"actor": by, "actor_name": by.name if by else "", "origin": by.origin if by else ""}
        for entry in told:
            event = cls(at=now(), action=action, previous_hash=previous, **actor, **entry._asdict())
            event.hash = previous = event.digest()
            yield event

    @staticmethod
    def take_end() -> tuple[int, str]:
        """The length of the trail, and the hash that the next entry is chained to. Other writers wait until this
        transaction ends."""
        found = _end.first()
        if found is None:
            AuditHead.create(id=1)
        return found or (0, "")

    def digest(self) -> str:
        """The entry's own hash, over everything it says and the hash before it."""
        said = [
            self.previous_hash,
            self.at.isoformat(),
            self.actor_id,
            self.actor_name,
            self.origin,
            self.action,
            self.branch_id,
            self.customer_id,
            self.subject,
            self.details,
        ]
        return seal.present().digest(json.dumps(said, ensure_ascii=False, sort_keys=True), self.id)

    @classmethod
    def chain_anew(cls) -> None:
        """Chain what is left after entries were removed: only where they told of nothing real (demo/clearing.py)."""
        previous, length = "", 0
        for event in list(cls.select().order_by(cls.id)):
            event.previous_hash = previous
            previous = event.hash = event.digest()
            event.save()
            length += 1
        AuditHead.place(length, previous)

    @classmethod
    def verify(cls) -> str | None:
        """None when the chain is whole, otherwise where and how it breaks, in Chinese."""
        previous, length, sealed = "", 0, seal.present()
        for event in cls.select().order_by(cls.id).iterator():
            if event.previous_hash != previous:
                return f"第 {event.id} 条之前的记录被移除或改动"
            if event.digest() != event.hash or (event.id == sealed.until and event.hash != sealed.hash):
                return f"第 {event.id} 条记录被改动"
            previous, length = event.hash, length + 1
        head = AuditHead.get_or_none(AuditHead.id == 1)
        if head is None:
            return f"记录的末端标记被移除：无从知道第 {length} 条之后是否还有记录"
        if (head.length, head.hash) != (length, previous):
            return f"记录应有 {head.length} 条，现有 {length} 条：末尾的记录被移除"
        if head.seal != AuditHead.sealed(length, previous):
            return "记录的末端标记被改动：无从知道之后是否还有记录"
        return None


_end = Prepared(
    lambda: AuditHead.update(id=1).where(AuditHead.id == 1).returning(AuditHead.length, AuditHead.hash), row=tuple
)
_ended = Prepared(
    lambda length, hash, seal: AuditHead.update(length=length, hash=hash, seal=seal).where(AuditHead.id == 1)
)
