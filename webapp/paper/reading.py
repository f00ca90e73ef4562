"""What sheets say of their customers, read for all customers of a batch at once.

A query a kind, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple, TypeVar

from peewee import JOIN, fn

from webapp.clock import today
from webapp.formatting import day
from webapp.models.classification import Classification
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp
from webapp.models.followup.checks import late_by
from webapp.models.greeting import Greeting
from webapp.models.memo import Memo
from webapp.models.occasion import OCCASIONS
from webapp.models.own_field import CUSTOMER, own_fields
from webapp.models.project import Project
from webapp.models.task import Task
from webapp.models.task.voidable import Voiding
from webapp.models.user import User
from webapp.paper.eyes import Eyes
from webapp.prepared import Prepared

DONE = "✓"

Row = TypeVar("Row")
Listed = defaultdict[int | None, list[Row]]


class Step(NamedTuple):
    """A next step as paper says it."""

    customer: int
    followup: int | None
    action: str
    due_on: date | None
    is_open: bool
    responsible: str

    def said(self, eyes: Eyes, but: str = "") -> str:
        """2024-05-12 寄送样本（李敏）, a done one with a tick before it.

        Whoever is meant anyway (`but`) is not named.
        """
        done = "" if self.is_open else DONE
        who = "" if self.responsible == but else f"（{eyes.staff(self.responsible)}）"
        return done + " ".join(filter(None, (day(self.due_on), eyes.text(self.action)))) + who


class Spoken(NamedTuple):
    """A follow-up as paper says it."""

    id: int
    customer: int
    at: datetime
    method: str
    content: str
    attitude: str
    need_change: str
    objections: str
    consensus: str
    executor: str
    recorded_at: datetime
    is_imported: bool

    @property
    def is_late(self) -> bool:
        return not self.is_imported and late_by(self.method, self.at, self.recorded_at) is not None

    def record(self, steps: Sequence[Step], eyes: Eyes, names_method: bool = True) -> str:
        """What was said, what the customer made of it, what was agreed, what comes next; and how,
        unless the text begins with it or it stands elsewhere."""
        how = f"{self.method}：" if names_method and not self.content.startswith(self.method) else ""
        next_ = "、".join(step.said(eyes, but=self.executor) for step in steps)
        agreed = f"共识：{self.consensus}" if self.consensus else ""
        said = map(eyes.text, [f"{how}{self.content}", *self.reaction(), agreed])
        return sentence([*said, f"下一步：{next_}" if next_ else ""])

    def reaction(self) -> list[str]:
        """What the customer made of it: attitude, change of need, objections."""
        said = (("客户态度", self.attitude), ("需求变化", self.need_change), ("异议", self.objections))
        return [f"{label}：{text}" for label, text in said if text]


class Noted(NamedTuple):
    """A memo, change or instruction."""

    customer: int
    kind: str
    body: str
    by: str
    at: datetime


# each by customer, with an empty list for one that has none


def contacts(customers: Sequence[Customer]) -> Listed[Contact]:
    """Those who are still there, the primary one first."""
    return _by_customer(_contacts(customers=_ids(customers)), lambda contact: contact.customer_id)


def memos(customers: Sequence[Customer]) -> Listed[Noted]:
    """Oldest first."""
    return _by_customer(_memos(customers=_ids(customers)))


def followups(customers: Sequence[Customer]) -> Listed[Spoken]:
    """All of them, oldest first."""
    return _by_customer(_followups(customers=_ids(customers)))


def steps(customers: Sequence[Customer]) -> defaultdict[int, Listed[Step]]:
    """Next steps by customer, and of each by the follow-up they came of (None for none); in the order of their days.
    Those that were voided are none any more."""
    found: defaultdict[int, Listed[Step]] = defaultdict(lambda: defaultdict(list))
    for step in _steps(customers=_ids(customers)):
        found[step.customer][step.followup].append(step)
    return found


# of these a customer may have none


def projects(customers: Sequence[Customer]) -> dict[int, Project]:
    return {project.customer_id: project for project in _projects(customers=_ids(customers))}


class Letter(NamedTuple):
    """What a customer was greeted with."""

    customer: int
    occasion: str
    period: str
    text: str


def greetings(customers: Sequence[Customer], occasion: str = "") -> dict[int, Letter]:
    """The last of each customer, or the last on that occasion within the time for which it is greeted."""
    found = OCCASIONS.get(occasion)
    since = "" if found is None else found.period(found.day(today()))
    letters = _greetings(customers=_ids(customers))
    return {one.customer: one for one in letters if not found or (one.occasion == occasion and one.period >= since)}


def latest(customers: Sequence[Customer]) -> dict[int, Spoken]:
    """The last one of each customer."""
    return {spoken.customer: spoken for spoken in _latest(customers=_ids(customers))}


def first_days(customers: Sequence[Customer]) -> dict[int, datetime]:
    """When each customer was followed up for the first time."""
    return dict(_first(customers=_ids(customers)))


def tags(customers: Sequence[Customer]) -> dict[int, str]:
    """The classes that stand on paper, in one: 高价值-意向客户."""
    found = _by_customer(_tags(customers=_ids(customers)), whose=itemgetter(0))
    return {customer: "-".join(label for _, label in labels) for customer, labels in found.items()}


def nodes(customers: Sequence[Customer]) -> dict[int, str]:
    """The state of each customer's project, where its board says one."""
    return standing(customers, "node")


def standing(customers: Sequence[Customer], role: str) -> dict[int, str]:
    """Where each customer stands in the dimension that plays this part in the rules."""
    return dict(_standing(customers=_ids(customers), role=role))


def remarks(customer: Customer, eyes: Eyes) -> str:
    """What the office's own fields say that it prints, and what was noted."""
    printed = (own.field for own in own_fields(CUSTOMER) if own.on_paper) if customer.own else ()
    told = ((field.label, eyes.told(field, getattr(customer, field.name))) for field in printed)
    own = "；".join(f"{label}：{text}" for label, text in told if text)
    return "\n".join(filter(None, (own, eyes.text(customer.remarks))))


def branch(customers: Sequence[Customer]) -> str:
    """Whose customers they are."""
    names = list(dict.fromkeys(customer.branch.name for customer in customers))
    return names[0] if len(names) == 1 else "全公司"


def sentence(parts: Iterable[str]) -> str:
    """Parts of a record after one another, 。 only at the end of the last."""
    said = [part.strip() for part in parts if part.strip()]
    return "；".join([*(part.rstrip("。；;.") for part in said[:-1]), *said[-1:]])


def _ids(customers: Sequence[Customer]) -> list[int]:
    return [customer.id for customer in customers]


def _by_customer(rows: Iterable, whose: Callable = lambda row: row.customer) -> Listed:
    found = defaultdict(list)
    for row in rows:
        found[whose(row)].append(row)
    return found


_contacts = Prepared(
    lambda customers: (
        Contact.select()
        .where(Contact.customer << customers, Contact.left_on.is_null())
        .order_by(Contact.is_primary.desc(), Contact.id)
    )
)
_projects = Prepared(lambda customers: Project.select().where(Project.customer << customers))
_memos = Prepared(
    lambda customers: (
        Memo.select(Memo.customer, Memo.kind, Memo.body, User.name, Memo.at)
        .join(User, on=Memo.by)
        .where(Memo.customer << customers)
        .order_by(Memo.at, Memo.id)
    ),
    row=Noted,
)


def _spoken():
    return FollowUp.select(
        FollowUp.id,
        FollowUp.customer,
        FollowUp.at,
        FollowUp.method,
        FollowUp.content,
        FollowUp.attitude,
        FollowUp.need_change,
        FollowUp.objections,
        FollowUp.consensus,
        FollowUp.executor_name,
        FollowUp.recorded_at,
        FollowUp.is_imported,
    )


def _last_one():
    """The id of the customer's last follow-up, looked up for each by the index on customer and time."""
    other = FollowUp.alias()
    of_customer = other.select(other.id).where(other.customer == Customer.id)
    return of_customer.order_by(other.at.desc(), other.id.desc()).limit(1)


_followups = Prepared(
    lambda customers: _spoken().where(FollowUp.customer << customers).order_by(FollowUp.at, FollowUp.id), row=Spoken
)
_latest = Prepared(
    lambda customers: _spoken().join(Customer, on=FollowUp.id == _last_one()).where(Customer.id << customers),
    row=Spoken,
)
_first = Prepared(
    lambda customers: (
        FollowUp.select(FollowUp.customer, fn.MIN(FollowUp.at))
        .where(FollowUp.customer << customers)
        .group_by(FollowUp.customer)
    ),
    row=tuple,
)
_greetings = Prepared(
    lambda customers: (
        Greeting.select(Greeting.customer, Greeting.occasion, Greeting.period, Greeting.text)
        .where(Greeting.customer << customers)
        .order_by(Greeting.at, Greeting.id)
    ),
    row=Letter,
)
_steps = Prepared(
    lambda customers: (
        Task.select(Task.customer, Task.followup, Task.action, Task.due_on, Task.is_open, User.name)
        .join(User, on=Task.responsible)
        .switch(Task)
        .join(Voiding, JOIN.LEFT_OUTER, on=Voiding.task == Task.id)
        .where(Task.customer << customers, Voiding.id.is_null())
        .order_by(Task.due_on.is_null(), Task.due_on, Task.id)
    ),
    row=Step,
)


def _labelled(customers):
    return (
        Classification.select(Classification.customer, DimensionValue.label)
        .join(DimensionValue, on=Classification.value == DimensionValue.id)
        .join(Dimension, on=DimensionValue.dimension == Dimension.id)
        .where(Classification.customer << customers, ~Dimension.is_retired)
    )


_tags = Prepared(
    lambda customers: _labelled(customers).where(Dimension.on_paper.is_null(False)).order_by(Dimension.on_paper),
    row=tuple,
)
_standing = Prepared(lambda customers, role: _labelled(customers).where(Dimension.role == role), row=tuple)
