from flask import Blueprint, current_app, g, make_response, url_for

from webapp import htmx
from webapp.rules import nightly
from webapp.screens.job_runs import NightRuns
from webapp.views import toasts
from webapp.views.settings.page import Page

blueprint = Blueprint("job_runs", __name__, url_prefix="/jobs")
page = Page(
    "后台任务",
    "夜间任务做到哪一步、上次做得怎么样，也可以现在就运行",
    "clock",
    "settings.job_runs.index",
    lambda user: user.can_run_jobs,
    "后台任务由管理员照看",
)


@blueprint.get("")
def index():
    """后台任务; asked by a page that shows it, it answers 304 while nothing has moved."""
    night = NightRuns(nightly.NAME)
    etag = night.etag()
    if htmx.is_shown(etag):
        return make_response("", 304)
    shown = {"night": night, "planned": nightly.STEPS, "label_of": nightly.label_of, "etag": etag}
    return htmx.answer("job_runs/index.html", "job_runs/_runs.html", **shown)


@blueprint.post("")
def create():
    """现在运行: today's night run, for the first time or once more."""
    current_app.extensions["jobs"].ask_for_nightly(by=g.user)
    toasts.say("夜间任务马上开始运行")
    return htmx.go(url_for("settings.job_runs.index"))
