from urllib.parse import urlsplit

from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.database import transaction
from webapp.forms.tasks import ReschedulingForm, TaskForm
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.task import Task
from webapp.screens.timeline import Timeline
from webapp.screens.worklist import Worklist
from webapp.views import toasts, withdrawals
from webapp.views.finding import find, find_customer
from webapp.views.worklist import worklist_asked

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
    def change() -> None:
        task.reschedule(form.due_on.data, form.reason.data or "", by=g.user)
        task.reassign(form.chosen, by=g.user)

    if not form.submit(change):
        return _rescheduling(task, form)
    return htmx.go(_back_to(task))


@blueprint.get("/tasks/<int:id>/voiding/new")
def ask_voiding(id: int):
    return _voiding(_own(id), WithdrawalForm())


@blueprint.post("/tasks/<int:id>/voiding")
def void(id: int):
    task, form = _own(id), WithdrawalForm()
    if not form.submit(lambda: task.void(form.reason.data, by=g.user)):
        return _voiding(task, form)
    if withdrawals.is_from_card():
        return withdrawals.done(task.customer, "这一步已作废")
    toasts.say("这一步已作废")
    return htmx.go(_back_to(task))


@blueprint.delete("/tasks/<int:id>/voiding")
@blueprint.post("/tasks/<int:id>/voiding/reversal")
def reinstate(id: int):
    task = _find(id)
    task.reinstate(by=g.user)
    return _shown(task)


def _voiding(task: Task, form: WithdrawalForm):
    eyes, action = Eyes.of(g.user, task.customer), url_for("tasks.void", id=task.id)
    what = f"{eyes.text(task.action)}：不用做了，也不算完成；表上不再打印。可以撤销。"
    return withdrawals.ask(action, "作废这一步", task.customer, form, what=what, words="作废")


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
    here = urlsplit(request.referrer or "")
    if here.netloc == request.host and here.path in (url_for("worklist.index"), url_for("worklist.done")):
        return f"{here.path}?{here.query}" if here.query else here.path
    return url_for("customers.show", number=task.customer.number)


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
