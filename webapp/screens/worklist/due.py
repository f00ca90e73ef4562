"""What is to be done, and what is done, as the worklist's queries have it."""

from datetime import date
from functools import reduce
from typing import NamedTuple

from peewee import SQL, ModelSelect, fn

from webapp.database import is_sqlite, unindexed
from webapp.models.customer import DUE_ON, Customer
from webapp.models.dimension import Tag
from webapp.models.task import IS_OPEN, Task
from webapp.models.task.completable import Completion
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.counting import Count, how_many
from webapp.screens.tags import tag_columns
from webapp.screens.whose import whose, with_branch
from webapp.screens.worklist import customers

MOST, MOST_OF_ALL = 60, 30  # rows at a time; of all branches nobody works through more


class Step(NamedTuple):
    """One step as its reader may see it: `may` says that they may tick it off, `mine` that it is theirs, `level` how
    high it has climbed (a Level), `is_offered` that its reader is asked to hand it to somebody else."""

    id: int
    action: str
    due_on: date | None
    is_open: bool
    number: str
    name: str
    responsible: str
    tags: tuple[Tag, ...]
    may: bool
    mine: bool
    level: int
    is_offered: bool


class Span(NamedTuple):
    """The days between which steps are due, and how many of them are shown at first."""

    since: date
    until: date
    first: int


def most(viewer: User) -> int:
    """How many rows this person is shown at a time."""
    return MOST_OF_ALL if viewer.looks_at_all else MOST


def _open(viewer: User, person, until):
    """Open steps: one's own and of those one stands in for (`person`, their ids), or everybody's at the customers one
    manages or inspects.

    A customer with an open step due by `until` has its next date by then: of a branch only those few are looked at. Of
    the whole company the due days are walked. Either database has to be told to begin with the customers: SQLite by
    Task.is_open standing bare and the steps' days being no use to it, PostgreSQL, which takes any days it does not know
    yet for few, by their ids in an array.
    """
    if person is not None:
        return (Task.responsible << person) & viewer.scope(Customer) & IS_OPEN
    if viewer.looks_at_all:
        return IS_OPEN
    due = (until >= DUE_ON) & viewer.scope(Customer)
    if is_sqlite():
        return due & Task.is_open
    return (Task.customer == fn.ANY(fn.ARRAY(Customer.select(Customer.id).where(due)))) & IS_OPEN


def between(query, viewer: User, person, since, until):
    """The query of steps: the open ones that are due between the two days."""
    day = Task.due_on if person is not None or viewer.looks_at_all else unindexed(Task.due_on)
    return query.where(_open(viewer, person, until), day.between(since, until))


def _due_between(query, viewer: User, person, since, until):
    """Whose customers they are is asked only where it matters."""
    steps = between(query, viewer, person, since, until)
    return steps if person is None and viewer.looks_at_all else steps.join(Customer, on=Task.customer)


def _first(viewer: User, person, since, until, first, *also):
    """The ids of the first few. SQLite limits no part of a union but within a query of its own."""
    ids = _due_between(Task.select(Task.id), viewer, person, since, until).where(*also)
    ids = ids.order_by(Task.due_on, Task.id).limit(first)
    return Task.select(ids.c.id).from_(ids)


def _first_of_each(tags, viewer: User, person, spans):
    ids = reduce(ModelSelect.union_all, (_first(viewer, person, *span) for span in spans))
    return _steps(tags, viewer).where(Task.id << ids).order_by(Task.due_on, Task.id)


def _behind(tags, viewer: User, person, since, until, last, most):
    """Those that come behind the step `last`, which is due on `since`."""
    ids = _first(viewer, person, since, until, most, (Task.due_on > since) | (Task.id > last))
    return _steps(tags, viewer).where(Task.id << ids).order_by(Task.due_on, Task.id)


def _steps(tags, viewer: User):
    steps = (
        Task.select(
            Task.id,
            Task.action,
            Task.due_on,
            Task.is_open,
            Customer.number,
            Customer.name_for(viewer),
            whose(viewer),
            Task.responsible,
            Customer.id,
            Customer.owner,
            Customer.branch,
            User.are_leaders(),
            *tag_columns(Customer.id, tags),
        )
        .join(Customer, on=Task.customer)
        .switch(Task)
        .join(User, on=Task.responsible)
    )
    return with_branch(steps, viewer)


def _ticked_off(query, viewer: User, person, since):
    query = query.where(Completion.at >= since)
    if person is not None:
        query = query.where(Completion.by << person)
    if viewer.looks_at_all:
        return query
    theirs = (
        Task.select(SQL("1")).join(Customer, on=Task.customer).where(Task.id == Completion.task, viewer.scope(Customer))
    )
    # today's few come first, then whose they are: EXISTS would join all tasks
    return query.where(fn.COALESCE(theirs, 0) == 1)


def _ticked_off_steps(tags, **asked):
    steps = _steps(tags, asked["viewer"]).join_from(Task, Completion, on=Completion.task == Task.id)
    return _ticked_off(steps, **asked).order_by(Completion.at.desc(), Completion.id.desc()).limit(MOST)


def _how_many_ticked_off(viewer: User, person, since):
    return _ticked_off(Completion.select(fn.COUNT(Completion.id)), viewer, person, since)


def _all_figures(viewer: User, person, since, spans, owner, missed_before, is_undated):
    """How many were ticked off since then, how many are due between the days of each span, and of the customers (an
    owner's) those whose rhythm was missed before some day and those without a date, where they are asked for."""
    done = _how_many_ticked_off(viewer, person, since)
    counted = [_due_between(Task.select(SQL("1")), viewer, person, *span) for span in spans]
    if missed_before is not None:
        counted.append(customers.missing(viewer, owner, missed_before))
    if is_undated is not None:
        counted.append(customers.without_date(viewer, owner))
    return Task.select(done, *(how_many(rows, viewer) for rows in counted)).from_()


one = Prepared(
    lambda viewer, step, tags: _steps(tags, viewer).where(viewer.scope(Customer), Task.id == step), row=tuple
)
due = Prepared(_first_of_each, row=tuple)
behind = Prepared(_behind, row=tuple)
overdue_count = Count(lambda **asked: _due_between(Task.select(SQL("1")), **asked))
done_count = Prepared(_how_many_ticked_off, row=tuple)
figures = Prepared(_all_figures, row=tuple)
done = Prepared(_ticked_off_steps, row=tuple)
