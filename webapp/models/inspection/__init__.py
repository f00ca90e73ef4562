"""督察: a customer's file or a follow-up is checked against the truth, and what is untrue costs (R-INSPECT)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Self

from peewee import SQL, CharField, ForeignKeyField, IntegerField, IntegrityError

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.followup import FollowUp
from webapp.models.inspection.draw import Draw
from webapp.models.notice import Notice
from webapp.models.organisation import Branch
from webapp.models.settings import Settings
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason
from webapp.models.written import LONGEST_REASON, check_text

LONGEST_NOTE = 400
HOWS = ("电话回访客户", "上门核实", "查看聊天和凭证", "核对纸质表", "其他")


class Finding(StrEnum):
    """What an inspection found."""

    TRUE = "true"
    DATA = "data"
    TRACKING = "tracking"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def penalty(self) -> int:
        """In yuan, as the office has set it now."""
        return {Finding.DATA: Settings.penalty_customer_data, Finding.TRACKING: Settings.penalty_tracking}.get(self, 0)


LABELS = {Finding.TRUE: "真实", Finding.DATA: "客户资料不真实", Finding.TRACKING: "跟踪服务不真实"}


class State(StrEnum):
    """Whether an untrue finding holds."""

    STANDS = "stands"
    OBJECTED = "objected"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return STATES[self]


STATES = {State.STANDS: "成立", State.OBJECTED: "有异议", State.UPHELD: "维持", State.WITHDRAWN: "已撤销"}


class Inspection(BaseModel):
    """One inspection of a customer's file or, where it names one, of a follow-up; `person` answers for what was found.
    `penalty` is in yuan, as the office had it then; withdrawn, it counts no more."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="inspections", index=False, on_delete="CASCADE")
    followup = ForeignKeyField(FollowUp, null=True, backref="inspections", on_delete="RESTRICT")
    branch = ForeignKeyField(Branch, backref="+", index=False, on_delete="RESTRICT")
    person = ForeignKeyField(User, null=True, backref="inspections", index=False, on_delete="RESTRICT")
    draw = ForeignKeyField(Draw, null=True, backref="inspections", on_delete="SET NULL")
    inspected_on = DayField(default=today)
    finding = CharField(10)
    how = CharField(20)
    note = CharField(LONGEST_NOTE, default="")
    opinion = CharField(LONGEST_NOTE, default="")
    penalty = IntegerField(default=0)
    state = CharField(10, default=State.STANDS)
    objection = CharField(LONGEST_REASON, default="")
    objected_at = UtcDateTimeField(null=True)
    decision = CharField(LONGEST_REASON, default="")
    decided_by = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    decided_at = UtcDateTimeField(null=True)
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = (
            (("customer", "at"), False),
            (("branch", "inspected_on"), False),
            (("person", "inspected_on"), False),
            SQL(
                "CREATE UNIQUE INDEX inspection_once ON inspection (customer_id, COALESCE(followup_id, 0), finding)"
                " WHERE finding <> 'true' AND state <> 'withdrawn'"
            ),
        )

    # -- checked

    @classmethod
    def record(
        cls,
        customer: Customer,
        finding: str,
        how: str,
        note: str = "",
        opinion: str = "",
        *,
        by,
        followup: FollowUp | None = None,
        inspected_on: date | None = None,
        draw: Draw | None = None,
    ) -> Self:
        """Put an inspection on record. What is untrue costs whoever answers for it, once for each record and finding.

        Stale for a follow-up or customer that was taken back meanwhile; DomainErrors beside `finding`, `how`, `note`,
        `opinion` and `inspected_on`."""
        cls.require_inspector(customer, by)
        note, opinion, inspected_on = note.strip(), opinion.strip(), inspected_on or today()
        cls._check(finding, how, note, opinion, inspected_on)
        with transaction():
            customer.hold()
            if followup is not None and not FollowUp.select().where(FollowUp.id == followup.id).exists():
                raise Stale("这条跟进刚被撤回了，没有可督察的")
            owner = Customer.select(Customer.owner).where(Customer.id == customer.id).scalar()
            told = {"finding": finding, "how": how, "note": note, "opinion": opinion, "inspected_on": inspected_on}
            inspection = cls._once(
                customer=customer,
                followup=followup,
                branch=customer.branch_id,
                person=(followup.executor_id or followup.recorded_by_id) if followup else owner,
                draw=draw,
                penalty=Finding(finding).penalty,
                by=by,
                **told,
            )
            if inspection.is_untrue:
                inspection._tell(by)
            AuditEvent.record(
                "inspection.recorded", by=by, customer=customer, subject=str(inspection.id), finding=finding
            )
        return inspection

    @classmethod
    def _once(cls, **told) -> Self:
        try:
            with transaction():
                return cls.create(**told)
        except IntegrityError as error:  # the database tells two at once apart
            what = "这条跟进" if told["followup"] else "这位客户的资料"
            refusal = f"{what}已经有一次“{LABELS[told['finding']]}”，同样的只算一次"
            raise DomainError(refusal, "finding") from error

    @staticmethod
    def _check(finding: str, how: str, note: str, opinion: str, inspected_on: date) -> None:
        mistakes = Mistakes()
        if finding not in set(Finding):
            mistakes.note(DomainError("请选择核查结果", "finding"))
        if how not in HOWS:
            mistakes.note(DomainError("请选择核查方式", "how"))
        for field, text in (("note", note), ("opinion", opinion)):
            with mistakes.noted():
                check_text(text, LONGEST_NOTE, field)
        if finding != Finding.TRUE and not note:
            mistakes.note(DomainError("请写明怎么不真实", "note"))
        if inspected_on > today():
            mistakes.note(DomainError("核查日期不能在今天之后", "inspected_on"))
        mistakes.tell()

    # -- objected to, decided

    def object(self, text: str, *, by) -> None:
        """异议: whoever answers for it says why it is not so. Stale where somebody else was faster."""
        self.require_objector(by)
        text = checked_reason(text)
        with self._at(State.STANDS):
            self.state, self.objection, self.objected_at = State.OBJECTED, text, now()
            self.save()
            Notice.forget("inspected", self.id)
            Notice.tell({self.by_id, *User.leading(self.branch_id)}, "objected", self.customer, self.id, by=by)
            self._note("objected", by)

    def decide(self, is_upheld: bool, reason: str, *, by) -> None:
        """维持, or 撤销: withdrawn, the penalty counts no more. Whoever leads the branch, or an inspector, decides;
        nobody of what they answer for themselves."""
        self.require_decider(by)
        reason = checked_reason(reason)
        with self._at(State.STANDS, State.OBJECTED):
            self.state = State.UPHELD if is_upheld else State.WITHDRAWN
            self.decision, self.decided_by, self.decided_at = reason, by, now()
            self.save()
            Notice.forget("inspected", self.id)
            Notice.forget("objected", self.id)
            Notice.tell({self.person_id, self.by_id} - {None}, "decided", self.customer, self.id, by=by)
            self._note("decided", by)

    @contextmanager
    def _at(self, *states: State) -> Iterator[None]:
        """A transaction in which nobody else writes it. Stale where it is in another state by now."""
        with transaction():
            self.customer.hold()
            current = Inspection.get_or_none(Inspection.id == self.id)
            if current is None or current.state not in states:
                raise Stale("这次督察刚有变动，请刷新页面")
            yield

    def _tell(self, by) -> None:
        people = {self.person_id, *User.leading(self.branch_id)} - {None}
        Notice.tell(people, "inspected", self.customer, self.id, by=by)

    def _note(self, act: str, by) -> None:
        told = {"subject": str(self.id), "state": self.state}
        AuditEvent.record(f"inspection.{act}", by=by, customer=self.customer, **told)

    # -- who may

    @property
    def is_untrue(self) -> bool:
        return self.finding != Finding.TRUE

    @property
    def is_open(self) -> bool:
        """May it still be objected to, or decided on?"""
        return self.is_untrue and self.state in (State.STANDS, State.OBJECTED)

    @property
    def counts(self) -> bool:
        """Does its penalty stand?"""
        return self.is_untrue and self.state != State.WITHDRAWN

    @staticmethod
    def require_inspector(_customer: Customer, user: User) -> None:
        if not user.can_inspect:
            raise NotAllowed("督察由公司督察记录")

    def is_objected_by(self, user: User) -> bool:
        return self.is_untrue and self.state == State.STANDS and user.id == self.person_id

    def require_objector(self, user: User) -> None:
        if user.id != self.person_id or not self.is_untrue:
            raise NotAllowed("异议由被督察的人提出")

    def is_decided_by(self, user: User) -> bool:
        return self.is_open and self._may_decide(user)

    def require_decider(self, user: User) -> None:
        if not self._may_decide(user) or not self.is_untrue:
            raise NotAllowed("异议由分站负责人或公司督察处理，不能处理自己的")

    def _may_decide(self, user: User) -> bool:
        leads = user.leads_branch and user.branch_id == self.branch_id
        return (leads or user.can_inspect) and user.id != self.person_id
