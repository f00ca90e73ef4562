"""撤回: what was recorded by mistake leaves its table, and stays in history as what it said (R-WITHDRAW)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from peewee import CharField, DeferredForeignKey, ForeignKeyField, IntegerField

from webapp.clock import now
from webapp.database import BaseModel, ChineseJSONField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.correctable import Correctable
from webapp.models.user import User
from webapp.models.written import LONGEST_REASON, check_text

WITHIN = timedelta(hours=24)
EARLIER = "更正前的"  # how the label of what a record said before a correction begins
IMPORTED = "这是导入的名单写进来的，请到“导入”里撤销那一批"
TOO_LATE = "记下已超过 24 小时，不能再撤回"


class Said(NamedTuple):
    """A line of what was taken back said. One `for_insiders` is read by those alone who work on the customer; `eyes`
    tells how it is masked, as of a field."""

    label: str
    text: str
    for_insiders: bool = False
    eyes: str = "text"


def before(record: Correctable) -> Iterator[Said]:
    """What it said before it was corrected, for a withdrawal to keep."""
    for earlier in record.history():
        yield from (Said(f"{EARLIER}{label}", text, True, eyes) for label, text, eyes in earlier.said if text)


class Withdrawal(BaseModel):
    """A follow-up, memo or contact (`noun`) taken back: its id was `row`. `said` is what it said, a list of Said; of a
    contact masked, as in the trail."""

    id = LastingIdField()
    customer = DeferredForeignKey("Customer", backref="withdrawals", index=False, on_delete="CASCADE")
    noun = CharField(12)
    row = IntegerField()
    said = ChineseJSONField()
    reason = CharField(LONGEST_REASON)
    recorded_at = UtcDateTimeField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("customer", "at"), False),)


class TakenBack:
    """What may be taken back, unless `refused_to` says why not."""

    @classmethod
    def noun(cls) -> str:
        """As the trail, histories and withdrawals call it."""
        return cls.__name__.lower()

    def require_withdrawer(self, user: User) -> None:
        """Raise what keeps this person from taking it back."""
        if refusal := self.refused_to(user):
            raise refusal

    def is_withdrawn_by(self, user: User) -> bool:
        """May this person take it back?"""
        return self.refused_to(user) is None


class Withdrawable(TakenBack):
    """A record its author may take back within a day.

    A noun says which attribute tells who that is (`author_key`), which when it came into the book (`came_key`), whether
    a list brought it (`is_from_list`), what it says (`in_words`), and what goes with it (`leave`).
    """

    author_key, came_key = "by_id", "at"
    is_from_list = False

    @property
    def author_id(self) -> int | None:
        return getattr(self, self.author_key)

    @property
    def came_at(self) -> datetime:
        return getattr(self, self.came_key)

    def withdraw(self, reason: str, *, by) -> Withdrawal:
        """Take it back. Stale where that was done already."""
        self.require_withdrawer(by)
        reason, noun = checked_reason(reason), self.noun()
        with transaction():
            self.customer.hold()
            current = type(self).get_or_none(type(self).id == self.id)
            if current is None:
                raise Stale("这一条已经撤回了，请刷新页面")
            said = list(current.in_words())
            told = {"noun": noun, "row": self.id, "said": said, "reason": reason, "recorded_at": self.came_at}
            row = Withdrawal.create(customer=self.customer, by=by, **told)
            current.customer = self.customer
            current.leave(by=by)
            self.customer.attachments.model.let_go(self.customer, noun, self.id)
            trail = {"subject": str(self.id), "reason": self.customer.masked(reason)}
            AuditEvent.record(f"{noun}.withdrawn", by=by, customer=self.customer, **trail)
        return row

    def refused_to(self, user: User) -> DomainError | None:
        works, is_theirs = user.works_on(self.customer), self.author_id == user.id
        if works and not is_fresh(self.came_at):
            return DomainError(TOO_LATE)
        if works and self.is_from_list:
            return DomainError(IMPORTED)
        return None if works and is_theirs else NotAllowed("只有记录人本人可以撤回")

    def in_words(self) -> Iterator[Said]:
        raise NotImplementedError

    def leave(self, *, by) -> None:
        raise NotImplementedError


def is_fresh(came_at: datetime) -> bool:
    """Recorded within the day in which it may be taken back?"""
    return now() - came_at <= WITHIN


def checked_reason(reason: str) -> str:
    """Why something is taken back or voided; DomainError where nothing is said."""
    if not reason.strip():
        raise DomainError("请写明原因", "reason")
    check_text(reason.strip(), LONGEST_REASON, "reason")
    return reason.strip()
