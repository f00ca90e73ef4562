"""督察: what was inspected, what it costs, and what was drawn, as each reader may see it (R-INSPECT)."""

from calendar import monthrange
from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import NamedTuple, Self

from peewee import JOIN

from webapp.clock import today
from webapp.models.customer import POOL, Customer
from webapp.models.eyes import Eyes, Owned, eyes_at
from webapp.models.followup import FollowUp
from webapp.models.inspection import Finding, Inspection, State
from webapp.models.inspection.draw import Draw
from webapp.models.organisation import Branch
from webapp.models.printing import Subject
from webapp.models.user import User

MOST = 200
_Person, _By = User.alias(), User.alias()


class Listed(NamedTuple):
    """An inspection in a list; `name` is the customer's as its reader may see it."""

    id: int
    number: str
    name: str
    is_of_file: bool
    on: date
    finding: str
    is_untrue: bool
    person: str | None
    penalty: int
    state: str
    standing: str
    waits: bool


def visible_inspections(user: User):
    """The query of those a person may read of: of the customers they see, and what they answer for themselves."""
    rows = Inspection.select(Inspection, Customer, _Person, _By).join(Customer)
    rows = rows.join_from(Inspection, _Person, JOIN.LEFT_OUTER, on=Inspection.person == _Person.id, attr="person")
    rows = rows.join_from(Inspection, _By, on=Inspection.by == _By.id, attr="inspector")
    return rows.where(user.scope(Customer) | (Inspection.person == user.id))


def inspections(user: User, *which) -> list[Listed]:
    """The last of them, the newest first."""
    rows = visible_inspections(user).where(True, *which).order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
    return [_listed(row, user) for row in rows.limit(MOST)]


def _listed(row: Inspection, user: User) -> Listed:
    customer = row.customer
    return Listed(
        row.id,
        customer.number,
        customer.name if user.works_on(customer) else customer.public_name,
        row.followup_id is None,
        row.inspected_on,
        Finding(row.finding).label,
        row.is_untrue,
        row.person.name if row.person_id else None,
        row.penalty,
        row.state,
        State(row.state).label if row.is_untrue else "",
        row.state == State.OBJECTED and row.is_decided_by(user),
    )


class Month(NamedTuple):
    """A month of the ledger."""

    year: int
    month: int

    @classmethod
    def of(cls, said: str) -> Self:
        """2026-11; the present one for what is none."""
        year, _, month = said.partition("-")
        is_one = len(said) == 7 and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12
        return cls(int(year), int(month)) if is_one and 1990 <= int(year) <= 2200 else cls(today().year, today().month)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def label(self) -> str:
        return f"{self.year} 年 {self.month} 月"

    @property
    def days(self) -> tuple[date, date]:
        return date(self.year, self.month, 1), date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def before(self) -> Self:
        return Month(self.year, self.month - 1) if self.month > 1 else Month(self.year - 1, 12)

    @property
    def after(self) -> Self:
        return Month(self.year, self.month + 1) if self.month < 12 else Month(self.year + 1, 1)


class Owed(NamedTuple):
    """What one person's untrue records of a month cost."""

    person: int | None
    name: str
    branch: str
    data: int
    tracking: int
    withdrawn: int
    amount: int


class Ledger:
    """负激励台账: a month, by branch and person, as somebody may read it: their own, their branch's, all."""

    def __init__(self, user: User, month: Month):
        self.user, self.month = user, month

    @cached_property
    def rows(self) -> list[Owed]:
        found: dict[tuple, list[Inspection]] = defaultdict(list)
        for row in self._untrue():
            found[row.branch.name, row.person_id or 0].append(row)
        return [_owed(branch, rows) for (branch, _), rows in sorted(found.items())]

    @property
    def branch(self) -> str:
        """Whose it is, in words."""
        names = {row.branch for row in self.rows}
        return names.pop() if len(names) == 1 else "全公司"

    @property
    def subject(self) -> Subject:
        """What a sheet of it is about."""
        kind, key, _ = Subject.seen_by(self.user)
        return Subject(kind, f"{key}/{self.month}")

    @property
    def amount(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def entries(self) -> list[Listed]:
        """Each of them."""
        return inspections(self.user, *self._of_month)

    @property
    def _of_month(self) -> tuple:
        return Inspection.finding != Finding.TRUE, Inspection.inspected_on.between(*self.month.days)

    def _untrue(self):
        rows = Inspection.select(Inspection, Branch, User).join(Branch)
        rows = rows.join_from(Inspection, User, JOIN.LEFT_OUTER, on=Inspection.person).where(*self._of_month)
        if not self.user.sees_all:
            own = Inspection.branch == self.user.branch_id if self.user.leads_branch else Inspection.person == self.user
            rows = rows.where(own)
        elif not self.user.looks_at_all:
            rows = rows.where(Inspection.branch == self.user.chosen_branch)
        return rows.order_by(Inspection.id)


def _owed(branch: str, rows: list[Inspection]) -> Owed:
    person, stand = rows[0].person, [row for row in rows if row.counts]
    counts = (sum(row.finding == finding for row in stand) for finding in (Finding.DATA, Finding.TRACKING))
    withdrawn, amount = len(rows) - len(stand), sum(row.penalty for row in stand)
    return Owed(person and person.id, person.name if person else POOL, branch, *counts, withdrawn, amount)


class Drawn(NamedTuple):
    """A record that was drawn, and how it was inspected; `text` is None for one that was taken back since."""

    id: int
    number: str
    name: str
    on: date | None
    text: str | None
    person: str
    inspection: int | None
    finding: str


def visible_draws(user: User):
    """The query of those a person may read of: the company's for inspectors, the branch's for who leads it."""
    rows = Draw.select(Draw, Branch, User, _By).join(Branch)
    rows = rows.join_from(Draw, User, JOIN.LEFT_OUTER, on=Draw.person)
    rows = rows.join_from(Draw, _By, on=Draw.by == _By.id, attr="drawer")
    if user.sees_all:
        return rows
    return rows.where(Draw.branch == (user.branch_id if user.leads_branch else 0))


class DrawPage:
    """A draw with what became of each record."""

    def __init__(self, draw: Draw, user: User):
        self.draw, self.user = draw, user

    @cached_property
    def drawn(self) -> list[Drawn]:
        made = {row.followup_id or row.customer_id: row for row in self.draw.inspections.order_by(Inspection.id)}
        found = self._followups() if self.draw.noun is FollowUp else self._customers()
        return [self._drawn(id_, found.get(id_), made.get(id_)) for id_ in self.draw.picked]

    @property
    def done(self) -> int:
        return sum(one.inspection is not None for one in self.drawn)

    def _drawn(self, id_: int, told: tuple | None, made: Inspection | None) -> Drawn:
        result = (made.id, Finding(made.finding).label) if made else (None, "")
        return Drawn(id_, *(told or ("", "", None, None, "")), *result)

    def _followups(self) -> dict[int, tuple]:
        told = FollowUp.at, FollowUp.content, FollowUp.executor_name
        rows = FollowUp.select(Customer.id, Customer.owner, Customer.branch, FollowUp.id, *_names(), *told)
        rows = list(rows.join(Customer).where(FollowUp.id << self.draw.picked).tuples())
        eyes = eyes_at([Owned(*row[:3]) for row in rows], self.user)
        return {row[3]: (*self._named(row[:3], *row[4:7]), row[7], *map(eyes[row[0]].text, row[8:10])) for row in rows}

    def _customers(self) -> dict[int, tuple]:
        rows = Customer.select(Customer.id, Customer.owner, Customer.branch, *_names(), Customer.created_at, User.name)
        rows = rows.join(User, JOIN.LEFT_OUTER, on=Customer.owner).where(Customer.id << self.draw.picked)
        told = {row[0]: (row, row[7] or POOL) for row in rows.tuples()}
        return {
            id_: (*self._named(row[:3], *row[3:6]), row[6], "客户资料", owner) for id_, (row, owner) in told.items()
        }

    def _named(self, owned: tuple, number: str, name: str, public_name: str) -> tuple[str, str]:
        return number, name if self.user.works_on(Owned(*owned)) else public_name


def _names() -> tuple:
    return Customer.number, Customer.name, Customer.public_name


class InspectionPage:
    """One inspection, for whoever reads it."""

    def __init__(self, inspection: Inspection, user: User):
        self.inspection, self.user = inspection, user
        self.eyes = Eyes.of(user, inspection.customer)

    @property
    def finding(self) -> str:
        return Finding(self.inspection.finding).label

    @property
    def standing(self) -> str:
        return State(self.inspection.state).label

    @property
    def about(self) -> FollowUp | None:
        """The follow-up that was inspected; None where it was the file."""
        return self.inspection.followup

    @property
    def may_open(self) -> bool:
        return self.user.sees(self.inspection.customer)

    @property
    def may_object(self) -> bool:
        return self.inspection.is_objected_by(self.user)

    @property
    def may_decide(self) -> bool:
        return self.inspection.is_decided_by(self.user)
