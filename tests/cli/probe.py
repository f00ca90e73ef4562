"""`python -m tests.cli.probe …` is bin/genjinbu with a night run of its own: slices that leave an entry in the trail
each, and fail where two are done at a time. The folder PROBE says more: `crew` is how many begin together, `hang` the
slice in which the first who comes to it stops for ever.
"""

import fcntl
import os
import threading
import time
from pathlib import Path

from huey.consumer import Scheduler

from webapp import jobs
from webapp.cli import main
from webapp.models import AuditEvent
from webapp.rules import nightly
from webapp.rules.job import Slice, Step, Turn

FOLDER = Path(os.environ.get("PROBE", ""))
SLICES = 12
PATIENCE = 60  # seconds for the others to begin


def said(name: str) -> int:
    path = FOLDER / name
    return int(path.read_text()) if path.exists() else 0


def work(turn: Turn) -> Slice:
    number = (turn.cursor or 0) + 1
    with open(FOLDER / "alone", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go by whoever dies
        AuditEvent.record("probe.sliced", by=turn.by, subject=str(number))
        if number == said("hang") and not (FOLDER / "hung").exists():
            (FOLDER / "hung").touch()
            threading.Event().wait()
    return Slice(1, is_last=number == SLICES, cursor=number)


def wait_for_crew() -> None:
    (FOLDER / f"here-{os.getpid()}").touch()
    end = time.monotonic() + PATIENCE
    while len(list(FOLDER.glob("here-*"))) < said("crew") and time.monotonic() < end:
        time.sleep(0.01)


if __name__ == "__main__":
    nightly.STEPS = (Step("probe", "试验", work, count=lambda turn: SLICES),)
    Scheduler.periodic_task_seconds = 1
    jobs.LONGEST_END = 1
    wait_for_crew()
    main()
