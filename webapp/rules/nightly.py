"""The night run: what the office's rules do by themselves, once a day (R-SCALE).

Whoever adds a step adds its line to STEPS; docs/development.md says what a step is.
"""

from datetime import date

from webapp.clock import is_past, today
from webapp.models.job_run import JobRun
from webapp.models.settings import Settings
from webapp.rules import calendar, escalation, housekeeping, pool
from webapp.rules.job import Carrier, Step

NAME = "nightly"

STEPS: tuple[Step, ...] = (
    housekeeping.BROKEN_IMPORTS,
    housekeeping.EXPIRED_IMPORTS,
    housekeeping.OLD_CELLS,
    housekeeping.SESSIONS,
    housekeeping.LOGIN_ATTEMPTS,
    housekeeping.LOOKUPS,
    housekeeping.SENDINGS,
    housekeeping.STORED_FILES,
    calendar.CALENDAR,
    escalation.ESCALATIONS,
    pool.POOL,
)


def is_due() -> bool:
    """Whether today's run is to be carried on with: it is late enough and nobody has begun, or somebody asked for it,
    broke off, or has waited long enough after a failure."""
    run = JobRun.of(NAME, today())
    return is_past(Settings.night_run_at) if run is None else run.is_open()


def carry_out(carrier: Carrier, day: date, *, at_once: bool = False) -> JobRun | None:
    """Do what is left of that day's run; None where there is nothing left, or somebody else is at it.

    `at_once` does not wait to try again what failed. Raises Overtaken."""
    run = JobRun.take(NAME, day, by=carrier.by, at_once=at_once)
    if run:
        carrier.carry(run, STEPS)
    return run


def ask_for(*, by) -> None:
    """Let today's run be carried out now, once more where it is finished. Raises DomainError where it is being."""
    JobRun.ask_for(NAME, today(), by=by)


def label_of(step: str) -> str:
    """What a step is called; one of an earlier release by its name."""
    return next((known.label for known in STEPS if known.name == step), step)
