from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.database import transaction
from webapp.forms.tasks import ReschedulingForm, TaskForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.task import Reassignment, Task
from webapp.screens.timeline import Timeline
from webapp.screens.worklist import Worklist
from webapp.views import toasts
from webapp.views.finding import find, find_customer
from webapp.views.worklist import back_to, worklist_asked

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/customers/<number>/tasks/new")
def new(number: str):
    customer = find_customer(number, Task.require_planner)
    return _form(customer, TaskForm.of(customer, g.user))


@blueprint.post("/customers/<number>/tasks")
def create(number: str):
    customer = find_customer(number, Task.require_planner)
    form = TaskForm.of(customer, g.user)

    def plan() -> Task:
        return Task.plan(customer, form.action.data, form.due_on.data, responsible=form.chosen, by=g.user)

    if not form.submit(plan):
        return _form(customer, form)
    return htmx.go(url_for("customers.show", number=number))


@blueprint.post("/tasks/<int:id>/completion")
def complete(id: int):
    task = _find(id)
    task.complete(by=g.user)
    return _shown(task)


@blueprint.delete("/tasks/<int:id>/completion")
@blueprint.post("/tasks/<int:id>/completion/reversal")
def reopen(id: int):
    task = _find(id)
    task.reopen(by=g.user)
    return _shown(task)


@blueprint.get("/tasks/<int:id>/rescheduling")
def rescheduling(id: int):
    task = _own(id)
    return _rescheduling(task, ReschedulingForm.of(task.customer, task.responsible, due_on=task.due_on))


@blueprint.post("/tasks/<int:id>/rescheduling")
def reschedule(id: int):
    task = _own(id)
    form = ReschedulingForm.of(task.customer, task.responsible)

    @transaction()
    def change() -> Reassignment | None:
        task.reschedule(form.due_on.data, form.reason.data or "", by=g.user)
        return task.reassign(form.chosen, by=g.user)

    if not form.submit(change):
        return _rescheduling(task, form)
    if form.given:
        toasts.say(f"已转交{form.chosen.name}", undo=url_for("reassignments.undo", id=form.given.id))
    return htmx.go(_back_to(task))


def _shown(task: Task):
    """The row where it was ticked: a worklist row, or the customer page's steps, where it stays until
    the page is loaded anew."""
    if not htmx.htmx:
        return htmx.go(_back_to(task))
    if (htmx.htmx.target or "").startswith("row-"):
        worklist = worklist_asked()
        tally, row = worklist.tally(), worklist.step(task.id)
        late = tally.overdue if worklist.of is None else Worklist(g.user).late()
        shown = {"row": row, "worklist": worklist, "tally": tally, "late": late}
        return htmx.fragment("worklist/_ticked.html", event="task-changed", **shown)
    customer = task.customer
    shown = {"customer": customer, "eyes": Eyes.of(g.user, customer), "timeline": Timeline(customer, request.form)}
    return htmx.fragment("tasks/_ticked.html", step=task.shown(g.user), event="task-changed", **shown)


def _back_to(task: Task) -> str:
    return back_to(url_for("customers.show", number=task.customer.number))


def _form(customer: Customer, form: TaskForm):
    return htmx.dialog("tasks/_form.html", "加下一步", customer=customer, form=form)


def _rescheduling(task: Task, form: ReschedulingForm):
    return htmx.dialog("tasks/_rescheduling.html", "改期", task=task, eyes=Eyes.of(g.user, task.customer), form=form)


def _own(id: int) -> Task:
    task = _find(id)
    task.require_doer(g.user)
    return task


def _find(id: int) -> Task:
    return find(Task, id, Task.responsible)
