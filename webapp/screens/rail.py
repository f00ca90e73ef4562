"""The number beside 工作台, on every page: counted anew when a customer of the reader's branch was touched, of any
branch for who sees them all, and at midnight."""

from datetime import date

from webapp.clock import today
from webapp.models.audit import AuditEvent
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.worklist import Worklist

KEPT = 1_000  # people, in every process

_counted: dict[tuple, tuple[tuple[str | None, date], float]] = {}


def overdue(user: User) -> float:
    """How many steps are overdue on the person's own worklist. Every act on a customer is in the audit trail: while
    that ends as it did, the number is what it was."""
    whose = user.id, user.kind, user.seen_branch
    state = _last_act.value(branch=user.seen_branch), today()
    known, count = _counted.get(whose, (None, 0))
    if known != state:
        count = Worklist(user).overdue_count()
        if len(_counted) >= KEPT:
            _counted.clear()
        _counted[whose] = state, count
    return count


def _latest(branch):
    """By its hash, which no other end of a trail has; a login touches nobody."""
    acts = AuditEvent.select(AuditEvent.hash).where(AuditEvent.customer_id.is_null(False))
    acts = acts if branch is None else acts.where(AuditEvent.branch_id == branch)
    return acts.order_by(AuditEvent.id.desc()).limit(1)


_last_act = Prepared(_latest, row=tuple)
