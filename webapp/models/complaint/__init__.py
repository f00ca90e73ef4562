"""投诉: whoever is asked first is responsible, a clock runs, and only a call-back closes it (R-COMPLAINT)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from peewee import SQL, CharField, ForeignKeyField, IntegerField

from webapp.clock import local, now, to_the_minute
from webapp.database import LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.complaint.clocks import Clock
from webapp.models.complaint.fields import FIELDS, ComplaintColumns
from webapp.models.complaint.handling import Breach, Handling
from webapp.models.correctable import Revision
from webapp.models.customer import Customer
from webapp.models.milestone import Milestone, MilestoneKind
from webapp.models.notice import Notice
from webapp.models.record import Record
from webapp.models.user import User

FIRST_ASKED = "first_asked"
LONGEST_NAME = 40  # characters of what was complained of by which a milestone names it
LONGEST_AGO = timedelta(days=366)
SLACK = timedelta(minutes=5)  # by which somebody's clock may be fast
OVERTAKEN = "这件投诉刚有人处理过，请看过最新的再写"
STOPPED = {Clock.RESPONSE: "responded_at", Clock.SOLUTION: "solved_at", Clock.CALL_BACK: "called_back_at"}


class Complaint(Record, ComplaintColumns):
    """投诉. What was complained of stands in fields.py. `first_asked` answers for it until it is closed (首问负责).

    Its clocks run one after the other: `clock` is the one that runs, since `since` and until `due_at`; all three are
    empty once it is closed. `responded_at`, `solved_at` and `called_back_at` say when each was stopped last. All of
    that follows from when it came and what was done since (`replay`)."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="complaints", index=False, on_delete="CASCADE")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    recorded_at = UtcDateTimeField(default=now)
    version = IntegerField(default=1)
    first_asked = ForeignKeyField(User, backref="complaints", index=False, on_delete="RESTRICT")
    clock = CharField(12, default="")
    since = UtcDateTimeField(null=True)
    due_at = UtcDateTimeField(null=True)
    responded_at = UtcDateTimeField(null=True)
    solved_at = UtcDateTimeField(null=True)
    called_back_at = UtcDateTimeField(null=True)
    closed_at = UtcDateTimeField(null=True)

    sheet, word, dated_by = FIELDS, "投诉", "complained_at"

    class Meta:
        indexes = (
            (("customer", "at"), False),
            SQL("CREATE INDEX complaint_running ON complaint (due_at, customer_id) WHERE due_at IS NOT NULL"),
        )

    @classmethod
    def record(cls, customer, values: dict, *, by, first_asked: User | None = None, answer: str = "") -> "Complaint":
        """Put one on record. `first_asked` is whoever was asked first, who records it if nobody else is named;
        `answer` what the customer was told at once: then it is responded to."""
        first_asked, values = first_asked or by, {"complained_at": now()} | values
        cls.require_recorder(customer, by)
        mistakes = Mistakes()
        with mistakes.noted():
            cls.checked(values, required=True)
        with mistakes.noted():
            _check_first_asked(customer, first_asked)
        with mistakes.noted():
            Handling.checked({"body": answer})
        mistakes.tell()
        with transaction():
            complaint = super().record(customer, values, by=by, first_asked=first_asked)
            people = {first_asked.id, customer.owner_id, *User.leading(customer.branch_id)} - {None}
            Notice.tell(sorted(people), "complaint", customer, complaint.id, by=by)
            if answer.strip():
                complaint.respond(answer, by=by, at=complaint.complained_at)
        return complaint

    def correct(self, values: dict, *, version: int | None = None, first_asked: User | None = None, by) -> None:
        """Put it right, and with it who was asked first."""
        if first_asked:
            _check_first_asked(self.customer, first_asked)
        with transaction():
            super().correct(values, version=version, by=by)
            if first_asked and first_asked.id != self.first_asked_id:
                self._ask_first(first_asked, by)

    def _ask_first(self, user: User, by) -> None:
        """It is theirs now: both people, and whoever leads the branch, are told."""
        self.customer.hold()
        before = self.first_asked
        self.keep_first_asked(by=by)
        self.put_right({"first_asked": user}, None)
        people = [user.id, before.id, *User.leading(self.customer.branch_id)]
        Notice.tell(dict.fromkeys(people), "complaint", self.customer, self.id, by=by)
        AuditEvent.record(
            "complaint.first_asked", by=by, customer=self.customer, subject=str(self.id), to=user.username
        )

    def keep_first_asked(self, *, by, at: datetime | None = None) -> None:
        """Whose it was to answer for stays in its history."""
        told = {"noun": self.noun(), "row": self.id, "before": {FIRST_ASKED: self.first_asked.name}}
        Revision.create(customer=self.customer_id, by=by, at=at or now(), **told)

    def told_before(self, revision: Revision) -> Iterator[tuple[str, str, str]]:
        yield from super().told_before(revision)
        if FIRST_ASKED in revision.before:
            yield "首问责任人", revision.before[FIRST_ASKED], "open"

    @classmethod
    def check(cls, values: dict) -> None:
        if values.get("complained_at") is None:
            raise DomainError("请填写投诉时间", "complained_at")
        if values["complained_at"] > now() + SLACK:
            raise DomainError("投诉时间不能晚于现在", "complained_at")
        if values["complained_at"] < now() - LONGEST_AGO:
            raise DomainError("投诉时间不能早于一年以前", "complained_at")

    @classmethod
    def stands_at(cls, values: dict) -> datetime:
        return values["complained_at"]

    def follow(self, *, by) -> None:
        """It is a milestone of the customer, and its clocks run from when it came."""
        if self.handlings.where(Handling.at < self.complained_at).exists():
            raise DomainError("投诉时间晚于已经做的处理", "complained_at")
        told = {"happens_on": local(self.complained_at).date(), "note": self.description[:LONGEST_NAME]}
        Milestone.keep(self, MilestoneKind.COMPLAINT, **told, by=by)
        self.replay(is_put_right=True)

    def leave_behind(self, *, by) -> None:
        Milestone.forget(self)
        Notice.forget("complaint", self.id)
        Notice.forget("breached", *(breach.id for breach in self.breaches))

    def withdraw(self, reason: str, *, by):
        """With it go its clocks, and what was late: whoever leads the branch is told."""
        with transaction():
            row = super().withdraw(reason, by=by)
            Notice.tell(User.leading(self.customer.branch_id), "retracted", self.customer, row.id, by=by)
        return row

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    # -- what is done about it

    def respond(self, body: str, *, at: datetime | None = None, by) -> Handling:
        """The customer was answered: what they were told. `at` is when, if not now."""
        return self._handle(Clock.RESPONSE, {"body": body}, at, by)

    def solve(self, body: str, *, cause: str = "", improvement: str = "", at: datetime | None = None, by) -> Handling:
        """What is done about it, why it came to that, and what shall be better from now on. Who has not been answered
        before is by this."""
        return self._handle(Clock.SOLUTION, {"body": body, "cause": cause, "improvement": improvement}, at, by)

    def call_back(
        self, body: str, *, satisfaction: int | None, is_settled: bool, at: datetime | None = None, by
    ) -> Handling:
        """What the customer says of the solution, and how satisfied they are, from 1 to 5. Where it `is_settled` for
        them the complaint is closed by this, and by nothing else; otherwise another solution is due."""
        said = {"body": body, "satisfaction": satisfaction, "is_settled": is_settled}
        return self._handle(Clock.CALL_BACK, said, at, by)

    def _handle(self, kind: Clock, said: dict, at: datetime | None, by) -> Handling:
        """Put it on record, and let the clock follow that it stops. Stale where somebody else was first."""
        self.require_handler(by)
        at, mistakes = at or now(), Mistakes()
        with mistakes.noted():
            said = Handling.checked(said, kind)
        with mistakes.noted():
            self._check_moment(at)
        mistakes.tell()
        with transaction():
            self.customer.hold()
            self._look_again(kind)
            handling = Handling.create(complaint=self, kind=kind, at=at, by=by, **said)
            self.replay()
            AuditEvent.record("complaint.handled", by=by, customer=self.customer, subject=str(self.id), kind=str(kind))
        return handling

    def _look_again(self, kind: Clock) -> None:
        """As it is now: a clock that somebody has stopped meanwhile is not stopped again."""
        current = Complaint.get_or_none(Complaint.id == self.id)
        if current is None or not current.waits_for(kind):
            raise Stale(OVERTAKEN)
        self.__data__.update(current.__data__)

    def waits_for(self, kind: Clock) -> bool:
        """Is it time for this? A solution may come before there was any other answer."""
        return self.clock == kind or (kind == Clock.SOLUTION and self.clock == Clock.RESPONSE)

    def _check_moment(self, at: datetime) -> None:
        if at > now() + SLACK:
            raise DomainError("时间不能晚于现在", "at")
        last = self.handlings.order_by(Handling.id.desc()).first()
        if to_the_minute(at) < to_the_minute(last.at if last else self.complained_at):
            raise DomainError("时间早于投诉或上一次处理", "at")

    def require_handler(self, user: User) -> None:
        if not user.works_on(self.customer):
            raise NotAllowed("投诉由首问责任人、负责人、分站负责人和协同人处理")

    def replay(self, *, is_put_right: bool = False) -> None:
        """Work out anew where it stands, and note what came too late. The caller has held the customer.

        Where the complaint itself was put right, what was late by the time it had before is late no more."""
        run, stopped = _Run(self), dict.fromkeys(STOPPED.values())
        for handling in self.handlings.order_by(Handling.id):
            run.stop(handling)
            stopped[STOPPED[handling.kind]] = handling.at
            if handling.kind == Clock.SOLUTION and stopped["responded_at"] is None:
                stopped["responded_at"] = handling.at
        told = {"clock": run.clock, "since": run.since, "due_at": run.due_at, "closed_at": run.closed_at, **stopped}
        for name, value in told.items():
            setattr(self, name, value)
        self.save()
        if is_put_right:
            due = {*run.breaches, (run.clock, run.due_at)}
            self._forget(breach for breach in self.breaches if (breach.clock, breach.due_at) not in due)
        self._keep_breaches(run.breaches)

    def _keep_breaches(self, due: dict[tuple[str, datetime], bool]) -> None:
        """Of the clocks that were stopped: late or in time after all. The one that runs is looked at by itself."""
        for (clock, due_at), is_late in due.items():
            if is_late:
                self.note_breach(clock, due_at)
            else:
                self._forget(self.breaches.where(Breach.clock == clock, Breach.due_at == due_at))

    @staticmethod
    def _forget(breaches) -> None:
        gone = [breach.id for breach in breaches]
        Notice.forget("breached", *gone)
        Breach.delete().where(Breach.id << gone).execute()

    def note_breach(self, clock: str, due_at: datetime) -> bool:
        """That this clock ran out, once, inside the caller's transaction; whoever answers for it, and their manager,
        are told. False where it is noted already."""
        breach, is_new = Breach.get_or_create(complaint=self, clock=clock, due_at=due_at)
        if is_new:
            people = [self.first_asked_id, *User.leading(self.customer.branch_id)]
            Notice.tell(dict.fromkeys(people), "breached", self.customer, breach.id)
        return is_new


class _Run:
    """How the clocks of a complaint ran: `breaches` says of each that was stopped whether that was too late."""

    def __init__(self, complaint: Complaint):
        self._known = complaint.clock, complaint.since, complaint.due_at
        self.breaches: dict[tuple[str, datetime], bool] = {}
        self.closed_at: datetime | None = None
        self._start(Clock.RESPONSE, complaint.complained_at)

    def _start(self, clock: Clock, since: datetime) -> None:
        """What runs already keeps its time, whatever the office has set since."""
        self.clock, self.since = clock, since
        self.due_at = self._known[2] if self._known[:2] == (clock, since) else clock.due(since)

    def stop(self, handling: Handling) -> None:
        if self.clock == Clock.RESPONSE and handling.kind == Clock.SOLUTION:
            self._note(handling.at)
            self._start(Clock.SOLUTION, self.since)
        self._note(handling.at)
        match Clock(handling.kind):
            case Clock.RESPONSE:
                self._start(Clock.SOLUTION, self.since)
            case Clock.SOLUTION:
                self._start(Clock.CALL_BACK, handling.at)
            case Clock.CALL_BACK if handling.is_settled:
                self.clock, self.since, self.due_at, self.closed_at = "", None, None, handling.at
            case Clock.CALL_BACK:
                self._start(Clock.SOLUTION, handling.at)

    def _note(self, at: datetime) -> None:
        self.breaches[self.clock, self.due_at] = at > self.due_at


def _check_first_asked(customer, user: User) -> None:
    if not (user.is_active and user.works_on(customer)):
        raise DomainError("首问责任人要是跟这位客户的人", "first_asked")
