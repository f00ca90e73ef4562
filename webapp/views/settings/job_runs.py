from hashlib import sha256

from flask import Blueprint, current_app, g, make_response, request, url_for

from webapp import htmx
from webapp.clock import today
from webapp.errors import NotAllowed
from webapp.models.duty import Duty
from webapp.models.job_run import JobRun, JobStep, State
from webapp.models.settings import Settings
from webapp.rules import nightly
from webapp.views import toasts
from webapp.views.settings.page import Page

blueprint = Blueprint("job_runs", __name__, url_prefix="/jobs")
page = Page(
    "后台任务",
    "夜间任务做到哪一步、上次做得怎么样，也可以现在就运行",
    "clock",
    "settings.job_runs.index",
    lambda user: user.can_run_jobs,
)
SHOWN = 14


@blueprint.before_request
def require_administrator():
    if not g.user.can_run_jobs:
        raise NotAllowed("后台任务由管理员照看")


@blueprint.get("")
def index():
    """后台任务; asked with If-None-Match it answers 304 while nothing has moved."""
    runs, duty = JobRun.recent(SHOWN), Duty.present()
    steps = JobStep.of_runs(runs)
    etag = _etag(runs, steps, duty)
    if htmx.htmx and request.headers.get("If-None-Match") == etag:
        return make_response("", 304)
    shown = {"runs": runs, "steps": steps, "duty": duty, "etag": etag, **_tonight(runs)}
    return htmx.answer("job_runs/index.html", "job_runs/_runs.html", **shown)


def _tonight(runs: list[JobRun]) -> dict:
    """Today's run among these, what it does and when, and whether it may be asked for."""
    present = next((run for run in runs if (run.name, run.day) == (nightly.NAME, today())), None)
    may_ask = present is None or present.state in (State.DONE, State.FAILED)
    planned = {"planned": nightly.STEPS, "label_of": nightly.label_of, "at": Settings.night_run_at}
    return {"present": present, "may_ask": may_ask, **planned}


@blueprint.post("")
def create():
    """现在运行: today's night run, for the first time or once more."""
    current_app.extensions["jobs"].ask_for_nightly(by=g.user)
    toasts.say("夜间任务马上开始运行")
    return htmx.go(url_for("settings.job_runs.index"))


def _etag(runs: list[JobRun], steps: dict[int, dict[str, JobStep]], duty: Duty | None) -> str:
    """What the page tells, in short."""
    of_runs = [(run.id, run.told, run.tries, run.by_id) for run in runs]
    of_steps = [
        (it.id, it.done, it.total, it.error, it.finished_at) for named in steps.values() for it in named.values()
    ]
    return sha256(repr((of_runs, of_steps, duty and duty.holder)).encode()).hexdigest()[:16]
