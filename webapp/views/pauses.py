from flask import Blueprint, g

from webapp import htmx
from webapp.forms.tasks import PauseForm
from webapp.models.customer import Customer
from webapp.models.task import Task
from webapp.views.finding import find_customer
from webapp.views.sending import once
from webapp.views.tasks import where_it_was_asked

blueprint = Blueprint("pauses", __name__)


@blueprint.get("/customers/<number>/pauses/new")
def new(number: str):
    return _form(find_customer(number, Task.require_pauser), PauseForm())


@blueprint.post("/customers/<number>/pauses")
def create(number: str):
    """无需再跟进 until some day (R-PROMISE)."""
    customer, form = find_customer(number, Task.require_pauser), PauseForm()

    def pause() -> Task:
        return Task.pause(customer, form.pause_reason.data, form.pause_until.data, by=g.user)

    if not form.submit(once(form, Task, pause)):
        return _form(customer, form)
    return htmx.go(where_it_was_asked(customer))


def _form(customer: Customer, form: PauseForm):
    return htmx.dialog("pauses/_form.html", "无需再跟进", customer=customer, form=form)
