"""The audit entries of many customers, chained in one go (R-AUDIT)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from webapp.models.audit import AuditEvent, AuditHead

from .rows import insert_rows


class Told(NamedTuple):
    """One customer's entry."""

    customer_id: int
    branch_id: int
    subject: str
    details: dict


def record_customers(action: str, told: Iterable[Told], after: AuditEvent) -> None:
    """One entry for each customer behind `after`, which must be the trail's last.

    Recording `after` in this transaction is what keeps other writers off the chain's end.
    """
    events = list(_chained(action, told, after))
    if events:
        insert_rows(AuditEvent, (event.__data__ for event in events))
        AuditHead.update(length=AuditHead.length + len(events), hash=events[-1].hash).where(AuditHead.id == 1).execute()


def _chained(action: str, told: Iterable[Told], after: AuditEvent) -> Iterator[AuditEvent]:
    actor = {"at": after.at, "actor": after.actor_id, "actor_name": after.actor_name, "origin": after.origin}
    previous = after.hash
    for entry in told:
        event = AuditEvent(action=action, previous_hash=previous, **actor, **entry._asdict())
        event.hash = previous = event.digest()
        yield event
