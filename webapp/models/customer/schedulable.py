"""What lists and boards sort by: last contact, next date, urgency. Written in the transaction that changes them."""

from datetime import date, datetime

from peewee import Case, fn

from webapp.database import is_sqlite, locked
from webapp.errors import Stale
from webapp.models.classification import Classification
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp
from webapp.models.task import Task

FAR_FUTURE = "9999-12-31"
NEVER = "0000-00-00"


class Schedulable:
    def hold(self) -> None:
        """Keep others from writing this customer until the transaction ends, so that what is derived from its rows is
        right. Taken before anything that hangs on it and before the audit trail's end, always in that order
        (webapp/database.py). SQLite's transaction is lock enough."""
        if not is_sqlite() and locked(type(self).select(type(self).id).where(type(self).id == self.id)).first() is None:
            raise Stale("这位客户刚被撤掉了，请刷新页面")

    def refresh_schedule(self) -> None:
        """Derive last_followup_at, followup_count, next_due_on and next_step anew, and the cards' urgency with them."""
        self.hold()
        facts = self.schedule_facts()
        for field, value in facts.items():
            setattr(self, field, value)
        self.save()
        self.refresh_urgency()

    def schedule_facts(self) -> dict:
        """The derived columns as the rows have them now; `doctor` compares them with what is stored."""
        last, count = (
            FollowUp.select(fn.MAX(FollowUp.at), fn.COUNT(FollowUp.id)).where(FollowUp.customer == self).tuples().get()
        )
        step = (
            Task.select(Task.action, Task.due_on)
            .where(Task.customer == self, Task.is_open)
            .order_by(Task.due_on.is_null(), Task.due_on, Task.id)
            .first()
        )
        return {
            "last_followup_at": last,
            "followup_count": count,
            "next_due_on": step.due_on if step else None,
            "next_step": step.action if step else "",
        }

    def refresh_urgency(self) -> None:
        urgency = self.urgency()
        pinned_first = Case(None, [(Classification.is_pinned, f"0{urgency[1:]}")], urgency)
        Classification.update(urgency=pinned_first).where(Classification.customer == self).execute()

    def urgency(self) -> str:
        """The key a column is ordered by (R-ORDERING): pinned, due soonest (overdue thus first), grade, longest silent.

        From the rows as they are now: the customer in hand may have been loaded before somebody else's follow-up.
        """
        customer = type(self)
        grade = (
            DimensionValue.select(DimensionValue.position)
            .join(Classification, on=Classification.value == DimensionValue.id)
            .join(Dimension, on=Classification.dimension == Dimension.id)
            .where(Classification.customer == customer.id, Dimension.slug == "grade")
        )
        row = customer.select(customer.next_due_on, grade, customer.last_followup_at).where(customer.id == self.id)
        return urgency_key(*row.tuples().get())


def urgency_key(due_on: date | None, grade: int | None, last_followup_at: datetime | None) -> str:
    due = due_on.isoformat() if due_on else FAR_FUTURE
    silent = last_followup_at.strftime("%Y-%m-%d") if last_followup_at else NEVER
    return f"1 {due} {9 if grade is None else grade} {silent}"
