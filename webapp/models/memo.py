"""重要事宜备忘, 客户资料重大变更 and 批示: what the tracking sheet has its own rows for (R-MEMO)."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from peewee import JOIN, SQL, CharField, DeferredForeignKey, ForeignKeyField, IntegerField, TextField, fn

from webapp.clock import now
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.formatting import minute
from webapp.models.audit import AuditEvent
from webapp.models.correctable import Correctable
from webapp.models.milestone import Milestone
from webapp.models.notice import Notice
from webapp.models.rows import chunks
from webapp.models.user import User
from webapp.models.withdrawal import Said, Withdrawable, before, is_fresh
from webapp.models.written import LONGEST, check_text
from webapp.prepared import Prepared


class MemoKind(StrEnum):
    NOTE = "note"
    CHANGE = "change"
    INSTRUCTION = "instruction"

    @property
    def label(self) -> str:
        return {"note": "备忘", "change": "重大变更", "instruction": "批示"}[self]


class Memo(Correctable, Withdrawable, BaseModel):
    """备忘, 变更 or 批示 on a customer. `version` counts the corrections."""

    id = LastingIdField()
    customer = DeferredForeignKey("Customer", backref="memos", index=False, on_delete="CASCADE")
    kind = CharField(12)
    body = TextField()
    by = ForeignKeyField(User, backref="memos", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    version = IntegerField(default=1)

    class Meta:
        indexes = (
            (("customer", "at"), False),
            SQL("CREATE INDEX memo_instruction ON memo (by_id, at) WHERE kind = 'instruction'"),
        )

    @classmethod
    def write(cls, customer, kind: str, body: str, *, by) -> "Memo":
        """Put one on record, of a kind that is this person's to write."""
        cls.require_writer(customer, by)
        if kind not in set(MemoKind):
            raise DomainError("请选择备忘、重大变更或批示", "kind")
        if kind not in cls.kinds(customer, by):
            raise NotAllowed("批示由分站负责人填写，重大变更由跟进的业务员填写", "kind")
        body = _checked(body)
        with transaction():
            customer.hold()
            memo = cls.create(customer=customer, kind=kind, body=body, by=by)
            if kind == MemoKind.INSTRUCTION:
                Notice.tell(readers(customer, by), MemoKind.INSTRUCTION, customer, memo.id, by=by)
            AuditEvent.record("memo.written", by=by, customer=customer, subject=str(memo.id), kind=kind)
        return memo

    @classmethod
    def listed(cls, customer) -> tuple["Listed", ...]:
        """The customer's in the order of the sheet: by kind, oldest first."""
        order = [*MemoKind]
        rows = (Listed(*row, is_fresh(row[4])) for row in _listed(customer=customer.id))
        return tuple(sorted(rows, key=lambda memo: order.index(memo.kind)))

    def correct(self, body: str, *, version: int | None = None, by) -> None:
        """Put it right; the earlier text stays in its history (R-WHO). An instruction is then to be read again."""
        self.require_author(by)
        body = _checked(body)
        if body == self.body:
            return
        with transaction():
            self.customer.hold()
            before = self.body
            self.put_right({"body": body}, version)
            MemoRevision.create(memo=self, body=before, by=by)
            Acknowledgement.delete().where(Acknowledgement.memo == self).execute()
            if self.kind == MemoKind.INSTRUCTION:
                Notice.forget(MemoKind.INSTRUCTION, self.id)
                Notice.tell(readers(self.customer, by), MemoKind.INSTRUCTION, self.customer, self.id, by=by)
            AuditEvent.record("memo.corrected", by=by, customer=self.customer, subject=str(self.id), kind=self.kind)

    def require_author(self, user: User) -> None:
        if self.by_id != user.id or not user.works_on(self.customer):
            raise NotAllowed("备忘与批示由记录人本人更正")

    # -- taken back (R-WITHDRAW)

    def in_words(self) -> Iterator[Said]:
        """What it says, who read it, and what it said before it was corrected."""
        yield Said(self.label, self.body)
        for read in self.acknowledgements:
            yield Said("已阅", f"{read.by.name} {minute(read.at)}")
        yield from before(self)

    def leave(self, *, by) -> None:
        Notice.forget(MemoKind.INSTRUCTION, self.id)
        Milestone.forget(self)
        self.delete_instance()

    @staticmethod
    def kinds(customer, user: User) -> tuple[MemoKind, ...]:
        """What this person may write: instructions are the manager's, changes of those who keep the file's facts."""
        may = {
            MemoKind.NOTE: user.works_on(customer),
            MemoKind.CHANGE: user.keeps(customer),
            MemoKind.INSTRUCTION: user.can_instruct,
        }
        return tuple(kind for kind in MemoKind if may[kind])

    @classmethod
    def tell_owner(cls, customers: list[int], owner: User) -> None:
        """Whoever owns these customers (ids) now is told of the instructions there that nobody has acknowledged."""
        acknowledged = Acknowledgement.select(Acknowledgement.id).where(Acknowledgement.memo == cls.id)
        open_ = cls.kind == MemoKind.INSTRUCTION, cls.by != owner, ~fn.EXISTS(acknowledged)
        memos = cls.select(cls.id, cls.customer, cls.by).where(*open_)
        for some in chunks(customers):
            Notice.tell_of_each(owner, MemoKind.INSTRUCTION, memos.where(cls.customer << some).tuples())

    @staticmethod
    def require_writer(customer, user: User) -> None:
        if not user.works_on(customer):
            raise NotAllowed("备忘由负责人、分站负责人和协同人填写")

    def require_reader(self, user: User) -> None:
        if not is_for(user.id, self.by_id, self.customer.owner_id, works=user.works_on(self.customer)):
            raise NotAllowed("批示由负责跟进的人阅知")
        if self.kind != MemoKind.INSTRUCTION:
            raise NotAllowed("只有批示要写已阅")

    @property
    def label(self) -> str:
        return MemoKind(self.kind).label

    def acknowledge(self, *, version: int | None = None, by) -> "Acknowledgement":
        """已阅 of an instruction, by somebody it is for; a second time changes nothing (R-MEMO). `version` is what the
        person read: an older one raises Stale."""
        self.require_reader(by)
        with transaction():
            self.customer.hold()
            current = Memo.get_or_none(Memo.id == self.id)
            if current is None or version not in (None, current.version):
                raise Stale("这条批示刚被改过或撤回了，请刷新页面再看")
            row, is_new = Acknowledgement.get_or_create(memo=self, defaults={"by": by})
            Notice.seen(instruction=[self.id], by=by)
            if is_new:
                AuditEvent.record("memo.acknowledged", by=by, customer=self.customer, subject=str(self.id))
        return row


def is_for(reader: int, author: int, owner: int | None, *, works: bool) -> bool:
    """Whom an instruction is for: the customer's owner; where that is its author, whoever else works on the customer;
    nobody where it is in the pool. All are ids of accounts."""
    return reader == owner if author != owner else works and reader != author


def readers(customer, author: User) -> list[int]:
    """The same people, by id, of a customer at hand."""
    if author.id != customer.owner_id:
        return [] if customer.is_pooled else [customer.owner_id]
    return [id_ for id_, _ in User.working_on(customer) if id_ != author.id]


class Acknowledgement(BaseModel):
    """已阅: the rep has read the manager's instruction."""

    memo = ForeignKeyField(Memo, unique=True, backref="acknowledgements", on_delete="CASCADE")
    by = ForeignKeyField(User, backref="acknowledgements", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)


class MemoRevision(BaseModel):
    """What a memo said before a correction."""

    memo = ForeignKeyField(Memo, backref="revisions", on_delete="CASCADE")
    body = TextField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    def said(self, memo: Memo) -> Iterator[tuple[str, str, str]]:
        yield memo.label, self.body, "text"


class Listed(NamedTuple):
    """A memo as its customer's card lists it; `acknowledgement` is the id of its 已阅. It is fresh for a day."""

    id: int
    kind: str
    body: str
    by: str
    at: datetime
    by_id: int
    version: int
    acknowledgement: int | None
    is_fresh: bool


def _checked(body: str) -> str:
    if not body.strip():
        raise DomainError("请写明内容", "body")
    check_text(body.strip(), LONGEST, "body")
    return body.strip()


_listed = Prepared(
    lambda customer: (
        Memo.select(Memo.id, Memo.kind, Memo.body, User.name, Memo.at, Memo.by, Memo.version, Acknowledgement.id)
        .join(User, on=Memo.by)
        .switch(Memo)
        .join(Acknowledgement, JOIN.LEFT_OUTER, on=Acknowledgement.memo == Memo.id)
        .where(Memo.customer == customer)
        .order_by(Memo.at, Memo.id)
    ),
    row=tuple,
)
