"""The people of the office: who they are, what is theirs, and when they were last here."""

from collections import Counter
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from peewee import JOIN, SQL, fn

from webapp.models.complaint import Complaint
from webapp.models.customer import Customer
from webapp.models.handover import OPEN, Handover
from webapp.models.organisation import Branch
from webapp.models.session import Session
from webapp.models.task import Task
from webapp.models.user import SYSTEM, User

COMPANY = "公司"  # of those who belong to no branch


class Person(NamedTuple):
    """An account, with how many customers are theirs and how many sessions are open. One that is closed and answers for
    something still `is_tied`, one whose `handover` (its id) is not finished is 未完成交接, too."""

    id: int
    username: str
    name: str
    role: str
    customers: int
    sessions: int
    seen_at: datetime | None
    disabled_at: datetime | None
    is_first: bool
    is_tied: bool
    handover: int | None


class Group(NamedTuple):
    """The people of one branch, those whose accounts are closed at the end."""

    name: str
    people: tuple[Person, ...]


def people(user: User) -> list[Group]:
    """Everybody, or those of one's branch."""
    rows = User.select(User, Branch).join(Branch, JOIN.LEFT_OUTER).where(User.username != SYSTEM)
    if user.leads_branch:
        rows = rows.where(User.branch == user.branch_id)
    order = User.branch.is_null().desc(), Branch.name, User.disabled_at.is_null(False), User.role, User.id
    rows = list(rows.order_by(*order))
    owned, steps = _counted(Customer.owner), _counted(Task.responsible, Task.is_open, ~Task.is_pause)
    complaints, seen = _counted(Complaint.first_asked, Complaint.closed_at.is_null()), _seen()
    open_ = dict(Handover.select(Handover.giver, Handover.id).where(Handover.stage << OPEN).tuples())

    def person(row: User) -> Person:
        sessions, seen_at = seen.get(row.id, (0, None))
        is_tied = bool(owned[row.id] or steps[row.id] or complaints[row.id])
        told = row.id, row.username, row.name, row.role_label, owned[row.id], sessions, seen_at, row.disabled_at
        return Person(*told, row.must_change_password, is_tied and not row.is_active, open_.get(row.id))

    grouped = groupby(rows, key=lambda row: row.branch.name if row.branch_id else COMPANY)
    return [Group(name, tuple(map(person, group))) for name, group in grouped]


def _counted(whose, *where) -> Counter:
    """How many rows are whose."""
    rows = whose.model.select(whose, fn.COUNT(SQL("*"))).where(True, *where).group_by(whose)
    return Counter(dict(rows.tuples()))


def _seen() -> dict[int, tuple[int, datetime]]:
    """The open sessions of each, and when they were last here."""
    rows = Session.select(Session.user, fn.COUNT(Session.id), fn.MAX(Session.seen_at)).group_by(Session.user)
    return {user: (count, Session.seen_at.python_value(seen)) for user, count, seen in rows.tuples()}
