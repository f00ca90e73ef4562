"""抽查: some of a person's or a branch's records of a period, drawn by lot, so that everybody can see it was fair
(R-INSPECT)."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Self

from peewee import CharField, ForeignKeyField, IntegerField

from webapp.clock import midnight, now, today
from webapp.database import BaseModel, ChineseJSONField, DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.models.audit import AuditEvent, Told
from webapp.models.customer import Customer
from webapp.models.followup import FollowUp
from webapp.models.organisation import Branch
from webapp.models.user import User

MOST = 100  # drawn at once
MOST_OF = 50_000  # to draw from


class What(StrEnum):
    """What is drawn."""

    FOLLOWUPS = "followups"
    CUSTOMERS = "customers"

    @property
    def label(self) -> str:
        return {"followups": "跟进记录", "customers": "客户资料"}[self]


class Draw(BaseModel):
    """So many of the records that there were: `pool` are the ids of all of them in order, `picked` those that the seed
    picks, by the rule anybody can follow (`pick`). The seed is made after the list, so nobody can choose it; draws are
    never taken back."""

    id = LastingIdField()
    branch = ForeignKeyField(Branch, backref="draws", on_delete="RESTRICT")
    person = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    what = CharField(10)
    since = DayField()
    until = DayField()
    count = IntegerField()
    pool = ChineseJSONField()
    seed = CharField(32)
    picked = ChineseJSONField()
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    @classmethod
    def make(
        cls, branch: Branch | None, person: User | None, what: str, since: date, until: date, count: int, *, by
    ) -> Self:
        """Draw from the follow-ups had, or the customers filed, in those days; of one person, or of the whole branch.

        DomainErrors beside `branch`, `person`, `what`, `since`, `until` and `count`."""
        if not by.can_inspect:
            raise NotAllowed("抽查由公司督察进行")
        cls._check(branch, person, what, since, until, count)
        with transaction():
            pool = cls._pool(branch, person, what, since, until)
            if not pool:
                raise DomainError("这段时间里没有可抽的记录", "since")
            seed = secrets.token_hex(16)
            drawn = cls.create(
                branch=branch,
                person=person,
                what=what,
                since=since,
                until=until,
                count=count,
                pool=pool,
                seed=seed,
                picked=pick(pool, seed, count),
                by=by,
            )
            told = {"of": len(pool), "count": len(drawn.picked), "seed": seed, "digest": drawn.digest}
            AuditEvent.record_each("draw.made", [Told(None, branch.id, str(drawn.id), told)], by=by)
        return drawn

    @staticmethod
    def _check(branch, person, what, since: date, until: date, count: int) -> None:
        mistakes = Mistakes()
        if branch is None:
            mistakes.note(DomainError("请选择分站", "branch"))
        elif person is not None and person.branch_id != branch.id:
            mistakes.note(DomainError("这个人不在所选的分站", "person"))
        if what not in set(What):
            mistakes.note(DomainError("请选择抽查什么", "what"))
        if until < since:
            mistakes.note(DomainError("结束的日子不能早于开始的日子", "until"))
        if since > today():
            mistakes.note(DomainError("这些日子还没有到", "since"))
        if not 1 <= count <= MOST:
            mistakes.note(DomainError(f"一次抽 1 到 {MOST} 条", "count"))
        mistakes.tell()

    @staticmethod
    def _pool(branch: Branch, person: User | None, what: str, since: date, until: date) -> list[int]:
        noun = FollowUp if what == What.FOLLOWUPS else Customer
        rows = FollowUp.select(FollowUp.id).join(Customer) if noun is FollowUp else Customer.select(Customer.id)
        moment, whose = (FollowUp.at, FollowUp.executor) if noun is FollowUp else (Customer.created_at, Customer.owner)
        rows = rows.where(Customer.branch == branch, moment >= midnight(since), moment < midnight(_after(until)))
        rows = rows.where(whose == person) if person else rows
        ids = [id_ for (id_,) in rows.order_by(noun.id).limit(MOST_OF + 1).tuples()]
        if len(ids) > MOST_OF:
            raise DomainError(f"一次最多从 {MOST_OF} 条里抽，请缩短时间", "since")
        return ids

    @property
    def digest(self) -> str:
        """Of the list that was drawn from."""
        return hashlib.sha256(",".join(map(str, self.pool)).encode()).hexdigest()

    @property
    def is_fair(self) -> bool:
        """Drawn again by the same rule it is the same."""
        return pick(self.pool, self.seed, self.count) == self.picked

    @property
    def noun(self) -> type[BaseModel]:
        return FollowUp if self.what == What.FOLLOWUPS else Customer


def pick(pool: Iterable[int], seed: str, count: int) -> list[int]:
    """The first so many of the ids when they are ordered by the SHA-256 of “seed:id”: a rule that needs no program."""
    marked = sorted(pool, key=lambda id_: hashlib.sha256(f"{seed}:{id_}".encode()).hexdigest())
    return marked[:count]


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
