"""The audit entries of many customers, chained in one go (R-AUDIT)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from webapp.database import now
from webapp.models.audit import AuditEvent

from .rows import insert_rows


class Told(NamedTuple):
    """One customer's entry."""

    customer_id: int
    branch_id: int
    subject: str
    details: dict


def record_customers(action: str, told: Iterable[Told], *, by) -> None:
    """One entry for each customer, within the caller's transaction."""
    told = list(told)
    if told:
        events = list(_chained(action, told, AuditEvent.take_end(), by))
        insert_rows(AuditEvent, (event.__data__ for event in events))
        AuditEvent.set_end(events[-1].hash, len(events))


def _chained(action: str, told: Iterable[Told], previous: str, by) -> Iterator[AuditEvent]:
    actor = {"at": now(), "actor": by.id, "actor_name": by.name, "origin": by.origin}
    for entry in told:
        event = AuditEvent(action=action, previous_hash=previous, **actor, **entry._asdict())
        event.hash = previous = event.digest()
        yield event
