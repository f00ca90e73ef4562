"""处理: what was done about a complaint, and what was not done in time (R-COMPLAINT)."""

from collections.abc import Iterator

from peewee import BooleanField, CharField, DeferredForeignKey, ForeignKeyField, IntegerField, TextField

from webapp.clock import now
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField
from webapp.errors import DomainError, Mistakes
from webapp.models.complaint.clocks import Clock
from webapp.models.feedback.fields import LEAST, MOST
from webapp.models.user import User
from webapp.models.withdrawal import Said, Withdrawable
from webapp.models.written import LONGEST, check_text

LABELS = {  # what the text of each is called
    Clock.RESPONSE: "答复内容",
    Clock.SOLUTION: "解决方案",
    Clock.CALL_BACK: "回访情况",
}
TEXTS = {"cause": "原因分析", "improvement": "改进措施"}


class Handling(Withdrawable, BaseModel):
    """One thing done: `kind` is the clock it stopped. A response says in `body` what the customer was told; a solution
    what is done about it, with `cause` and `improvement`; a call-back what the customer says of that, how satisfied
    they are, from 1 to 5, and whether it is settled for them."""

    id = LastingIdField()
    complaint = DeferredForeignKey("Complaint", backref="handlings", index=False, on_delete="CASCADE")
    kind = CharField(12)
    body = TextField(default="")
    cause = TextField(default="")
    improvement = TextField(default="")
    satisfaction = IntegerField(null=True)
    is_settled = BooleanField(default=False)
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    recorded_at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("complaint", "at"), False),)

    @staticmethod
    def checked(said: dict, kind: Clock | None = None) -> dict:
        """What it says as it is kept; DomainError beside each field that is wrong. Of no kind, what may be left out."""
        mistakes = Mistakes()
        said = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
        for name, value in said.items():
            with mistakes.noted():
                if isinstance(value, str):
                    check_text(value, LONGEST, name)
        if kind and not said["body"]:
            mistakes.note(DomainError(f"请填写{LABELS[kind]}", "body"))
        if kind == Clock.CALL_BACK and not LEAST <= (said["satisfaction"] or 0) <= MOST:
            mistakes.note(DomainError(f"请选择满意度，{LEAST} 到 {MOST} 分", "satisfaction"))
        mistakes.tell()
        return said

    # -- taken back (R-WITHDRAW)

    @property
    def customer(self):
        return self.complaint.customer

    @customer.setter
    def customer(self, customer) -> None:
        self.complaint.customer = customer

    @property
    def customer_id(self) -> int:
        return self.complaint.customer_id

    came_key = "recorded_at"

    def in_words(self) -> Iterator[Said]:
        yield Said(LABELS[self.kind], self.body)
        for name, label in TEXTS.items():
            if text := getattr(self, name):
                yield Said(label, text)
        if self.satisfaction:
            yield Said("满意度", f"{self.satisfaction} 分")

    def leave(self, *, by) -> None:
        """The clock it stopped runs again. What came after it goes first."""
        complaint = self.complaint
        if complaint.handlings.where(Handling.id > self.id).exists():
            raise DomainError("后面又有了处理，请先撤回后面的")
        self.delete_instance()
        complaint.replay()


class Breach(BaseModel):
    """超时: a clock of a complaint that ran out before it was stopped; noted once for each time it ran."""

    id = LastingIdField()
    complaint = DeferredForeignKey("Complaint", backref="breaches", index=False, on_delete="CASCADE")
    clock = CharField(12)
    due_at = UtcDateTimeField()
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("complaint", "clock", "due_at"), True),)
