"""工作台: what one person has to do, late first (R-WORKLIST)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from peewee import JOIN, SQL, Case, fn

from webapp.formatting import from_local, today
from webapp.models.classification import Classification
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.tags import tags_of
from webapp.models.task import Completion, Task
from webapp.models.user import Role, User

MOST, MOST_UNDATED = 60, 12
_IS_OPEN = Task.is_open == True  # noqa: E712 — said as “= 1” it takes part in an index, as a bare column it does not on SQLite
# what a row shows, and what tells whether its reader works on the customer
_STEP = (
    Task.id, Task.action, Task.due_on, Task.is_open, Task.customer, Task.responsible,
    Customer.id, Customer.number, Customer.name, Customer.owner, Customer.branch, User.id, User.name,
)  # fmt: skip
ROW_TAGS = ("grade", "stage")


@dataclass(frozen=True)
class Tally:
    overdue: int
    today: int
    week: int
    undated: int


class Worklist:
    """A rep's own steps; a manager's branch, or one of its people's when `of` names them."""

    def __init__(self, user: User, of: User | None = None):
        self.user = user
        self.of = of
        self.day = today()

    # -- steps

    def overdue(self) -> list[Task]:
        return self._steps(Task.due_on < self.day, until=self.day - timedelta(days=1))

    def due_today(self) -> list[Task]:
        return self._steps(Task.due_on == self.day, until=self.day)

    def coming(self) -> list[Task]:
        """The steps of the next seven days."""
        week = self.day + timedelta(days=7)
        return self._steps(Task.due_on.between(self.day + timedelta(days=1), week), until=week)

    def _steps(self, when, *, until: date) -> list[Task]:
        query = (
            Task.select(*_STEP)
            .join(Customer, on=Task.customer)
            .switch(Task)
            .join(User, on=Task.responsible)
            .where(self._open(until), when)
        )
        return list(query.order_by(Task.due_on, Task.id).limit(MOST))

    def _open(self, until: date):
        """Open steps: one's own, or everybody's at the customers one manages or inspects.

        A customer with an open step due by `until` has its next date by then: of a branch only those few are looked at
        (Task.is_open stands bare, so that SQLite begins with them). Of the whole company the due days are walked.
        """
        if self._sees_all:
            return _IS_OPEN
        if self._oversees:
            return (Customer.next_due_on <= until) & self.user.scope(Customer) & Task.is_open
        return (Task.responsible == (self.of or self.user).id) & self.user.scope(Customer) & _IS_OPEN

    @property
    def _oversees(self) -> bool:
        return self.of is None and self.user.role in (Role.MANAGER, Role.INSPECTOR, Role.ADMIN)

    @property
    def _sees_all(self) -> bool:
        return self.of is None and self.user.scope(Customer) is True

    def done_today(self) -> int:
        """Steps ticked off today: by the person, or by anybody at the customers one oversees."""
        done = Completion.select().where(Completion.at >= _midnight())
        if self._oversees:
            theirs = Task.select(SQL("1")).join(Customer, on=Task.customer).where(Task.id == Completion.task, self.user.scope(Customer))
            return done.where(fn.EXISTS(theirs)).count()  # not joined: today's few come first, then whose they are
        return done.where(Completion.by == (self.of or self.user).id).count()

    # -- customers nobody has promised anything

    def undated(self) -> list[Customer]:
        """The first dozen live customers with no next date, longest silent first."""
        shown = (Customer.id, Customer.number, Customer.name, Customer.last_followup_at, Customer.owner, User.id, User.name)
        query = self._undated(Customer.select(*shown).join(User, on=Customer.owner))
        return list(query.order_by(Customer.last_followup_at.asc(nulls="first"), Customer.id).limit(MOST_UNDATED))

    def _undated(self, query):
        lost = DimensionValue.select(DimensionValue.id).join(Dimension).where(Dimension.slug == "stage", DimensionValue.outcome == "lost")
        is_lost = fn.EXISTS(Classification.select(SQL("1")).where(Classification.customer == Customer.id, Classification.value << lost))
        query = query.where(Customer.next_due_on.is_null(), ~is_lost, self.user.scope(Customer))
        return query.where(Customer.owner == self.of.id) if self.of else query

    # -- figures

    def late(self) -> int:
        """How many steps are overdue: the number beside 工作台 on every page."""
        return self._counted(fn.COUNT(Task.id), until=self.day - timedelta(days=1)).scalar()

    def tally(self) -> Tally:
        """The figures of the strip, in two queries."""
        week = self.day + timedelta(days=7)
        counts = self._counted(
            fn.COUNT(Case(None, [(Task.due_on < self.day, 1)])),
            fn.COUNT(Case(None, [(Task.due_on == self.day, 1)])),
            fn.COUNT(Case(None, [(Task.due_on.between(self.day + timedelta(days=1), week), 1)])),
            until=week,
        )
        overdue, due, coming = counts.tuples().get()
        return Tally(overdue, due, coming, self._undated(Customer.select(fn.COUNT(Customer.id))).scalar())

    def _counted(self, *figures, until: date):
        """Figures over the open steps due by a day; whose customers they are is asked only where it matters."""
        query = Task.select(*figures).where(self._open(until), Task.due_on <= until)
        return query if self._sees_all else query.join(Customer, on=Task.customer)

    def people(self) -> list[tuple[User, int, int]]:
        """For the manager: each person of the branch with their overdue and today's steps."""
        if self.user.role != Role.MANAGER:
            return []
        late = fn.COUNT(Case(None, [(Task.due_on < self.day, 1)]))
        due = fn.COUNT(Case(None, [(Task.due_on == self.day, 1)]))
        mine = (Task.responsible == User.id) & _IS_OPEN & (Task.due_on <= self.day)
        query = (
            User.select(User.id, User.name, User.role, late.alias("late"), due.alias("due"))
            .join(Task, JOIN.LEFT_OUTER, on=mine)
            .where(User.branch == self.user.branch_id, User.disabled_at.is_null())
            .group_by(User.id)
            .order_by(late.desc(), User.id)
        )
        return [(user, user.late, user.due) for user in query.objects()]

    def tags(self, steps: list[Task], customers: list[Customer]) -> dict:
        ids = {step.customer_id for step in steps} | {customer.id for customer in customers}
        return tags_of(ids, ROW_TAGS)


def _midnight():
    return from_local(datetime.combine(today(), time()))
