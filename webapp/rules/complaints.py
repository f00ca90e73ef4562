"""The clocks of complaints are watched: what has run out is noted once, and told of (R-COMPLAINT)."""

from contextlib import suppress

from peewee import fn

from webapp.clock import now
from webapp.database import transaction
from webapp.errors import Stale
from webapp.models.audit import AuditEvent
from webapp.models.complaint import Complaint
from webapp.models.complaint.handling import Breach
from webapp.models.customer import Customer


def overrun():
    """A query of the complaints whose clock has run out, and nobody has noted that yet."""
    noted = Breach.select().where(
        Breach.complaint == Complaint.id, Breach.clock == Complaint.clock, Breach.due_at == Complaint.due_at
    )
    late = Complaint.select(Complaint, Customer).join(Customer).where(Complaint.due_at < now(), ~fn.EXISTS(noted))
    return late.order_by(Complaint.customer, Complaint.id)


def note_breaches(*, by) -> int:
    """Note each of them, in a transaction of its own; how many it were."""
    return sum(_note(complaint, by) for complaint in list(overrun()))


def _note(complaint: Complaint, by) -> bool:
    with suppress(Stale), transaction():
        complaint.customer.hold()
        current = overrun().where(Complaint.id == complaint.id).first()
        if current and current.note_breach(current.clock, current.due_at):
            told = {"subject": str(complaint.id), "clock": current.clock, "due": current.due_at.isoformat()}
            AuditEvent.record("complaint.breached", by=by, customer=complaint.customer, **told)
            return True
    return False
