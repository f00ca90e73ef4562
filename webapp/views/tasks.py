from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.forms.tasks import TaskForm
from webapp.models.customer import Customer
from webapp.models.eyes import WHOLE, Eyes
from webapp.models.task import BARE, Task
from webapp.screens.next_days import OTHER, Day, asked_of, days_for
from webapp.screens.timeline import Timeline
from webapp.views.finding import find, find_customer
from webapp.views.sending import once
from webapp.views.worklist import back_to, worklist_asked

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/customers/<number>/tasks/new")
def new(number: str):
    customer = find_customer(number, Task.require_planner)
    days = days_for(customer)
    chosen = OTHER if request.args.get("when") == OTHER else days[-1].value
    return _form(customer, TaskForm.of(customer, g.user, when=chosen), days)


@blueprint.post("/customers/<number>/tasks")
def create(number: str):
    customer = find_customer(number, Task.require_planner)
    form = TaskForm.of(customer, g.user)

    def plan() -> Task:
        return Task.plan(customer, form.action.data or BARE, form.day, responsible=form.chosen, by=g.user)

    if not form.submit(once(form, Task, plan)):
        return _form(customer, form, days_for(customer))
    return _promised(customer)


@blueprint.post("/tasks/<int:id>/completion")
def complete(id: int):
    task = find_task(id)
    task.complete(by=g.user)
    return shown(task)


@blueprint.delete("/tasks/<int:id>/completion")
@blueprint.post("/tasks/<int:id>/completion/reversal")
def reopen(id: int):
    task = find_task(id)
    task.reopen(by=g.user)
    return shown(task)


def find_task(id: int) -> Task:
    """The step with its customer and whose it is."""
    return find(Task, id, Task.responsible)


def find_own(id: int) -> Task:
    """A step that is this person's to deal with."""
    task = find_task(id)
    task.require_doer(g.user)
    return task


def shown(task: Task):
    """The row where it was ticked: a worklist row, or the customer page's steps, where it stays until
    the page is loaded anew."""
    customer = task.customer
    if not htmx.htmx:
        return htmx.go(where_it_was_asked(customer))
    context = {"customer": customer, "asks": asked_of(customer, g.user)}
    if (htmx.htmx.target or "").startswith("row-"):
        worklist = worklist_asked()
        context |= {"row": worklist.step(task.id), **worklist.figures(g.user)}
        return htmx.fragment("worklist/_ticked.html", event="task-changed", **context)
    context |= {"eyes": Eyes.of(g.user, customer), "timeline": Timeline(customer, request.form)}
    return htmx.fragment("tasks/_ticked.html", step=task.shown(g.user), event="task-changed", **context)


def where_it_was_asked(customer: Customer) -> str:
    """The address of the page from which something was done with a step: a worklist, or the customer's card."""
    return back_to(url_for("customers.show", number=customer.number))


def _promised(customer: Customer):
    """What a promise changes where it was asked for: the customer page's steps, or the worklist."""
    target = (htmx.htmx and htmx.htmx.target) or ""
    if target == "steps":
        steps = {"number": customer.number, "steps": Task.listed(customer, g.user), "eyes": WHOLE, "asks": ()}
        return htmx.fragment("tasks/_promised.html", event="task-changed", **steps)
    if target == "toasts":
        return htmx.fragment("tasks/_told.html", customer=customer, event="task-changed")
    if target.startswith("promise-"):
        context = {"customer": customer, "target": target, **worklist_asked().figures(g.user)}
        return htmx.fragment("worklist/_promised.html", event="task-changed", **context)
    return htmx.go(where_it_was_asked(customer))


def _form(customer: Customer, form: TaskForm, days: list[Day]):
    return htmx.dialog("tasks/_form.html", "加下一步", customer=customer, form=form, days=days)
