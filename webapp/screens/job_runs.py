"""后台任务: the night runs there were, how far the present one is, and whether anybody is on duty."""

from functools import cached_property
from hashlib import sha256

from webapp.clock import today
from webapp.models.duty import Duty
from webapp.models.job_run import JobRun, JobStep, State
from webapp.models.settings import Settings

SHOWN = 14


class NightRuns:
    """The last of them, each with its steps by name, and the `duty` of whoever would begin the next; `name` is that of
    the job."""

    def __init__(self, name: str):
        self.name, self.at = name, Settings.night_run_at
        self.runs, self.duty = JobRun.recent(SHOWN), Duty.present()
        self.steps = JobStep.of_runs(self.runs)

    @cached_property
    def present(self) -> JobRun | None:
        """Today's, once it was begun or asked for."""
        return next((run for run in self.runs if (run.name, run.day) == (self.name, today())), None)

    @property
    def may_ask(self) -> bool:
        """May somebody ask for one? Not while one is on its way."""
        return self.present is None or self.present.state in (State.DONE, State.FAILED)

    def etag(self) -> str:
        """What it tells, in short."""
        of_runs = [(run.id, run.told, run.tries, run.by_id) for run in self.runs]
        steps = [step for named in self.steps.values() for step in named.values()]
        of_steps = [(step.id, step.done, step.total, step.error, step.finished_at) for step in steps]
        return sha256(repr((of_runs, of_steps, self.duty and self.duty.holder)).encode()).hexdigest()[:16]
