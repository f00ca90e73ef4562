"""What runs by itself, a run a job and day: how far it is, and which process carries it (R-SCALE).

Exactly one carries a run, and goes on with it in slices. Each slice is a transaction that first says who is at it: for
somebody who was taken for dead, and is not, it does nothing. The next goes on from where the last whole slice ended.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from enum import StrEnum
from time import monotonic, sleep

from peewee import CharField, ForeignKeyField, IntegerField

from webapp import operator
from webapp.clock import now, today
from webapp.database import (
    BaseModel,
    ChineseJSONField,
    DayField,
    UtcDateTimeField,
    is_sqlite,
    locked,
    transaction,
)
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.user import User

SILENT = timedelta(minutes=2)  # of whom nothing was heard for so long is taken for dead
FIRST_RETRY, LAST_RETRY = timedelta(minutes=10), timedelta(hours=4)
FREE = 0.15  # seconds between two slices at most


class Overtaken(Exception):
    """Somebody else goes on with the run: whoever carried it was taken for dead."""


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    BROKEN = "broken"
    FAILED = "failed"
    DONE = "done"

    @property
    def label(self) -> str:
        return STATES[self]


STATES = {
    State.WAITING: "等待运行",
    State.RUNNING: "运行中",
    State.BROKEN: "中断，会接着做",
    State.FAILED: "没有做完，稍后再试",
    State.DONE: "已完成",
}


class JobRun(BaseModel):
    """后台任务: one job on one day. `holder` is the process that carries it, and `beat_at` when it was last heard of;
    `retry_at` is when a run is tried again of which some step failed."""

    name = CharField(40)
    day = DayField()
    by = ForeignKeyField(User, backref="job_runs", on_delete="RESTRICT")
    started_at = UtcDateTimeField(default=now)
    beat_at = UtcDateTimeField(default=now)
    holder = CharField(120, default="")
    tries = IntegerField(default=0)
    retry_at = UtcDateTimeField(null=True)
    finished_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("name", "day"), True),)

    _took, _ended = 0.0, 0.0  # the last slice: how long it held the database, and when it let go

    @classmethod
    def of(cls, name: str, day: date) -> "JobRun | None":
        return cls.get_or_none(cls.name == name, cls.day == day)

    @classmethod
    def recent(cls, most: int) -> list["JobRun"]:
        """The last runs, the newest first, with whoever asked for them."""
        runs = cls.select(cls, User).join(User).order_by(cls.day.desc(), cls.id.desc()).limit(most)
        return list(runs)

    @classmethod
    def last_finished(cls, name: str) -> "JobRun | None":
        return cls.select().where(cls.name == name, cls.finished_at.is_null(False)).order_by(cls.day.desc()).first()

    # -- who carries it

    @classmethod
    def take(cls, name: str, day: date, *, by, at_once: bool = False) -> "JobRun | None":
        """The run of that day, for this process to carry out; it begins with the first who asks.

        None where it is finished, somebody is at it, or it waits to be tried again (unless `at_once`).
        """
        known = cls.of(name, day)
        if known and not known.is_open(at_once=at_once):
            return None  # nobody waits for the slice somebody is at
        with transaction():
            cls._open(name, day, by)
            run = cls._locked(name, day)
            if not run.is_open(at_once=at_once):
                return None
            run._hold()
        return run

    @classmethod
    def ask_for(cls, name: str, day: date, *, by) -> None:
        """Let it run now: for the first time, once more, or without waiting to be tried again. Raises DomainError where
        somebody is at it, or will be presently."""
        if known := cls.of(name, day):
            known._refuse_while_wanted()  # without waiting for the slice somebody is at
        with transaction():
            is_new = cls._open(name, day, by)
            run = cls._locked(name, day)
            if not is_new:
                run._refuse_while_wanted()
            run._begin_anew(by)
            AuditEvent.record("job.requested", by=by, subject=f"{name} {day}")

    def _refuse_while_wanted(self) -> None:
        if self.state in (State.WAITING, State.RUNNING, State.BROKEN):
            raise DomainError(f"这个任务{self.state.label}，请稍候再看")

    @classmethod
    def _open(cls, name: str, day: date, by) -> bool:
        """Let there be a run of that day; whether there was none."""
        insert = cls.insert(name=name, day=day, by=by).on_conflict_ignore()
        return cls.of(name, day) is None and insert.as_rowcount().execute() == 1

    @classmethod
    def _locked(cls, name: str, day: date) -> "JobRun":
        return locked(cls.select().where(cls.name == name, cls.day == day)).get()

    def is_open(self, *, at_once: bool = False) -> bool:
        """Whether there is something to be done, and nobody at it."""
        return self.state in (State.WAITING, State.BROKEN) or (
            self.state == State.FAILED and (at_once or self.retry_at <= now())
        )

    @property
    def state(self) -> State:
        if self.finished_at:
            return State.DONE
        if self.holder:
            is_silent = self.beat_at <= now() - SILENT or operator.has_ended(self.holder)
            return State.BROKEN if is_silent else State.RUNNING
        return State.FAILED if self.retry_at else State.WAITING

    @property
    def told(self) -> str:
        """Its state as people read it: what a day left undone, the next one does."""
        is_left = self.day < today() and self.state not in (State.DONE, State.RUNNING)
        return "没有做完" if is_left else self.state.label

    @property
    def took(self) -> timedelta:
        """From its beginning to its end, or to when it was last heard of."""
        return (self.finished_at or self.beat_at) - self.started_at

    def _hold(self) -> None:
        self.holder, self.beat_at = f"{operator.process()}:{secrets.token_hex(4)}", now()
        self.tries, self.retry_at = self.tries + 1, None
        self.save()

    def _begin_anew(self, by) -> None:
        """What failed is gone on with; what was finished begins from its beginning."""
        if self.finished_at:
            JobStep.delete().where(JobStep.run == self).execute()
            self.started_at = now()
        self.by, self.tries, self.retry_at, self.finished_at = by, 0, None, None
        self.save()

    # -- for whoever carries it

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """A slice: a transaction in which nobody else is at this run. Raises Overtaken for who was taken for dead."""
        self._let_others_in()
        begun = monotonic()
        with transaction():
            self._say(beat_at=now())
            yield
        self._ended = monotonic()
        self._took = self._ended - begun

    def beat(self) -> None:
        """Still there, before something that takes transactions of its own. Raises Overtaken."""
        with transaction():
            self._say(beat_at=now())

    def step(self, name: str) -> "JobStep":
        """How far a step is."""
        step, _ = JobStep.get_or_create(run=self, name=name)
        return step

    def leave(self) -> None:
        """Let somebody else go on with it."""
        with transaction():
            self._say(holder="")

    def finish(self) -> None:
        with transaction():
            self._say(holder="", finished_at=now())

    def put_off(self) -> None:
        """Some step failed: it is tried again later, each time after twice as long."""
        wait = min(FIRST_RETRY * 2 ** min(self.tries - 1, 10), LAST_RETRY)
        with transaction():
            self._say(holder="", retry_at=now() + wait)

    def _say(self, **facts) -> None:
        mine = (JobRun.id == self.id) & (JobRun.holder == self.holder)
        if not JobRun.update(**facts).where(mine).execute():
            raise Overtaken
        for name, value in facts.items():
            setattr(self, name, value)

    def _let_others_in(self) -> None:
        """SQLite has no queue: who waits for its lock must find it free for as long as it was held."""
        if is_sqlite():
            sleep(max(0, min(FREE, self._took) - (monotonic() - self._ended)))


class JobStep(BaseModel):
    """How far a run is with one of its steps: `done` of `total` things, 0 where nobody counted; `cursor` is where the
    next slice goes on. `error` is what people are told of a step that could not be finished."""

    run = ForeignKeyField(JobRun, backref="steps", index=False, on_delete="CASCADE")
    name = CharField(40)
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    cursor = ChineseJSONField(null=True)
    error = CharField(200, default="")
    begun_at = UtcDateTimeField(null=True)
    finished_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("run", "name"), True),)

    @classmethod
    def of_runs(cls, runs: Iterable[JobRun]) -> dict[int, dict[str, "JobStep"]]:
        """The steps of each run, by its id and their names."""
        found: dict[int, dict[str, JobStep]] = {run.id: {} for run in runs}
        for step in cls.select().where(cls.run << list(found)).order_by(cls.id):
            found[step.run_id][step.name] = step
        return found

    def begin(self, total: int) -> None:
        """The first slice is about to be done; `total` is how many things there are to do."""
        self.total, self.begun_at = total, now()
        self.save()

    def advance(self, done: int, cursor, *, is_last: bool) -> None:
        """A slice more is done."""
        self.done, self.cursor, self.error = self.done + done, cursor, ""
        self.finished_at = now() if is_last else None
        self.save()

    def fail(self, error: str) -> None:
        self.error = error[: JobStep.error.max_length]
        self.save()
