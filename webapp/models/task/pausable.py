"""无需再跟进: for how long no contact is needed (R-PROMISE)."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from webapp.clock import today
from webapp.database import transaction
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.escalation import Escalation
from webapp.models.task.completable import Completion
from webapp.models.user import User
from webapp.models.written import check_text

PAUSE = "无需再跟进："
LONGEST_PAUSE_REASON = 200


class Pausable:
    """What of a step concerns its being a pause, and what ends one."""

    @classmethod
    def pause(cls, customer, reason: str, until: date | None, *, by) -> Self:
        """无需再跟进 until that day, and why (R-PROMISE)."""
        cls.check_pause(customer, reason, until, by=by)
        with transaction():
            customer.hold()
            task = cls.enter_pause(customer, reason, until, by=by)
            customer.refresh_schedule()
        return task

    @classmethod
    def check_pause(cls, customer, reason: str, until: date | None, *, by) -> None:
        cls.require_pauser(customer, by)
        mistakes = Mistakes()
        with mistakes.noted():
            if not reason.strip():
                raise DomainError("请写明为什么暂时不用再跟进", "pause_reason")
            check_text(reason.strip(), LONGEST_PAUSE_REASON, "pause_reason")
        with mistakes.noted():
            if until is None or until <= today():
                raise DomainError("请选今天以后的日子，到时再看要不要跟进", "pause_until")
        mistakes.tell()

    @staticmethod
    def require_pauser(customer, user: User) -> None:
        if not user.keeps(customer):
            raise NotAllowed("无需再跟进由负责人、分站负责人和协同的业务员决定", "pause_reason")

    @classmethod
    def enter_pause(cls, customer, reason: str, until: date, *, by, followup=None) -> Self:
        """Write a checked pause. Raises DomainError while something is still to be done."""
        if cls._is_busy(customer):
            raise DomainError("还有没做完的下一步，请先完成或作废，再选“无需再跟进”", "pause_reason")
        cls.resume(customer, by=by, followup=followup)
        task = cls.create(
            customer=customer,
            followup=followup,
            action=f"{PAUSE}{reason.strip()}",
            due_on=until,
            is_pause=True,
            responsible=customer.owner_id or by,
            created_by=by,
        )
        AuditEvent.record("task.paused", by=by, customer=customer, subject=str(task.id), until=str(until))
        return task

    @classmethod
    def end_pauses(cls, customer, *, by) -> None:
        """End a pause where something is to be done again, or another one has taken its place. The caller refreshes
        the customer's schedule."""
        pauses = cls.pauses_of(customer)
        cls._end(pauses if cls._is_busy(customer) else pauses[:-1], by)

    def taken_up(self, *, by) -> None:
        """It is to be done again, which ends a pause; and a pause is not taken up again beside what is to be done."""
        others = self.pauses_of(self.customer)[1:] or self._is_busy(self.customer)
        if self.is_pause and others:
            raise DomainError("后来又有了安排，不能再改回这一次的“无需再跟进”", "reason")
        self.end_pauses(self.customer, by=by)
        self.customer.refresh_schedule()

    @classmethod
    def resume(cls, customer, *, by, followup=None) -> None:
        """Who was not to be followed up is again, perhaps by a record. The caller refreshes the customer's schedule."""
        cls._end(cls.pauses_of(customer), by, followup)

    @classmethod
    def _end(cls, pauses: Iterable[int], by, followup=None) -> None:
        for id_ in pauses:
            Completion.create(task=id_, by=by, followup=followup)
            cls(id=id_).set_open(False)
            Escalation.settle([id_])

    @classmethod
    def _is_busy(cls, customer) -> bool:
        """Is anything still to be done there?"""
        return cls.select().where(cls.customer == customer, cls.is_open, ~cls.is_pause).exists()
