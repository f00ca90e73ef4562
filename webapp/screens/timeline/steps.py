"""What became of steps, on the timeline."""

from datetime import date, datetime
from typing import NamedTuple

from peewee import Model

from webapp.models.task import Task
from webapp.models.task.arrangeable import Reassignment, Rescheduling
from webapp.models.task.completable import Completion
from webapp.models.task.voidable import Voiding
from webapp.models.user import User
from webapp.prepared import Prepared


def of_task(query, customer):
    """Of a query of acts on steps: those of one customer's."""
    model = query.model
    return query.join(Task, on=model.task == Task.id).where(Task.customer == customer)


def of_task_by_itself(query, customer):
    """Those that were handed on by themselves, and did not go along with their customer."""
    return of_task(query, customer).where(Reassignment.assignment.is_null())


def of_bare_task(query, customer):
    """Those of the steps that no follow-up led to."""
    return of_task(query, customer).where(Task.followup.is_null())


def _about_steps(row: type[tuple], model: type[Model], *columns) -> Prepared:
    acts = model.select(model.id, model.at, Task.action, User.name, *columns)
    acts = acts.join(Task).switch(model).join(User, on=model.by)
    return Prepared(lambda ids: acts.where(model.id << ids), row=row)


class Done(NamedTuple):
    """A step ticked off."""

    id: int
    at: datetime
    action: str
    by: str


class Voided(NamedTuple):
    """A step that is to be done no more."""

    id: int
    at: datetime
    action: str
    by: str
    reason: str


class PutOff(NamedTuple):
    """A step put off or brought forward; `since` is None where it had no day."""

    id: int
    at: datetime
    action: str
    by: str
    since: date | None
    until: date
    reason: str


class HandedOn(NamedTuple):
    """A step that somebody else does now."""

    id: int
    at: datetime
    action: str
    by: str
    giver: str
    taker: str
    reason: str


_Giver, _Taker = User.alias(), User.alias()
done = _about_steps(Done, Completion)
voided = _about_steps(Voided, Voiding, Voiding.reason)
put_off = _about_steps(PutOff, Rescheduling, Rescheduling.from_day, Rescheduling.to_day, Rescheduling.reason)
handed_on = Prepared(
    lambda ids: (
        Reassignment.select(
            Reassignment.id, Reassignment.at, Task.action, User.name, _Giver.name, _Taker.name, Reassignment.reason
        )
        .join(Task)
        .switch(Reassignment)
        .join(User, on=Reassignment.by)
        .switch(Reassignment)
        .join(_Giver, on=Reassignment.from_user)
        .switch(Reassignment)
        .join(_Taker, on=Reassignment.to_user)
        .where(Reassignment.id << ids)
    ),
    row=HandedOn,
)
