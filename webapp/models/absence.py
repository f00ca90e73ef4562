"""请假: whoever is away has somebody who stands in for them."""

from datetime import date

from peewee import CharField, DeferredForeignKey

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.notice import Notice
from webapp.models.written import LONGEST_REASON, check_text

LONGEST_DAYS = 366


class Absence(BaseModel):
    """请假: from one day to another, both of them included, `stand_in` (代理人) sees `user`'s customers and does their
    steps."""

    id = LastingIdField()
    user = DeferredForeignKey("User", backref="absences", on_delete="CASCADE")
    stand_in = DeferredForeignKey("User", backref="stand_ins", on_delete="CASCADE")
    since = DayField()
    until = DayField()
    note = CharField(LONGEST_REASON, default="")
    by = DeferredForeignKey("User", backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    @classmethod
    def enter(cls, user, stand_in, since: date | None, until: date | None, note: str = "", *, by) -> "Absence":
        """Who is away, when, and who stands in: entered by themselves, whoever leads the branch, or the administrator.
        Entered twice it is one. DomainError beside each field that is wrong."""
        if user is None or not user.owns_in(user.branch_id):
            raise DomainError("请选择谁请假", "user")
        cls.require_keeper(user, by)
        mistakes = Mistakes()
        with mistakes.noted():
            _check_stand_in(user, stand_in)
        with mistakes.noted():
            _check_days(since, until)
        with mistakes.noted():
            check_text(note, LONGEST_REASON, "note")
        mistakes.tell()
        told = {"user": user, "stand_in": stand_in, "since": since, "until": until}
        with transaction():
            found, is_new = cls.get_or_create(**told, defaults={"note": note, "by": by, "at": now()})
            if is_new:
                days = {"from_day": str(since), "to_day": str(until)}
                AuditEvent.record("absence.entered", by=by, subject=user.name, to=stand_in.name, **days)
                Notice.tell([stand_in.id], "stands_in", None, found.id, by=by)
        return found

    def end(self, *, by) -> None:
        """They are back, or never went; a second time changes nothing."""
        self.require_keeper(self.user, by)
        with transaction():
            Notice.forget("stands_in", self.id)
            if Absence.delete().where(Absence.id == self.id).execute():
                AuditEvent.record("absence.ended", by=by, subject=self.user.name)

    @staticmethod
    def require_keeper(user, by) -> None:
        if not (by.id == user.id or by.keeps_absences_of(user)):
            raise NotAllowed("请假由本人、分站负责人或管理员登记")

    @classmethod
    def of_day(cls, day: date):
        """The query of those that are away that day."""
        return cls.select().where(cls.since <= day, cls.until >= day)


def _check_stand_in(user, stand_in) -> None:
    if stand_in is None or not stand_in.is_active or not stand_in.owns_in(user.branch_id):
        raise DomainError("请选择本分站在职的业务员或分站负责人", "stand_in")
    if stand_in.id == user.id:
        raise DomainError("代理人要是另一位同事", "stand_in")


def _check_days(since: date | None, until: date | None) -> None:
    if since is None or until is None:
        raise DomainError("请填写请假的第一天和最后一天", "since" if since is None else "until")
    if until < since:
        raise DomainError("最后一天不能早于第一天", "until")
    if until < today():
        raise DomainError("这几天已经过去了", "until")
    if (until - since).days > LONGEST_DAYS:
        raise DomainError("最多一年", "until")
