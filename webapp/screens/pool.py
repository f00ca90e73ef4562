"""公海: what stands in the pool, as its branch's people read it before they claim (R-POOL)."""

from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from peewee import JOIN, fn

from webapp.clock import midnight, today
from webapp.models.assignment import Assignment
from webapp.models.assignment.transfer import Transfer
from webapp.models.customer import Customer
from webapp.models.dimension import Catalogue, Tag
from webapp.models.eyes import Eyes, Owned, eyes_at
from webapp.models.organisation import Branch
from webapp.models.pool import PoolLook
from webapp.models.user import User
from webapp.screens.tags import ids, tag_columns, value_in

PAGE = 50
_Giver = User.alias()


class Pooled(NamedTuple):
    """A customer in the pool by what everybody may know of it: whose it was last, since when and why it is nobody's."""

    number: str
    name: str
    city: str
    industry: str
    branch: str
    last_followup_at: datetime | None
    followups: int
    since: datetime | None
    giver: str | None
    reason: str
    tags: tuple[Tag, ...]


def in_pool(user: User):
    """The query of the customers in the pool that a person may know of: of their branch, or of all (of the one they
    look at)."""
    pooled = Customer.select().where(Customer.owner.is_null())
    return pooled if user.looks_at_all else pooled.where(Customer.branch == user.seen_branch)


def was_in_pool(user: User):
    """The query of those of their branch that were claimed from it today: who comes too late is told so."""
    claimed = Transfer.select(Transfer.customer).where(Transfer.from_user.is_null(), Transfer.at >= midnight(today()))
    return Customer.select().where(Customer.branch == user.seen_branch, Customer.id << claimed)


class PoolList:
    """The pool as one person reads it, narrowed to what a name or number holds, and to a value of the stage."""

    def __init__(self, user: User, typed: str = "", stage: str = ""):
        self.user, self.typed, self.stage = user, typed.strip()[:40], stage
        self._catalogue = Catalogue.now()

    @property
    def stages(self) -> tuple[tuple[str, str], ...]:
        """Slug and label of what it can be narrowed to."""
        axis = self._catalogue.playing("stage")
        return axis.choices if axis else ()

    @cached_property
    def count(self) -> int:
        return self._matching.count()

    def rows(self, page: int = 0) -> list[Pooled]:
        """Those of a page, the latest first."""
        tags = tag_columns(Customer.id, ids(self._catalogue.shown("on_rows")))
        whose = Customer.id, Customer.owner, Customer.branch
        told = Customer.number, Customer.public_name, Customer.city, Customer.industry, Branch.name
        told += Customer.last_followup_at, Customer.followup_count, Transfer.at, _Giver.name, Transfer.reason
        last = Transfer.select(fn.MAX(Transfer.id)).where(Transfer.customer == Customer.id)
        rows = self._matching.select(*whose, *told, *tags).join(Branch)
        rows = rows.join_from(Customer, Transfer, JOIN.LEFT_OUTER, on=Transfer.id == last)
        rows = rows.join_from(Transfer, _Giver, JOIN.LEFT_OUTER, on=Transfer.from_user == _Giver.id)
        rows = rows.order_by(fn.COALESCE(Transfer.id, 0).desc(), Customer.id.desc())
        found = list(rows.limit(PAGE).offset(page * PAGE).tuples())
        eyes = eyes_at([Owned(*row[:3]) for row in found], self.user)
        return [self._row(eyes[row[0]], row[3:]) for row in found]

    def _row(self, eyes: Eyes, told: tuple) -> Pooled:
        """What people typed is masked: the name alone is everybody's."""
        number, name, city, industry, *facts, reason = told[:10]
        typed, tags = (eyes.text(city), eyes.text(industry)), self._catalogue.tags(told[10:])
        return Pooled(number, name, *typed, *facts, eyes.text(reason or ""), tags)

    @cached_property
    def _matching(self):
        rows = in_pool(self.user)
        if self.typed:
            rows = rows.where(Customer.public_name.contains(self.typed) | Customer.number.contains(self.typed.upper()))
        axis = self._catalogue.playing("stage") if self.stage else None
        return rows.where(value_in(axis.id, Customer.id) == axis.id_of(self.stage)) if axis else rows


class PoolFile:
    """A customer in the pool as somebody may claim it; its file is open once they have looked."""

    def __init__(self, customer: Customer, user: User):
        self.customer, self.user = customer, user
        self.eyes = Eyes.of(user, customer)

    @cached_property
    def last(self) -> Transfer | None:
        """How it came here."""
        rows = Transfer.select(Transfer, User).join(User, JOIN.LEFT_OUTER, on=Transfer.from_user)
        return rows.where(Transfer.customer == self.customer).order_by(Transfer.id.desc()).first()

    @property
    def may_claim(self) -> bool:
        return self.user.owns_in(self.customer.branch_id)

    @cached_property
    def is_open(self) -> bool:
        """Whoever sees the branch's customers anyway has nothing to look up here."""
        return self.user.sees(self.customer) or PoolLook.has_seen(self.customer, self.user)

    @cached_property
    def left_to_look(self) -> int:
        return PoolLook.left(self.user)

    @cached_property
    def left_to_claim(self) -> int:
        return Assignment.left_to_claim(self.user)

    @cached_property
    def cools_until(self) -> date | None:
        return Assignment.cools_until(self.customer, self.user)
