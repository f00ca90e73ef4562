from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.errors import Stale
from webapp.formatting import dated
from webapp.forms.tasks import EachReschedulingForm, ReassignmentForm, ReschedulingForm
from webapp.models.eyes import Eyes
from webapp.models.task import Task
from webapp.screens.next_days import OTHER, put_off_to
from webapp.views import toasts
from webapp.views.tasks import find_own, where_it_was_asked
from webapp.views.worklist import worklist_asked

blueprint = Blueprint("reschedulings", __name__)


@blueprint.get("/tasks/<int:id>/rescheduling")
def new(id: int):
    task = find_own(id)
    _, chosen = put_off_to(task.due_on)
    due_on = task.due_on if chosen == OTHER else None
    return ask(task, ReschedulingForm.of(task.customer, task.responsible, when=chosen, due_on=due_on))


@blueprint.post("/tasks/<int:id>/rescheduling")
def create(id: int):
    """改期, 转交, or both."""
    task = find_own(id)
    return arrange(task, ReschedulingForm.of(task.customer, task.responsible))


@blueprint.get("/worklist/rescheduling")
def new_of_all():
    _, chosen = put_off_to(None)
    return _ask_of_all(EachReschedulingForm(when=chosen))


@blueprint.post("/worklist/rescheduling")
def create_of_all():
    """全部改期: what is overdue goes on to working days to come, so many a day."""
    form = EachReschedulingForm()

    def put_off() -> None:
        tasks = worklist_asked().overdue_tasks()
        Task.put_off_all(tasks, form.day, form.per_day.data, form.reason.data or "", by=g.user)

    if not form.submit(put_off):
        return _ask_of_all(form)
    toasts.say("逾期的都改期了")
    return htmx.go(url_for("worklist.index", **worklist_asked().standing))


def arrange(task: Task, form: ReschedulingForm):
    """Do what the form says of the step."""
    seen = form.standing.data or None
    if not form.submit(lambda: task.arrange(form.day, form.chosen, form.reason.data or "", by=g.user, standing=seen)):
        return ask(find_own(task.id) if form.http_status == Stale.status else task, form)
    if form.given:
        toasts.say(f"已转交{form.chosen.name}", undo=url_for("reassignments.undo", id=form.given.id))
    else:
        toasts.say(f"已改到 {dated(form.day)}")
    return htmx.go(where_it_was_asked(task.customer))


def ask(task: Task, form: ReschedulingForm):
    """The dialog for one step, whether a day is asked for first or a person."""
    days, _ = put_off_to(task.due_on)
    reassign = isinstance(form, ReassignmentForm)
    shown = {"task": task, "eyes": Eyes.of(g.user, task.customer), "days": days, "reassign": reassign}
    return htmx.dialog("reschedulings/_form.html", "改派" if reassign else "改期", form=form, **shown)


def _ask_of_all(form: EachReschedulingForm):
    worklist = worklist_asked()
    days, _ = put_off_to(None)
    shown = {"worklist": worklist, "count": len(worklist.overdue_tasks()), "days": days}
    return htmx.dialog("reschedulings/_form_of_all.html", "全部改期", form=form, **shown)
