from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.errors import Stale
from webapp.formatting import dated
from webapp.forms.tasks import EachReschedulingForm, PauseForm, ReassignmentForm, ReschedulingForm, TaskForm
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.customer import Customer
from webapp.models.eyes import WHOLE, Eyes
from webapp.models.task import BARE, Task
from webapp.screens.next_days import OTHER, Day, asked_of, days_for, put_off_to
from webapp.screens.timeline import Timeline
from webapp.views import cards, toasts, withdrawals
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

    if not form.submit(once(Task, plan)):
        return _form(customer, form, days_for(customer))
    return _promised(customer)


@blueprint.get("/customers/<number>/pauses/new")
def pausing(number: str):
    return _pause(find_customer(number, Task.require_pauser), PauseForm())


@blueprint.post("/customers/<number>/pauses")
def pause(number: str):
    """无需再跟进 until some day (R-PROMISE)."""
    customer, form = find_customer(number, Task.require_pauser), PauseForm()

    def stop() -> Task:
        return Task.pause(customer, form.pause_reason.data, form.pause_until.data, by=g.user)

    if not form.submit(once(Task, stop)):
        return _pause(customer, form)
    return htmx.go(_back_to(customer))


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
    _, chosen = put_off_to(task.due_on)
    due_on = task.due_on if chosen == OTHER else None
    return _rescheduling(task, ReschedulingForm.of(task.customer, task.responsible, when=chosen, due_on=due_on))


@blueprint.post("/tasks/<int:id>/rescheduling")
def reschedule(id: int):
    task = _own(id)
    return _arrange(task, ReschedulingForm.of(task.customer, task.responsible))


@blueprint.get("/tasks/<int:id>/reassignment")
def reassigning(id: int):
    task = _own(id)
    _, chosen = put_off_to(task.due_on)
    return _rescheduling(task, ReassignmentForm.to_another(task.customer, task.responsible, when=chosen))


@blueprint.post("/tasks/<int:id>/reassignment")
def reassign(id: int):
    """改派: what is overdue for long is somebody else's now, by a new day (R-ESCALATE)."""
    task = _own(id)
    return _arrange(task, ReassignmentForm.to_another(task.customer, task.responsible))


@blueprint.get("/worklist/rescheduling")
def all_rescheduling():
    _, chosen = put_off_to(None)
    return _all_rescheduling(EachReschedulingForm(when=chosen))


@blueprint.post("/worklist/rescheduling")
def reschedule_all():
    """全部改期: what is overdue goes on to working days to come, so many a day."""
    form = EachReschedulingForm()

    def change() -> None:
        tasks = worklist_asked().overdue_tasks()
        Task.put_off_all(tasks, form.day, form.per_day.data, form.reason.data or "", by=g.user)

    if not form.submit(change):
        return _all_rescheduling(form)
    toasts.say("逾期的都改期了")
    return htmx.go(url_for("worklist.index", **worklist_asked().standing))


@blueprint.get("/tasks/<int:id>/voiding/new")
def ask_voiding(id: int):
    return _voiding(_own(id), WithdrawalForm())


@blueprint.post("/tasks/<int:id>/voiding")
def void(id: int):
    task, form = _own(id), WithdrawalForm()
    if not form.submit(lambda: task.void(form.reason.data, by=g.user)):
        return _voiding(task, form)
    if cards.is_asked_from():
        return cards.anew(task.customer, "这一步已作废")
    toasts.say("这一步已作废")
    return htmx.go(_back_to(task.customer))


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
    customer = task.customer
    if not htmx.htmx:
        return htmx.go(_back_to(customer))
    shown = {"customer": customer, "asks": asked_of(customer, g.user)}
    if (htmx.htmx.target or "").startswith("row-"):
        worklist = worklist_asked()
        shown |= {"row": worklist.step(task.id), **worklist.figures(g.user)}
        return htmx.fragment("worklist/_ticked.html", event="task-changed", **shown)
    shown |= {"eyes": Eyes.of(g.user, customer), "timeline": Timeline(customer, request.form)}
    return htmx.fragment("tasks/_ticked.html", step=task.shown(g.user), event="task-changed", **shown)


def _promised(customer: Customer):
    """What a promise changes where it was asked for: the customer page's steps, or the worklist."""
    target = (htmx.htmx and htmx.htmx.target) or ""
    if target == "steps":
        steps = {"number": customer.number, "steps": Task.listed(customer, g.user), "eyes": WHOLE, "asks": ()}
        return htmx.fragment("tasks/_promised.html", event="task-changed", **steps)
    if target == "toasts":
        return htmx.fragment("tasks/_told.html", customer=customer, event="task-changed")
    if target.startswith("promise-"):
        shown = {"customer": customer, "target": target, **worklist_asked().figures(g.user)}
        return htmx.fragment("worklist/_promised.html", event="task-changed", **shown)
    return htmx.go(_back_to(customer))


def _back_to(customer: Customer) -> str:
    return back_to(url_for("customers.show", number=customer.number))


def _form(customer: Customer, form: TaskForm, days: list[Day]):
    return htmx.dialog("tasks/_form.html", "加下一步", customer=customer, form=form, days=days)


def _pause(customer: Customer, form: PauseForm):
    return htmx.dialog("tasks/_pause.html", "无需再跟进", customer=customer, form=form)


def _arrange(task: Task, form: ReschedulingForm):
    seen = form.standing.data or None
    if not form.submit(lambda: task.arrange(form.day, form.chosen, form.reason.data or "", by=g.user, standing=seen)):
        return _rescheduling(_own(task.id) if form.http_status == Stale.status else task, form)
    if form.given:
        toasts.say(f"已转交{form.chosen.name}", undo=url_for("reassignments.undo", id=form.given.id))
    else:
        toasts.say(f"已改到 {dated(form.day)}")
    return htmx.go(_back_to(task.customer))


def _rescheduling(task: Task, form: ReschedulingForm):
    days, _ = put_off_to(task.due_on)
    reassign = isinstance(form, ReassignmentForm)
    shown = {"task": task, "eyes": Eyes.of(g.user, task.customer), "days": days, "reassign": reassign}
    return htmx.dialog("tasks/_rescheduling.html", "改派" if reassign else "改期", form=form, **shown)


def _all_rescheduling(form: EachReschedulingForm):
    worklist = worklist_asked()
    days, _ = put_off_to(None)
    shown = {"worklist": worklist, "count": len(worklist.overdue_tasks()), "days": days}
    return htmx.dialog("tasks/_all_rescheduling.html", "全部改期", form=form, **shown)


def _own(id: int) -> Task:
    task = _find(id)
    task.require_doer(g.user)
    return task


def _find(id: int) -> Task:
    return find(Task, id, Task.responsible)
