"""移交: whoever changes post hands their customers on as one act that giver, receivers and supervisor confirm
(R-HANDOVER)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Self

from peewee import CharField, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField, locked, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.assignment import Assignment
from webapp.models.assignment.holding import held
from webapp.models.audit import AuditEvent, Told
from webapp.models.customer import Customer
from webapp.models.handover.item import LONGEST_NOTE, Confirmation, HandoverItem
from webapp.models.handover.rest import answered_for, hand_on_the_rest
from webapp.models.notice import Notice
from webapp.models.organisation import Branch
from webapp.models.rows import insert_rows
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason
from webapp.models.written import check_text

UNFINISHED = "移交未完成之前，移交人为“未完成交接”，不予核算绩效。"


class Stage(StrEnum):
    """How far a handover is: what it waits for."""

    DRAFT = "draft"
    GIVER = "giver"
    RECEIVERS = "receivers"
    SUPERVISOR = "supervisor"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Stage.DRAFT: "草拟",
    Stage.GIVER: "待移交人确认",
    Stage.RECEIVERS: "待接收人确认",
    Stage.SUPERVISOR: "待监交人确认",
    Stage.DONE: "完成",
    Stage.CANCELLED: "已取消",
}
OPEN = (Stage.DRAFT, Stage.GIVER, Stage.RECEIVERS, Stage.SUPERVISOR)
GONE = "移交单刚有变动，请刷新页面"


class Handover(BaseModel):
    """One handover of a person's customers. Nothing changes hands before the supervisor has confirmed; then all of it
    does, in one transaction."""

    id = LastingIdField()
    branch = ForeignKeyField(Branch, backref="handovers", index=False, on_delete="RESTRICT")
    giver = ForeignKeyField(User, backref="handovers", on_delete="RESTRICT")
    supervisor = ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    reason = CharField(200)
    stage = CharField(12, default=Stage.DRAFT)
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    ended_at = UtcDateTimeField(null=True)
    ended_because = CharField(200, default="")

    class Meta:
        indexes = ((("branch", "stage"), False),)

    # -- drafted

    @classmethod
    def draft(cls, giver: User | None, receiver: User | None, supervisor: User | None, reason: str, *, by) -> Self:
        """List all of the giver's customers that are on no other list for one receiver; the draft can be changed until
        it is submitted.

        DomainErrors beside `giver`, `receiver`, `supervisor` and `reason`."""
        mistakes = Mistakes()
        with mistakes.noted():
            cls.check_giver(giver, by)
        if giver:
            with mistakes.noted():
                cls.check_receiver(receiver, giver)
            with mistakes.noted():
                cls._check_supervisor(supervisor, giver, [receiver.id] if receiver else [])
        with mistakes.noted():
            reason = checked_reason(reason)
        mistakes.tell()
        with transaction():
            giver = locked(User.select().where(User.id == giver.id)).get()
            ids = cls._unlisted(giver)
            told = {"branch": giver.branch_id, "giver": giver, "supervisor": supervisor, "reason": reason}
            drafted = cls.create(by=by, **told)
            shared = {"handover": drafted.id, "receiver": receiver.id}
            insert_rows(HandoverItem, ({"customer": id_, **shared} for id_ in ids))
            drafted._note("drafted", by, count=len(ids))
        return drafted

    @classmethod
    def _unlisted(cls, giver: User) -> list[int]:
        """Their customers that stand on no list that is not finished: a customer stands on one. DomainError where none
        is left."""
        listed = HandoverItem.select(HandoverItem.customer).join(cls, on=HandoverItem.handover == cls.id)
        listed = listed.where(cls.stage << OPEN)
        rows = Customer.select(Customer.id).where(Customer.owner == giver)
        ids = [id_ for (id_,) in rows.where(Customer.id.not_in(listed)).order_by(Customer.id).tuples()]
        if not ids:
            numbers = listed.select(cls.id).join_from(HandoverItem, Customer).where(Customer.owner == giver).distinct()
            named = "、".join(f"第 {number} 号" for (number,) in numbers.order_by(cls.id).tuples())
            raise DomainError(f"{giver.name}的客户都已在{named}移交单上，先完成或取消它", "giver")
        return ids

    def give(self, items: list[int], receiver: User | None, note: str = "", *, by) -> None:
        """These customers of the draft (ids of items) go to this receiver; `note` is kept with each, where there is
        one. DomainErrors beside `receiver` and `note`."""
        mistakes = Mistakes()
        with mistakes.noted():
            self.check_receiver(receiver, self.giver)
        with mistakes.noted():
            check_text(note, LONGEST_NOTE, "note")
        mistakes.tell()
        self.require_keeper(by)
        with self._at(Stage.DRAFT):
            told = {"receiver": receiver} | ({"note": note} if note else {})
            self._change(HandoverItem.update(told), items)

    def leave_out(self, items: list[int], *, by) -> None:
        """These customers (ids of items) stay the giver's."""
        self.require_keeper(by)
        with self._at(Stage.DRAFT):
            self._change(HandoverItem.delete(), items)

    def _change(self, query, items: list[int]) -> None:
        if not items:
            raise DomainError("请先勾选客户")
        query.where(HandoverItem.handover == self, HandoverItem.id << items).execute()

    # -- confirmed

    def submit(self, *, by) -> None:
        """提交确认: from here on the list stays as it is, and the giver is asked. DomainError for an empty list."""
        self.require_keeper(by)
        with self._at(Stage.DRAFT):
            if not self.items.exists():
                raise DomainError("移交单上还没有客户")
            self._check_people()
            self._ask(Stage.GIVER, by)
            self._note("submitted", by)

    def confirm(self, *, reason: str = "", by) -> None:
        """确认: whoever it waits for signs for their part. With the supervisor's it is complete, and everything changes
        hands. Somebody who leads the branch, or the administrator, signs for a giver who is not there any more, and
        says why in `reason`.

        Two confirmations at once: exactly one is the one that counts; the other gets Stale."""
        part = Stage(self.stage)
        if part not in (Stage.GIVER, Stage.RECEIVERS, Stage.SUPERVISOR):
            raise Stale(GONE)
        self.require_signer(by)
        signed_for = self.giver if part == Stage.GIVER else by
        if signed_for.id != by.id:
            reason = checked_reason(reason)
        with self._at(part):
            signed, is_new = Confirmation.get_or_create(
                handover=self, part=part, user=signed_for, defaults={"by": by, "reason": reason, "at": now()}
            )
            if not is_new:
                raise Stale("已经确认过了，请刷新页面")
            if part == Stage.GIVER:
                self._ask(Stage.RECEIVERS, by)
            elif part == Stage.SUPERVISOR:
                self._complete(by)
            elif not self.waits_for():
                self._ask(Stage.SUPERVISOR, by)
            self._note("confirmed", by, part=part.label)

    def waits_for(self) -> list[int]:
        """Who has to confirm now (ids)."""
        if self.stage == Stage.GIVER:
            return [self.giver_id]
        if self.stage == Stage.SUPERVISOR:
            return [self.supervisor_id]
        if self.stage != Stage.RECEIVERS:
            return []
        signed = Confirmation.select(Confirmation.user).where(
            Confirmation.handover == self, Confirmation.part == Stage.RECEIVERS
        )
        items = HandoverItem.select(HandoverItem.receiver).where(HandoverItem.handover == self)
        return [id_ for (id_,) in items.where(HandoverItem.receiver.not_in(signed)).distinct().tuples()]

    def _ask(self, stage: Stage, by) -> None:
        self.stage = stage
        self.save()
        Notice.forget("handover", self.id)
        Notice.tell(self.waits_for(), "handover", None, self.id, by=by)

    def _complete(self, by) -> None:
        """All of it changes hands: what is the giver's still. Inside the caller's transaction."""
        self._hold_people()
        self._check_people()
        listed = Customer.id << self.items.select(HandoverItem.customer)
        concerned = held(Customer.select().where(listed | answered_for(self.giver)))
        still = {row.id: row for row in concerned if row.owner_id == self.giver_id}
        for receiver in self.receivers():
            items = self.items.select(HandoverItem.customer).where(HandoverItem.receiver == receiver)
            owned = [still[id_] for (id_,) in items.tuples() if id_ in still]
            if owned:
                given = Assignment.hand_over(owned, receiver, self.reason, branch=self.branch_id, by=by)
                theirs = HandoverItem.customer << [row.id for row in owned]
                HandoverItem.update(assignment=given).where(HandoverItem.handover == self, theirs).execute()
        hand_on_the_rest(self.giver, self.reason, by=by)
        self.stage, self.ended_at = Stage.DONE, now()
        self.save()
        Notice.forget("handover", self.id)
        people = {self.giver_id, *(receiver.id for receiver in self.receivers()), *User.leading(self.branch_id)}
        Notice.tell(people, "handover", None, self.id, by=by)
        self._note("completed", by)

    def cancel(self, reason: str, *, by) -> None:
        """取消: nothing has changed hands, and nothing will by it."""
        self.require_keeper(by)
        reason = checked_reason(reason)
        with self._at(*OPEN):
            self.stage, self.ended_at, self.ended_because = Stage.CANCELLED, now(), reason
            self.save()
            Notice.forget("handover", self.id)
            self._note("cancelled", by)

    # -- who may

    @classmethod
    def check_giver(cls, giver: User | None, by) -> None:
        """Whoever owns customers of a branch: oneself, one of the branch one leads, anybody for the administrator."""
        if giver is None or giver.branch_id is None:
            raise DomainError("请选择移交人", "giver")
        if not (giver.id == by.id and by.can_file_customers) and not cls._keeps(by, giver.branch_id):
            raise NotAllowed("移交由本人、分站负责人或管理员办理")
        if not giver.customers.exists():
            raise DomainError(f"{giver.name}名下没有客户", "giver")

    @staticmethod
    def check_receiver(receiver: User | None, giver: User) -> None:
        """An active colleague of the branch who may own customers."""
        if receiver is None or not (receiver.is_active and receiver.owns_in(giver.branch_id)):
            raise DomainError("请选择本分站在职的业务员或分站负责人", "receiver")
        if receiver.id == giver.id:
            raise DomainError("不能移交给自己", "receiver")

    @staticmethod
    def _check_supervisor(supervisor: User | None, giver: User, receivers: Iterable[int]) -> None:
        """Somebody who oversees the branch, and neither gives nor gets."""
        if supervisor is None or not (supervisor.is_active and supervisor.supervises(giver.branch_id)):
            raise DomainError("请选择监交人：分站负责人、公司督察或管理员", "supervisor")
        if supervisor.id == giver.id or supervisor.id in receivers:
            raise DomainError("监交人不能是移交人或接收人", "supervisor")

    def _check_people(self) -> None:
        """Nobody has left, or gone to another branch, since it was drafted."""
        receivers = self.receivers()
        for receiver in receivers:
            if not (receiver.is_active and receiver.owns_in(self.branch_id)):
                raise DomainError(f"{receiver.name}已不是本分站在职的业务员，请取消后重新拟定")
        self._check_supervisor(self.supervisor, self.giver, [receiver.id for receiver in receivers])

    def _hold_people(self) -> None:
        """Nobody is sent away meanwhile; before the customers are held (webapp/database.py)."""
        people = User.select(User.id).where(User.id << self.items.select(HandoverItem.receiver))
        list(locked(people.order_by(User.id)).tuples())

    def receivers(self) -> list[User]:
        """Who gets customers by it."""
        items = HandoverItem.select(HandoverItem.receiver).where(HandoverItem.handover == self)
        return list(User.select().where(User.id << items).order_by(User.id))

    @staticmethod
    def _keeps(user: User, branch: int) -> bool:
        return user.can_set or (user.leads_branch and user.branch_id == branch)

    def is_kept_by(self, user: User) -> bool:
        """May they change the draft, submit it, cancel it?"""
        return self._keeps(user, self.branch_id) or user.id == self.giver_id

    def require_keeper(self, user: User) -> None:
        if not self.is_kept_by(user):
            raise NotAllowed("移交由本人、分站负责人或管理员办理")

    def is_signed_by(self, user: User) -> bool:
        """Does it wait for them, or for a giver for whom they may sign?"""
        for_giver = self.stage == Stage.GIVER and self._keeps(user, self.branch_id)
        return for_giver or user.id in self.waits_for()

    def require_signer(self, user: User) -> None:
        if not self.is_signed_by(user):
            raise NotAllowed("现在不用您确认")

    @classmethod
    def open_of(cls, giver: User) -> Self | None:
        """The last of theirs that is not finished."""
        return cls.select().where(cls.giver == giver, cls.stage << OPEN).order_by(cls.id.desc()).first()

    # -- one at a time

    @contextmanager
    def _at(self, *stages: Stage) -> Iterator[None]:
        """A transaction in which nobody else writes it. Stale where it is at another stage by now."""
        with transaction():
            current = locked(Handover.select().where(Handover.id == self.id)).first()
            if current is None or current.stage not in stages:
                raise Stale(GONE)
            self.stage = current.stage
            yield

    def _note(self, act: str, by, **said) -> None:
        told = Told(None, self.branch_id, self.giver.username, {"number": self.id, **said})
        AuditEvent.record_each(f"handover.{act}", [told], by=by)
