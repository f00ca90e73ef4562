"""What becomes of a step that is overdue for long (R-ESCALATE)."""

from webapp.clock import today
from webapp.database import transaction
from webapp.models.audit import AuditEvent
from webapp.models.escalation import Escalation
from webapp.models.notice import Notice
from webapp.models.user import User


class Escalatable:
    """What of a step concerns its being overdue."""

    def escalate(self, *, by) -> bool:
        """Tell the branch's managers that it is overdue, once for each day it was due on; nobody where it is a
        manager's own. False where that was done."""
        with transaction():
            self.customer.hold()
            row, is_new = Escalation.get_or_create(task=self, due_on=self.due_on)
            if is_new:
                self._tell_leaders(row)
                told = {"subject": str(self.id), "due_on": str(self.due_on)}
                AuditEvent.record("task.escalated", by=by, customer=self.customer, **told)
        return is_new

    def settle(self) -> None:
        """It is done, put off or handed on: what was told of it is no news any more. The caller has held the
        customer."""
        if self.due_on and self.due_on < today():
            Escalation.settle([self.id])

    def unsettle(self) -> None:
        """It is to be done by that day after all, and whoever was told so is told again. The caller has held the
        customer."""
        row = Escalation.get_or_none(Escalation.task == self, Escalation.due_on == self.due_on)
        if row:
            self._tell_leaders(row)

    def _tell_leaders(self, row: Escalation) -> None:
        if not self.responsible.leads_branch:
            Notice.tell(User.leading(self.customer.branch_id), "escalated", self.customer, row.id)
