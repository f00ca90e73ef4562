from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.database import transaction
from webapp.errors import DomainError, NotAllowed
from webapp.forms.tasks import ReschedulingForm, TaskForm
from webapp.models.customer import Customer
from webapp.models.task import Task
from webapp.models.user import User
from webapp.screens.worklist import Worklist
from webapp.views import find_customer, get_or_404

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/customers/<number>/tasks/new")
def new(number: str):
    customer = _workable(number)
    return _form(customer, TaskForm.of(customer, g.user))


@blueprint.post("/customers/<number>/tasks")
def create(number: str):
    customer = _workable(number)
    form = TaskForm.of(customer, g.user)
    if not form.validate():
        return _form(customer, form, 422)
    try:
        Task.plan(customer, form.action.data, form.due_on.data, responsible=form.chosen, by=g.user)
    except DomainError as refusal:
        form.refuse(refusal)
        return _form(customer, form, refusal.status)
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
    if not form.validate():
        return _rescheduling(task, form, 422)
    try:
        with transaction():
            task.reschedule(form.due_on.data, form.reason.data or "", by=g.user)
            task.reassign(form.chosen, by=g.user)
    except DomainError as refusal:
        form.refuse(refusal)
        return _rescheduling(task, form, refusal.status)
    return htmx.go(_back_to(task))


def _shown(task: Task):
    """The row where it was ticked: a worklist row, or the customer page's steps."""
    if not htmx.htmx:
        return htmx.go(_back_to(task))
    if (htmx.htmx.target or "").startswith("row-"):
        return htmx.fragment("worklist/_row.html", row=Worklist(g.user).step(task.id), event="task-changed")
    customer = task.customer
    steps, open_ = Task.listed(customer), g.user.works_on(customer)
    return htmx.fragment("tasks/_steps.html", number=customer.number, steps=steps, open=open_, event="task-changed")


def _back_to(task: Task) -> str:
    if (request.referrer or "").rstrip("/") == request.host_url.rstrip("/"):
        return url_for("worklist.index")
    return url_for("customers.show", number=task.customer.number)


def _form(customer: Customer, form: TaskForm, status: int = 200):
    return htmx.answer("tasks/new.html", "tasks/_form.html", status=status, customer=customer, form=form)


def _rescheduling(task: Task, form: ReschedulingForm, status: int = 200):
    return htmx.answer("tasks/rescheduling.html", "tasks/_rescheduling.html", status=status, task=task, form=form)


def _workable(number: str) -> Customer:
    customer = find_customer(number)
    if not g.user.can_follow_up(customer):
        raise NotAllowed("下一步由负责人、分站负责人和协同人安排")
    return customer


def _own(id: int) -> Task:
    task = _find(id)
    if not task.may_be_done_by(g.user):
        raise NotAllowed("这一步由负责人处理")
    return task


def _find(id: int) -> Task:
    tasks = Task.select(Task, Customer, User).join(Customer).switch(Task).join(User, on=Task.responsible)
    return get_or_404(tasks.where(g.user.scope(Customer)), Task.id == id)
