"""工作台: what one person has to do, late first (R-WORKLIST)."""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from webapp.clock import midnight, today
from webapp.models.calendar_day import calendar_in_force
from webapp.models.customer import Customer
from webapp.models.dimension import Catalogue
from webapp.models.escalation import Ladder, Level
from webapp.models.eyes import Eyes, Owned, eyes_at
from webapp.models.settings import Settings
from webapp.models.task import Task
from webapp.models.user import User
from webapp.screens.complaints import Open, running
from webapp.screens.counting import read
from webapp.screens.files_due import FilesDue, files_due
from webapp.screens.tags import ids
from webapp.screens.worklist import customers, due
from webapp.screens.worklist.customers import Missed, Undated
from webapp.screens.worklist.due import Span, Step
from webapp.screens.worklist.reminders import Reminders, reminders
from webapp.workdays import Calendar

EVER = date(1, 1, 1)
FIRST_OVERDUE, FIRST_COMING = 4, 12  # rows shown at once: what is due today stands on the first screen, too
# what is counted by its list
OVERDUE, TODAY, WEEK, MISSED, UNDATED = "overdue", "today", "week", "missed", "undated"
STEPS = (OVERDUE, TODAY, WEEK)  # the sections of steps, in their order


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
        self._lengths: dict[str, float] = {}

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
    def _whose(self) -> list[int] | None:
        """Whose steps alone: somebody's, with those they stand in for on their own; None for those who oversee the
        customers they see."""
        if self.of is None:
            return None if self.user.oversees else self.user.answers_for
        return self.user.answers_for if self.of.id == self.user.id else [self.of.id]

    # -- steps

    def overdue(self) -> list[Step]:
        """The first few of each section; `rest` has those behind them."""
        return self._sections[OVERDUE]

    def due_today(self) -> list[Step]:
        return self._sections[TODAY]

    def coming(self) -> list[Step]:
        """The steps of the next seven days."""
        return self._sections[WEEK]

    @cached_property
    def _sections(self) -> dict[str, list[Step]]:
        """Read together, and what is to be hidden in them is looked up once."""
        spans = tuple(self._spans.values())
        shown = self._shown(due.due(viewer=self.user, person=self._whose, spans=spans, tags=self._tags))
        found = {
            name: self._noted(name, [row for row in shown if _is_within(row, span)], span.first)
            for name, span in self._spans.items()
        }
        return found | {TODAY: sorted(found[TODAY], key=self._rank)}

    def _rank(self, step: Step) -> int:
        """How its customer is graded: of one day the most important come first."""
        return next((self._ranks[tag.label] for tag in step.tags if tag.role == "grade"), len(self._ranks))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """The place of each grade, by its label."""
        axis = self._catalogue.playing("grade")
        return {value.label: place for place, value in enumerate(axis.values if axis else ())}

    def rest(self, section: str, due_on: date, last: int) -> list[Step]:
        """The next rows of a section of STEPS, behind the step with that day and id."""
        until, most = self._spans[section].until, due.most(self.user)
        asked = {"viewer": self.user, "person": self._whose, "tags": self._tags}
        return self._shown(due.behind(**asked, since=due_on, until=until, last=last, most=most))

    def has_more(self, rows: list[Step]) -> bool:
        """May more come behind these of `rest`?"""
        return len(rows) == due.most(self.user)

    @cached_property
    def _spans(self) -> dict[str, Span]:
        """The days of what is overdue, of today, and of the week to come."""
        yesterday, tomorrow = self.day - timedelta(days=1), self.day + timedelta(days=1)
        return {
            OVERDUE: Span(EVER, yesterday, FIRST_OVERDUE),
            TODAY: Span(self.day, self.day, due.most(self.user)),
            WEEK: Span(tomorrow, self.day + timedelta(days=7), FIRST_COMING),
        }

    def overdue_tasks(self) -> list[Task]:
        """All that is overdue and this person's to deal with, with the customers, in the order of the list."""
        steps = Task.select(Task, Customer).join(Customer)
        before = due.between(steps, self.user, self._whose, EVER, self.day - timedelta(days=1))
        found = before.order_by(Task.due_on, Task.id)
        return [task for task in found if Task.is_for(self.user, task.responsible_id, task.customer)]

    def step(self, id_: int) -> Step:
        """One step that is on it, as it is now."""
        return self._shown([due.one.first(viewer=self.user, step=id_, tags=self._tags)])[0]

    def _noted(self, what: str, rows: list, most: int) -> list:
        if len(rows) < most:
            self._lengths[what] = len(rows)
        return rows

    def _shown(self, rows: list[tuple]) -> list[Step]:
        """As this person may see them."""
        customers = [Owned(*row[8:11]) for row in rows]
        eyes = eyes_at(customers, self.user)
        return [self._step(eyes[customer.id], customer, *row) for customer, row in zip(customers, rows, strict=True)]

    def _step(self, eyes: Eyes, customer: Owned, id_: int, action: str, *row) -> Step:
        told, responsible, is_leaders = row[:5], row[5], row[9]
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
        return self._shown(due.done(viewer=self.user, person=self._whose, since=self.midnight, tags=self._tags))

    def done_today(self) -> int:
        """How many those are."""
        return due.done_count.value(viewer=self.user, person=self._whose, since=self.midnight)

    @property
    def midnight(self) -> datetime:
        return midnight(self.day)

    # -- customers nobody has promised anything

    def undated(self) -> list[Undated]:
        """The first dozen live customers with no next date, longest silent first."""
        rows = customers.undated(viewer=self.user, person=self.of and self.of.id, tags=self._tags)
        return [Undated(*row[:5], self._catalogue.tags(row[5:])) for row in self._noted(UNDATED, rows, customers.MOST)]

    # -- customers whose rhythm is missed

    def missed(self) -> list[Missed]:
        """Live customers with a promise ahead of them who should have been contacted before, most late first
        (R-CADENCE)."""
        rows = customers.missed(viewer=self.user, person=self.of and self.of.id, day=self.day, tags=self._tags)
        return [self._late(*row) for row in self._noted(MISSED, rows, customers.MOST)]

    def _late(self, *row) -> Missed:
        return Missed((self.day - row[4]).days, *row[:8], self._catalogue.tags(row[8:]))

    # -- complaints on the clock

    def complaints(self) -> list[Open]:
        """Those of the person, or of all whose steps it shows, the next to run out first (R-COMPLAINT)."""
        return running(self.user, self._whose)

    @property
    def clocks_rest(self) -> bool:
        """Do their clocks run in office time alone?"""
        return Settings.complaint_clocks_rest

    # -- reminders

    def reminders(self) -> Reminders:
        """Days that matter, birthdays, the next festival: asked for once the page stands."""
        return reminders(self.user, self._whose, self.day)

    # -- figures

    def overdue_count(self) -> float:
        """How many steps are overdue: the number beside 工作台 on every page."""
        if OVERDUE not in self._lengths:
            since, until, _ = self._spans[OVERDUE]
            self._lengths[OVERDUE] = due.overdue_count(viewer=self.user, person=self._whose, since=since, until=until)
        return self._lengths[OVERDUE]

    def tally(self) -> Tally:
        """By one query what no list has told."""
        left = [name for name in (*STEPS, MISSED, UNDATED) if name not in self._lengths]
        done, *counts = due.figures.first(
            viewer=self.user,
            person=self._whose,
            since=self.midnight,
            spans=tuple(self._spans[name][:2] for name in left if name in STEPS),
            owner=self.of and self.of.id,
            missed_before=self.day if MISSED in left else None,
            is_undated=UNDATED in left or None,
        )
        self._lengths |= {name: read(count, self.user) for name, count in zip(left, counts, strict=True)}
        return Tally(*(self._lengths[name] for name in (*STEPS, MISSED, UNDATED)), done)

    def figures(self, reader: User) -> dict:
        """What a write on it draws anew: itself, its tally, and the number on the reader's own rail."""
        tally = self.tally()
        own = tally.overdue if self.of is None and self.user is reader else Worklist(reader).overdue_count()
        return {"worklist": self, "tally": tally, "own_overdue": own}

    # -- files that are to be looked through

    def files(self) -> FilesDue | None:
        """Of the customers of the person whose worklist it is, if they may have any; None on everybody's."""
        person = self.of or self.user
        if not self._whose or not person.can_file_customers:
            return None
        return files_due(self.user, person.id, self.day, self._settings.file_update_days)


def _is_within(row: Step, span: Span) -> bool:
    return span.since <= row.due_on <= span.until
