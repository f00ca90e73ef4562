"""One contact with a customer, recorded by whoever had it (R-FU, R-WHO)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from peewee import SQL, BooleanField, CharField, DeferredForeignKey, ForeignKeyField, IntegerField

from webapp.clock import now, to_the_minute
from webapp.database import BaseModel, ChineseJSONField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.formatting import day
from webapp.models.audit import AuditEvent
from webapp.models.collaboration import Collaboration
from webapp.models.correctable import Correctable
from webapp.models.dimension import DimensionValue
from webapp.models.escalation import Escalation
from webapp.models.followup.act import Act
from webapp.models.followup.checks import after_filing, check, check_category, late_by, missed, said
from webapp.models.followup.fields import FIELDS, FollowUpColumns
from webapp.models.notice import Notice
from webapp.models.own_field import FOLLOWUP, field_named, told_of
from webapp.models.own_values import HasOwn, as_columns, checked_own, own_of
from webapp.models.task import Task
from webapp.models.user import User
from webapp.models.withdrawal import Said, Withdrawable, before

EXECUTOR = "执行人"
FOR_INSIDERS = frozenset({"their_participants"})  # of a withdrawn record
OUTCOME = frozenset({"cause", "adjustment", "content"})  # what says one thing together
AS_RECORDED = "见当次跟进"


class FollowUp(Correctable, Withdrawable, HasOwn, FollowUpColumns):
    """跟进. What was said stands in fields.py. `executor` had the contact; `executor_name` stands where an imported
    name fits no account. `category` is the customer's 客户类别 after it; `is_late` repeats what R-24H says of its
    times, for counting. A `cause` says that nobody responded, and why. `own` is what the office's own fields hold."""

    id = LastingIdField()
    customer = DeferredForeignKey("Customer", backref="followups", index=False, on_delete="CASCADE")
    executor = ForeignKeyField(User, null=True, backref="followups", index=False, on_delete="RESTRICT")
    executor_name = CharField(40)
    recorded_by = ForeignKeyField(User, backref="recorded_followups", index=False, on_delete="RESTRICT")
    recorded_at = UtcDateTimeField(default=now)
    is_imported = BooleanField(default=False)
    version = IntegerField(default=1)
    purpose = DeferredForeignKey("Purpose", null=True, backref="+", index=False, on_delete="RESTRICT")
    category = ForeignKeyField(DimensionValue, null=True, backref="+", index=False, on_delete="RESTRICT")
    is_late = BooleanField(default=False)
    own = ChineseJSONField(default=dict)
    own_noun, built_in = FOLLOWUP, FIELDS

    class Meta:
        indexes = (
            (("customer", "at"), False),
            (("executor", "at"), False),
            SQL(
                "CREATE INDEX follow_up_satisfaction ON follow_up (satisfaction, at, customer_id)"
                " WHERE satisfaction IS NOT NULL"
            ),
            SQL("CREATE INDEX follow_up_late ON follow_up (executor_id, recorded_at, is_late) WHERE NOT is_imported"),
        )

    @classmethod
    def record(cls, customer, values: dict, steps=(), *, by, act: Act | None = None) -> "FollowUp":
        """Put a contact on record, with its next steps and what else is one act with it (Act).

        `values` are columns (at, method, content are needed); `steps` are dicts of Task.plan's action, due_on and
        responsible. The customer's last follow-up and next date move along in the same transaction.
        """
        cls.require_recorder(customer, by)
        act, values = act or Act(), said(values)
        cls._check_all(customer, values, steps, act, by)
        values = {"content": missed(values), **values, "at": after_filing(values["at"], customer.created_at)}
        values["is_late"] = late_by(values["method"], values["at"], values.get("recorded_at") or now()) is not None
        values = as_columns(values)
        with transaction():
            customer.hold()
            act.look_again()
            followup = cls.create(customer=customer, executor=by, executor_name=by.name, recorded_by=by, **values)
            act.tick(followup, by)
            for step in steps:
                Task.enter(customer, followup=followup, by=by, **step)
            if act.pause:
                Task.enter_pause(customer, *act.pause, by=by, followup=followup)
            followup._tell(act.mentions, by)
            followup._move(by)
            customer.refresh_schedule()
            if act.promises:
                customer.require_promise()
            AuditEvent.record(
                "followup.recorded", by=by, customer=customer, subject=str(followup.id), method=followup.method
            )
        return followup

    @classmethod
    def _check_all(cls, customer, values: dict, steps, act: Act, by) -> None:
        """Raise all that is wrong at once."""
        mistakes = Mistakes()
        with mistakes.noted():
            check(values)
        with mistakes.noted():
            checked_own(FOLLOWUP, own_of(values)[0])
        with mistakes.noted():
            cls._check_purpose(values.get("purpose"))
        with mistakes.noted():
            check_category(customer, values.get("category"), by)
        for step in steps:
            with mistakes.noted():
                Task.check(customer, **step, by=by)
        with mistakes.noted():
            act.check(customer, by)
        mistakes.tell()

    @classmethod
    def _check_purpose(cls, purpose) -> None:
        known = cls.purpose.rel_model  # it stands above this module
        if purpose is not None and not known.select().where(known.id == purpose, ~known.is_retired).exists():
            raise DomainError("请重新选择目的", "purpose")

    def _move(self, by: User) -> None:
        """客户类别 after the contact is the customer's from now on."""
        if value := self.category:
            self.customer.move_to(value, by=by, origin="followup", reason=AS_RECORDED if value.asks_reason else "")

    def _tell(self, people: Iterable[User], by: User) -> None:
        """Whoever does not work on the customer yet is asked on with it (R-SYNC)."""
        for person in people:
            is_asked_on = not person.works_on(self.customer)
            Mention.create(followup=self, user=person, is_asked_on=is_asked_on)
            if is_asked_on:
                Collaboration.ask_on(self.customer, person, by=by)
        Notice.tell([person.id for person in people], "mentioned", self.customer, self.id, by=by)

    def correct(self, values: dict, *, version: int | None = None, by) -> None:
        """Correct the record in place; the earlier text stays in its history. Only its author may (R-WHO)."""
        self.require_author(by)
        values = self._corrected(values)
        own, columns = own_of(values)
        mistakes = Mistakes()
        with mistakes.noted():
            check(columns)
        with mistakes.noted():
            checked_own(FOLLOWUP, own, self)
        mistakes.tell()
        if "at" in values and to_the_minute(values["at"]) == to_the_minute(self.at):
            values = {**values, "at": self.at}  # forms know times to the minute
        before = {
            field: _plain(getattr(self, field)) for field, value in values.items() if getattr(self, field) != value
        }
        if not before:
            return
        with transaction():
            self.customer.hold()
            self.put_right(as_columns(values | self._lateness(values), self.own), version)
            FollowUpRevision.create(followup=self, before=before, by=by)
            self.customer.refresh_schedule()
            AuditEvent.record(
                "followup.corrected", by=by, customer=self.customer, subject=str(self.id), fields=sorted(before)
            )

    def _corrected(self, values: dict) -> dict:
        """With what is to be right together; where somebody responded after all, nothing is to be adjusted."""
        if not OUTCOME & values.keys():
            return values
        values = {name: getattr(self, name) for name in OUTCOME} | values
        return values if values["cause"] else values | {"adjustment": ""}

    def _lateness(self, values: dict) -> dict:
        late = late_by(values.get("method", self.method), values.get("at", self.at), self.recorded_at)
        return {"is_late": late is not None and not self.is_imported}

    @staticmethod
    def require_recorder(customer, user: User) -> None:
        if not user.can_follow_up(customer):
            raise NotAllowed("只有负责人、分站负责人和协同人可以记跟进")

    def require_author(self, user: User) -> None:
        if self.recorded_by_id != user.id or not user.can_follow_up(self.customer):
            raise NotAllowed("跟进记录由记录人本人更正")

    # -- taken back (R-WITHDRAW)

    author_key, came_key = "recorded_by_id", "recorded_at"

    @property
    def is_from_list(self) -> bool:
        return self.is_imported

    def in_words(self) -> Iterator[Said]:
        """What it says, the open steps that go with it, and what it said before it was corrected."""
        yield from _in_words({field.name: getattr(self, field.name) for field in FIELDS})
        yield from (Said(label, text, eyes=eyes) for label, text, eyes in told_of(self.own))
        yield Said(EXECUTOR, self.executor_name)
        for step in self.steps.where(Task.is_open).order_by(Task.id):
            yield Said("下一步", " ".join(filter(None, (step.action, day(step.due_on), step.responsible.name))))
        yield from before(self)

    def leave(self, *, by) -> None:
        """What was promised goes along; what is done, or voided, stays as a step of the customer. What it had ticked
        off is to be done again, and whoever was told of it is told no more."""
        if self.inspections.exists():
            raise DomainError("督察已经核查过这条跟进，不能再撤回")
        for completion in self.fulfilled:
            completion.task.untick(by=by)
        Task.update(followup=None).where(Task.followup == self, ~Task.is_open).execute()
        Notice.forget("mentioned", self.id)
        for step in self.steps:
            step.forget_whose()
            Escalation.settle([step.id])
        asked_on = [mention.user for mention in self.mentions.where(Mention.is_asked_on)]
        self.delete_instance()
        for person in asked_on:
            if not self._has_to_do_with(person):
                Collaboration.take_off(self.customer, person, by=by)
        Task.end_pauses(self.customer, by=by)
        self.customer.refresh_schedule()

    def _has_to_do_with(self, person: User) -> bool:
        """Is there anything else for which the person is to see the customer?"""
        customer, memos = self.customer, self.customer.memos
        return any(
            rows.exists()
            for rows in (
                FollowUp.select().where(FollowUp.customer == customer, FollowUp.executor == person),
                Task.select().where(Task.customer == customer, Task.responsible == person),
                Mention.select().join(FollowUp).where(FollowUp.customer == customer, Mention.user == person),
                memos.where(memos.model.by == person),
            )
        )

    @property
    def late_by(self) -> timedelta | None:
        return None if self.is_imported else late_by(self.method, self.at, self.recorded_at)


class Mention(BaseModel):
    """知会: this colleague is to know of the record (R-SYNC), and was perhaps asked onto the customer with it."""

    followup = ForeignKeyField(FollowUp, backref="mentions", on_delete="CASCADE")
    user = ForeignKeyField(User, backref="mentions", index=False, on_delete="CASCADE")
    is_asked_on = BooleanField(default=False)

    class Meta:
        indexes = ((("user", "followup"), True),)


class FollowUpRevision(BaseModel):
    """What a record said before a correction."""

    followup = ForeignKeyField(FollowUp, backref="revisions", on_delete="CASCADE")
    before = ChineseJSONField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    def said(self, _followup: FollowUp) -> Iterator[tuple[str, str, str]]:
        for name, value in self.before.items():
            field = FIELDS[name] if name in FIELDS.names else field_named(name)
            yield field.told(value) if field else (name, value, "text")


def _in_words(columns: dict) -> Iterator[Said]:
    """Each column that says something, under its label."""
    for name, value in columns.items():
        if value:
            yield Said(FIELDS[name].label, FIELDS[name].worded(value), name in FOR_INSIDERS)


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value  # a moment is a day as well
