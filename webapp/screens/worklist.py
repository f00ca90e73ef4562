"""工作台: what one person has to do, late first (R-WORKLIST)."""

from datetime import date, datetime, timedelta
from functools import cached_property, reduce
from typing import NamedTuple

from peewee import SQL, ModelSelect, fn

from webapp.clock import midnight, today
from webapp.database import is_sqlite, unindexed
from webapp.models.calendar_day import calendar_in_force
from webapp.models.customer import DUE_ON, SILENT_SINCE, Customer
from webapp.models.dimension import Catalogue, Tag
from webapp.models.escalation import Ladder, Level
from webapp.models.eyes import WHOLE, Eyes, known_of
from webapp.models.settings import Settings
from webapp.models.task import Completion, Task
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.counting import Count, how_many, read
from webapp.screens.files_due import FilesDue, files_due
from webapp.screens.tags import ids, is_live, tag_columns
from webapp.screens.whose import whose, with_branch
from webapp.workdays import Calendar

MOST, MOST_OF_ALL, MOST_UNDATED = 60, 30, 12  # rows of a section; of all branches nobody works through more
EVER = date(1, 1, 1)
# beside the days between which steps are due, what is counted by its list
CADENCE, UNDATED = "cadence", "undated"
IS_OPEN = Task.is_open == True  # noqa: E712 — said as “= 1” it takes part in an index, as a bare column it does not on SQLite


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


class Owned(NamedTuple):
    """What tells who works on a customer."""

    id: int
    owner_id: int
    branch_id: int


class Undated(NamedTuple):
    """A customer nobody has promised anything."""

    id: int
    number: str
    name: str
    last_followup_at: datetime | None
    owner: str
    tags: tuple[Tag, ...]


class Missed(NamedTuple):
    """A customer whose rhythm is missed, by how many days, and what is promised."""

    late_by: int
    id: int
    number: str
    name: str
    last_followup_at: datetime | None
    contact_due_on: date
    cadence_days: int
    next_due_on: date
    owner: str
    tags: tuple[Tag, ...]


class Tally(NamedTuple):
    """The figures of the strip; see webapp/screens/counting.py."""

    overdue: float
    today: float
    week: float
    missed: float
    undated: float
    done: float


class Worklist:
    """A rep's own steps; a manager's branch, or one of its people's when `of` names them.

    A list that was read to its end is counted by it.
    """

    def __init__(self, user: User, of: User | None = None):
        self.user = user
        self.of = of
        self.day = today()
        self._lengths: dict[tuple | str, float] = {}

    @property
    def standing(self) -> dict[str, int]:
        """What its address says: whose it is, or of which branch where its reader sees them all."""
        said = {"person": self.of and self.of.id, "branch": self.user.chosen_branch}
        return {name: id_ for name, id_ in said.items() if id_}

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue.now()

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_in_force()

    @cached_property
    def _settings(self) -> Settings:
        return Settings()

    @cached_property
    def _ladder(self) -> Ladder:
        """Asked for where something is overdue."""
        return Ladder.on(self.day, self.calendar, self._settings)

    @property
    def _tags(self) -> tuple[int, ...]:
        """The dimensions a row shows."""
        return ids(self._catalogue.shown("on_worklist"))

    @property
    def _whose(self) -> int | None:
        """Whose steps alone; None for those who oversee the customers they see."""
        return None if self.of is None and self.user.oversees else (self.of or self.user).id

    # -- steps

    def overdue(self) -> list[Step]:
        return self._sections[0]

    def due_today(self) -> list[Step]:
        return self._sections[1]

    def coming(self) -> list[Step]:
        """The steps of the next seven days."""
        return self._sections[2]

    @cached_property
    def _sections(self) -> list[list[Step]]:
        """Overdue, today, coming: read together, and what is to be hidden in them is looked up once."""
        rows = _due(viewer=self.user, person=self._whose, spans=self._spans, tags=self._tags)
        shown, most = self._shown(rows), _most(self.user)
        return [self._noted(span, [row for row in shown if _is_within(row, span)], most) for span in self._spans]

    @property
    def _spans(self) -> tuple[tuple[date, date], ...]:
        """The days of what is overdue, of today, and of the week to come."""
        yesterday, tomorrow = self.day - timedelta(days=1), self.day + timedelta(days=1)
        return (EVER, yesterday), (self.day, self.day), (tomorrow, self.day + timedelta(days=7))

    def overdue_tasks(self) -> list[Task]:
        """All that is overdue and this person's to deal with, with the customers, in the order of the list."""
        steps = Task.select(Task, Customer).join(Customer)
        late = _between(steps, self.user, self._whose, EVER, self.day - timedelta(days=1))
        found = late.order_by(Task.due_on, Task.id)
        return [task for task in found if Task.is_for(self.user, task.responsible_id, task.customer)]

    def step(self, id_: int) -> Step:
        """One step that is on it, as it is now."""
        return self._shown([_one.first(viewer=self.user, step=id_, tags=self._tags)])[0]

    def _noted(self, what: tuple | str, rows: list, most: int) -> list:
        if len(rows) < most:
            self._lengths[what] = len(rows)
        return rows

    def _shown(self, rows: list[tuple]) -> list[Step]:
        """As this person may see them: whoever sees every customer works on none of them."""
        if not self.user.sees_all:
            return [self._step(WHOLE, *row) for row in rows]
        known = known_of({row[8] for row in rows})
        return [self._step(Eyes(False, known[row[8]]), *row) for row in rows]

    def _step(self, eyes: Eyes, id_: int, action: str, *row) -> Step:
        told, responsible, customer, is_leaders = row[:5], row[5], Owned(*row[6:9]), row[9]
        may, mine = Task.is_for(self.user, responsible, customer), responsible == self.user.id
        level = self._level(*told[:2], is_leaders)
        is_offered = level == Level.OFFERED and self.user.leads_branch
        return Step(
            id_, eyes.text(action), *told, self._catalogue.tags(row[10:]), may, mine, int(level), may and is_offered
        )

    def _level(self, due_on: date | None, is_open: bool, is_leaders: bool) -> Level:
        is_overdue = is_open and due_on is not None and due_on < self.day
        return self._ladder.level(due_on, is_leaders=is_leaders) if is_overdue else Level.NONE

    def done(self) -> list[Step]:
        """The steps ticked off today, the latest first: by the person, or by anybody at the customers one oversees."""
        return self._shown(_done(viewer=self.user, person=self._whose, since=self.midnight, tags=self._tags))

    def done_today(self) -> int:
        """How many those are."""
        return _figures.value(viewer=self.user, person=self._whose, since=self.midnight, spans=())

    @property
    def midnight(self) -> datetime:
        return midnight(self.day)

    # -- customers nobody has promised anything

    def undated(self) -> list[Undated]:
        """The first dozen live customers with no next date, longest silent first."""
        rows = _undated(viewer=self.user, person=self.of and self.of.id, tags=self._tags)
        return [Undated(*row[:5], self._catalogue.tags(row[5:])) for row in self._noted(UNDATED, rows, MOST_UNDATED)]

    # -- customers whose rhythm is missed

    def missed(self) -> list["Missed"]:
        """Live customers with a promise ahead of them who should have been contacted before, most late first
        (R-CADENCE)."""
        rows = _missed(viewer=self.user, person=self.of and self.of.id, day=self.day, tags=self._tags)
        return [self._late(*row) for row in self._noted(CADENCE, rows, MOST_UNDATED)]

    def _late(self, *row) -> "Missed":
        return Missed((self.day - row[4]).days, *row[:8], self._catalogue.tags(row[8:]))

    # -- figures

    def late(self) -> float:
        """How many steps are overdue: the number beside 工作台 on every page."""
        overdue = self._spans[0]
        if overdue not in self._lengths:
            since, until = overdue
            self._lengths[overdue] = _late(viewer=self.user, person=self._whose, since=since, until=until)
        return self._lengths[overdue]

    def tally(self) -> Tally:
        done, spans = self._counted()
        return Tally(*spans, self._missed_count(), self._undated_count(), done)

    def figures(self, reader: User) -> dict:
        """What a write on it draws anew: itself, its tally, and the number on the reader's own rail."""
        tally = self.tally()
        late = tally.overdue if self.of is None and self.user is reader else Worklist(reader).late()
        return {"worklist": self, "tally": tally, "late": late}

    def _counted(self) -> tuple[int, list[float]]:
        """How many steps were ticked off today, and how many are overdue, due today and in the week to come."""
        left = tuple(span for span in self._spans if span not in self._lengths)
        done, *counts = _figures.first(viewer=self.user, person=self._whose, since=self.midnight, spans=left)
        self._lengths |= {span: read(count, self.user) for span, count in zip(left, counts, strict=True)}
        return done, [self._lengths[span] for span in self._spans]

    def _undated_count(self) -> float:
        """Of the customers with no next date."""
        if UNDATED in self._lengths:
            return self._lengths[UNDATED]
        return _undated_count(viewer=self.user, person=self.of and self.of.id)

    def _missed_count(self) -> float:
        if CADENCE in self._lengths:
            return self._lengths[CADENCE]
        return _missed_count(viewer=self.user, person=self.of and self.of.id, day=self.day)

    # -- files that are to be looked through

    def files(self) -> FilesDue | None:
        """Of the customers of the person whose worklist it is, if they may have any; None on everybody's."""
        person = self.of or self.user
        if not self._whose or not person.can_file_customers:
            return None
        return files_due(self.user, person.id, self.day, self._settings.file_update_days)


def _most(viewer: User) -> int:
    return MOST_OF_ALL if viewer.looks_at_all else MOST


def _open(viewer: User, person, until):
    """Open steps: one's own, or everybody's at the customers one manages or inspects.

    A customer with an open step due by `until` has its next date by then: of a branch only those few are looked at. Of
    the whole company the due days are walked. Either database has to be told to begin with the customers: SQLite by
    Task.is_open standing bare and the steps' days being no use to it, PostgreSQL, which takes any days it does not know
    yet for few, by their ids in an array.
    """
    if person is not None:
        return (Task.responsible == person) & viewer.scope(Customer) & IS_OPEN
    if viewer.looks_at_all:
        return IS_OPEN
    due = (until >= DUE_ON) & viewer.scope(Customer)
    if is_sqlite():
        return due & Task.is_open
    return (Task.customer == fn.ANY(fn.ARRAY(Customer.select(Customer.id).where(due)))) & IS_OPEN


def _between(query, viewer: User, person, since, until):
    day = Task.due_on if person is not None or viewer.looks_at_all else unindexed(Task.due_on)
    return query.where(_open(viewer, person, until), day.between(since, until))


def _due_between(query, viewer: User, person, since, until):
    """Whose customers they are is asked only where it matters."""
    steps = _between(query, viewer, person, since, until)
    return steps if person is None and viewer.looks_at_all else steps.join(Customer, on=Task.customer)


def _first(viewer: User, person, since, until):
    """The ids of the first few. SQLite limits no part of a union but within a query of its own."""
    ids = _due_between(Task.select(Task.id), viewer, person, since, until).order_by(Task.due_on, Task.id)
    ids = ids.limit(_most(viewer))
    return Task.select(ids.c.id).from_(ids)


def _first_of_each(tags, viewer: User, person, spans):
    ids = reduce(ModelSelect.union_all, (_first(viewer, person, since, until) for since, until in spans))
    return _steps(tags, viewer).where(Task.id << ids).order_by(Task.due_on, Task.id)


def _is_within(row: Step, span: tuple[date, date]) -> bool:
    return span[0] <= row.due_on <= span[1]


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


def _without_date(query, viewer: User, person):
    query = query.where(Customer.next_due_on.is_null(), is_live(Customer.id), viewer.scope(Customer))
    return query if person is None else query.where(Customer.owner == person)


def _promised_nothing(viewer: User, person, tags):
    shown = Customer.id, Customer.number, Customer.name_for(viewer), Customer.last_followup_at, whose(viewer)
    customers = Customer.select(*shown, *tag_columns(Customer.id, tags)).join(User, on=Customer.owner)
    return (
        _without_date(with_branch(customers, viewer), viewer, person)
        .order_by(SILENT_SINCE, Customer.id)
        .limit(MOST_UNDATED)
    )


def is_missed(day):
    """For a query: whether the customer should have been contacted before that day (R-CADENCE), with a promise ahead:
    those that are due or promised nothing stand in lists of their own."""
    return (Customer.contact_due_on < day) & (Customer.next_due_on > day)


def _missing(query, viewer: User, person, day):
    query = query.where(is_missed(day), viewer.scope(Customer))
    return query if person is None else query.where(Customer.owner == person)


def _missed_rows(viewer: User, person, day, tags):
    told = Customer.last_followup_at, Customer.contact_due_on, Customer.cadence_days, Customer.next_due_on
    shown = Customer.id, Customer.number, Customer.name_for(viewer), *told, whose(viewer)
    customers = Customer.select(*shown, *tag_columns(Customer.id, tags)).join(User, on=Customer.owner)
    customers = _missing(with_branch(customers, viewer), viewer, person, day)
    return customers.order_by(Customer.contact_due_on, Customer.id).limit(MOST_UNDATED)


def _ticked_off(query, viewer: User, person, since):
    query = query.where(Completion.at >= since)
    if person is not None:
        query = query.where(Completion.by == person)
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


def _all_figures(viewer: User, person, since, spans):
    """How many were ticked off since then, and how many are due between the days of each span."""
    done = _ticked_off(Completion.select(fn.COUNT(Completion.id)), viewer, person, since)
    due = (_due_between(Task.select(SQL("1")), viewer, person, *span) for span in spans)
    return Task.select(done, *(how_many(steps, viewer) for steps in due)).from_()


_one = Prepared(
    lambda viewer, step, tags: _steps(tags, viewer).where(viewer.scope(Customer), Task.id == step), row=tuple
)
_due = Prepared(_first_of_each, row=tuple)
_late = Count(lambda **asked: _due_between(Task.select(SQL("1")), **asked))
_figures = Prepared(_all_figures, row=tuple)
_undated = Prepared(_promised_nothing, row=tuple)
# in the list's order, so that SQLite takes the list's index too
_undated_count = Count(lambda **asked: _without_date(Customer.select(SQL("1")), **asked).order_by(SILENT_SINCE))
_missed = Prepared(_missed_rows, row=tuple)
_missed_count = Count(lambda **asked: _missing(Customer.select(SQL("1")), **asked))
_done = Prepared(_ticked_off_steps, row=tuple)
