from flask import Blueprint, g

from webapp import htmx
from webapp.forms.tasks import ReassignmentForm
from webapp.models.customer import Customer
from webapp.models.task import Task
from webapp.models.task.arrangeable import Reassignment
from webapp.screens.next_days import put_off_to
from webapp.views import reschedulings, toasts
from webapp.views.finding import get_or_404
from webapp.views.tasks import find_own, where_it_was_asked

blueprint = Blueprint("reassignments", __name__)


@blueprint.get("/tasks/<int:id>/reassignment")
def new(id: int):
    task = find_own(id)
    _, chosen = put_off_to(task.due_on)
    return reschedulings.ask(task, ReassignmentForm.to_another(task.customer, task.responsible, when=chosen))


@blueprint.post("/tasks/<int:id>/reassignment")
def create(id: int):
    """改派: what is overdue for long is somebody else's now, by a new day (R-ESCALATE)."""
    task = find_own(id)
    return reschedulings.arrange(task, ReassignmentForm.to_another(task.customer, task.responsible))


@blueprint.post("/reassignments/<int:id>/reversal")
def undo(id: int):
    """撤销 of a step that was just handed on."""
    handed = _find(id)
    handed.undo(by=g.user)
    toasts.say("转交已撤销")
    return htmx.go(where_it_was_asked(handed.task.customer))


def _find(id: int) -> Reassignment:
    handed = Reassignment.select(Reassignment, Task, Customer).join(Task).join(Customer)
    return get_or_404(handed.where(g.user.scope(Customer)), Reassignment.id == id)
