"""Steps of the night run that look for broken promises (R-ESCALATE)."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from peewee import fn

from webapp.errors import Stale
from webapp.models.calendar_day import calendar_in_force
from webapp.models.customer import Customer
from webapp.models.escalation import Escalation, Ladder
from webapp.models.task import Task
from webapp.models.user import User
from webapp.rules.job import Slice, Step, Turn

MOST = 50  # steps in one transaction


def broken(day: date, since: date = date.min):
    """The open steps of live customers that are to be told of on that day, and were not yet, by the days they were due
    on, from `since` on."""
    by = Ladder.on(day, calendar_in_force()).told
    steps = Task.select(Task, Customer, User).join(Customer).switch(Task).join(User, on=Task.responsible)
    told = Escalation.select().where(Escalation.task == Task.id, Escalation.due_on == Task.due_on)
    is_due = False if by is None else Task.due_on.between(since, by)
    steps = steps.where(Task.is_open, is_due, Customer.is_live(), ~fn.EXISTS(told))
    return steps.order_by(Task.due_on, Task.id)


def _escalate(turn: Turn) -> Slice:
    """The next few, from the day on at which the slice before ended."""
    since = date.fromisoformat(turn.cursor) if turn.cursor else date.min
    steps = broken(turn.day, since)
    found = list(steps.limit(MOST))
    _hold({task.customer_id: task.customer for task in found}.values())
    done = [task.escalate(by=turn.by) for task in steps.where(Task.id << found)]  # as they are by now
    return Slice(sum(done), is_last=len(found) < MOST, cursor=str(found[-1].due_on) if found else None)


def _hold(customers: Iterable[Customer]) -> None:
    """All of them before anything is written, by ascending id (webapp/database.py)."""
    for customer in sorted(customers, key=lambda one: one.id):
        with suppress(Stale):  # taken away meanwhile, and its steps with it
            customer.hold()


ESCALATIONS = Step("escalations", "上报逾期的下一步", _escalate, count=lambda turn: broken(turn.day).count())
