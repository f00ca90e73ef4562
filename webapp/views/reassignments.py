from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.models.customer import Customer
from webapp.models.task import Task
from webapp.models.task.arrangeable import Reassignment
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.worklist import back_to

blueprint = Blueprint("reassignments", __name__)


@blueprint.post("/reassignments/<int:id>/reversal")
def undo(id: int):
    """撤销 of a step that was just handed on."""
    handed = _find(id)
    handed.undo(by=g.user)
    toasts.say("转交已撤销")
    return htmx.go(back_to(url_for("customers.show", number=handed.task.customer.number)))


def _find(id: int) -> Reassignment:
    handed = Reassignment.select(Reassignment, Task, Customer).join(Task).join(Customer)
    return get_or_404(handed.where(g.user.scope(Customer)), Reassignment.id == id)
