"""What those who oversee others see of each: of a person of the branch, of a branch of the company (R-WORKLIST)."""

from datetime import timedelta
from typing import NamedTuple

from peewee import JOIN, SQL, Case, fn

from webapp.clock import midnight, now, today
from webapp.models.complaint import Complaint
from webapp.models.customer import DUE_ON, Customer
from webapp.models.followup import FollowUp
from webapp.models.organisation import Branch
from webapp.models.task import Task
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.counting import how_many, read

RECENT = timedelta(days=30)
_NOTHING = SQL("0")


class Person(NamedTuple):
    """Somebody of the branch: steps that are overdue and due today, customers whose rhythm is missed and who have no
    next date, complaints they were asked of first that are open, and how many of those are late (R-COMPLAINT), what
    they recorded in the last 30 days, and how much of it late (R-24H)."""

    id: int
    name: str
    overdue: int
    due: int
    missed: int
    undated: int
    complaints: int
    complaints_late: int
    recorded: int
    recorded_late: int

    @property
    def late_rate(self) -> int:
        """迟录 of a hundred records."""
        return round(100 * self.recorded_late / self.recorded) if self.recorded else 0


class Office(NamedTuple):
    """A branch of the company: steps that are overdue and due today, customers whose rhythm is missed; see
    webapp/screens/counting.py."""

    id: int
    name: str
    overdue: float
    due: float
    missed: float


def people(viewer: User) -> tuple[Person, ...]:
    """Each active person of the manager's branch, who has most overdue first; nobody for others."""
    if not viewer.leads_branch:
        return ()
    day = today()
    return tuple(_people(viewer=viewer, day=day, since=midnight(day - RECENT), now=now()))


def offices(viewer: User) -> tuple[Office, ...]:
    """Each branch, for those who look at all of them at once; none for others."""
    if not viewer.looks_at_all:
        return ()
    found = _offices(viewer=viewer, day=today())
    return tuple(Office(id_, name, *(read(count, viewer) for count in counts)) for id_, name, *counts in found)


def _count(condition):
    return fn.COUNT(Case(None, [(condition, 1)]))


def _steps(viewer: User, day):
    """By whose they are, of the branch's customers. One with an open step due by today has its next date by then."""
    steps = Task.select(
        Task.responsible, _count(Task.due_on < day).alias("overdue"), _count(Task.due_on == day).alias("due")
    )
    steps = steps.join(Customer, on=Task.customer).where(viewer.scope(Customer), day >= DUE_ON)
    return steps.where(Task.is_open, Task.due_on <= day).group_by(Task.responsible).alias("steps")


def _missed(viewer: User, day):
    customers = Customer.select(Customer.owner, fn.COUNT(SQL("*")).alias("count"))
    customers = customers.where(viewer.scope(Customer), Customer.is_missed(day))
    return customers.group_by(Customer.owner).alias("missed")


def _undated(viewer: User):
    customers = Customer.select(Customer.owner, fn.COUNT(SQL("*")).alias("count"))
    customers = customers.where(viewer.scope(Customer), Customer.is_undated())
    return customers.group_by(Customer.owner).alias("undated")


def _complaints(viewer: User, now):
    """By whoever was asked first, of the branch's customers."""
    counts = fn.COUNT(SQL("*")).alias("count"), _count(Complaint.due_at < now).alias("late")
    complaints = Complaint.select(Complaint.first_asked, *counts).join(Customer, on=Complaint.customer)
    complaints = complaints.where(viewer.scope(Customer), Complaint.due_at.is_null(False))
    return complaints.group_by(Complaint.first_asked).alias("complaints")


def _records(since, *conditions):
    """Of the person in hand: along the index, which holds all that is asked."""
    rows = FollowUp.select(fn.COUNT(SQL("*"))).where(FollowUp.executor == User.id, FollowUp.recorded_at >= since)
    return rows.where(~FollowUp.is_imported, *conditions)


def _by_person(viewer: User, day, since, now):
    steps, missed, undated = _steps(viewer, day), _missed(viewer, day), _undated(viewer)
    complaints = _complaints(viewer, now)
    counts = steps.c.overdue, steps.c.due, missed.c.count, undated.c.count, complaints.c.count, complaints.c.late
    counts = (fn.COALESCE(count, _NOTHING) for count in counts)
    records = _records(since), _records(since, FollowUp.is_late)
    found = User.select(User.id, User.name, *counts, *records)
    for counted, whose in (
        (steps, steps.c.responsible_id),
        (missed, missed.c.owner_id),
        (undated, undated.c.owner_id),
        (complaints, complaints.c.first_asked_id),
    ):
        found = found.join_from(User, counted, JOIN.LEFT_OUTER, on=whose == User.id)
    found = found.where(User.branch == viewer.branch_id, User.disabled_at.is_null())
    return found.order_by(fn.COALESCE(steps.c.overdue, _NOTHING).desc(), User.id)


def _by_branch(viewer: User, day):
    """Each figure is counted as far as anybody reads it, along an index of the branch's."""
    of_it = Customer.branch == Branch.id
    steps = Task.select(SQL("1")).join(Customer, on=Task.customer).where(of_it, day >= DUE_ON, Task.is_open)
    overdue, due = steps.where(Task.due_on < day, day > DUE_ON), steps.where(Task.due_on == day)
    missed = Customer.select(SQL("1")).where(of_it, Customer.is_missed(day))
    counts = (how_many(rows, viewer) for rows in (overdue, due, missed))
    return Branch.select(Branch.id, Branch.name, *counts).order_by(Branch.id)


_people = Prepared(_by_person, row=Person)
_offices = Prepared(_by_branch, row=tuple)
