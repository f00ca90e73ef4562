"""How a job is carried out: step after step, slice after slice, on from where it was left (R-SCALE).

A step that fails is noted, and the next ones are done all the same; the run is tried again later, from the slice that
failed. Who was overtaken, or is told to end, stops between two slices.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from peewee import InterfaceError, OperationalError, PeeweeException

from webapp.config import Config
from webapp.errors import DomainError
from webapp.models.job_run import JobRun, JobStep, Overtaken
from webapp.models.user import User

log = logging.getLogger(__name__)


class Turn(NamedTuple):
    """What a slice is done with: the day of the run, where the slice before ended (None: nowhere yet), who acts."""

    day: date
    cursor: Any
    by: User
    config: Config


class Slice(NamedTuple):
    """What was done: how many things, whether they were the last, and if not, where to go on, a JSON value."""

    done: int = 0
    is_last: bool = True
    cursor: Any = None


@dataclass(frozen=True)
class Step:
    """One thing a job does. `work` does a slice of it, within a transaction in which nobody else is at the run.

    `count` says how many things there are to do, for people to see how far it is. A step `in_parts` takes transactions
    of its own; it has to know by itself what was done.
    """

    name: str
    label: str
    work: Callable[[Turn], Slice]
    count: Callable[[Turn], int] | None = None
    in_parts: bool = False


@dataclass(frozen=True)
class Carrier:
    """Who carries a run out: `tell` hears of every slice, `goes_on` is asked before each."""

    by: User
    config: Config
    goes_on: Callable[[], bool] = lambda: True
    tell: Callable[[Step, JobStep], None] = lambda step, kept: None

    def carry(self, run: JobRun, steps: Sequence[Step]) -> None:
        """Do what is left of the run, which this process has taken. Afterwards it is finished, or put off where a step
        failed, or left to others. Raises Overtaken."""
        try:
            done = [self._is_done(run, step) for step in steps]
        except _Ended:
            run.leave()
        except BaseException as error:
            if not isinstance(error, Overtaken):
                with suppress(PeeweeException):
                    run.leave()
            raise
        else:
            run.finish() if all(done) else run.put_off()

    def _is_done(self, run: JobRun, step: Step) -> bool:
        try:
            self._finish(run, step)
        except (Overtaken, _Ended):
            raise
        except Exception as error:
            log.exception("%s %s: %s", run.name, run.day, step.name)
            with run.in_turn():
                run.step(step.name).fail(_said(error))
            self.tell(step, run.step(step.name))
            return False
        return True

    def _finish(self, run: JobRun, step: Step) -> None:
        kept = run.step(step.name)
        turn = Turn(run.day, kept.cursor, self.by, self.config)
        if kept.begun_at is None:
            with run.in_turn():
                kept.begin(step.count(turn) if step.count else 0)
        while kept.finished_at is None:
            if not self.goes_on():
                raise _Ended
            self._slice(run, step, kept, turn._replace(cursor=kept.cursor))
            self.tell(step, kept)

    @staticmethod
    def _slice(run: JobRun, step: Step, kept: JobStep, turn: Turn) -> None:
        if step.in_parts:
            run.beat()
            done, is_last, cursor = step.work(turn)
        with run.in_turn():
            if not step.in_parts:
                done, is_last, cursor = step.work(turn)
            kept.advance(done, cursor, is_last=is_last)


class _Ended(Exception):
    """The process is told to end."""


def _said(error: Exception) -> str:
    """What people are told: nothing of what the data say, which an error may repeat."""
    said = error.message if isinstance(error, DomainError) else "出了意外，服务器的日志里有详情"
    if isinstance(error, OperationalError | InterfaceError):
        said = "数据库暂时用不上"
    return f"{said}（{type(error).__name__}）"
