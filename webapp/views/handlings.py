"""What is done about a complaint: it is answered, solved, and the customer called back."""

from flask import Blueprint, abort, g, request, url_for

from webapp import htmx
from webapp.forms.complaints import FORMS, HandlingForm
from webapp.models.complaint import Complaint
from webapp.models.complaint.clocks import Clock
from webapp.models.complaint.handling import Handling
from webapp.models.customer import Customer
from webapp.views import toasts, withdrawals
from webapp.views.complaints import pages
from webapp.views.finding import find
from webapp.views.sending import once
from webapp.views.worklist import back_to

blueprint = Blueprint("handlings", __name__)


@blueprint.get("/complaints/<int:id>/handlings/new")
def new(id: int):
    complaint = _own(id)
    return _ask(complaint, _form(complaint))


@blueprint.post("/complaints/<int:id>/handlings")
def create(id: int):
    complaint = _own(id)
    form = _form(complaint)
    if not form.submit(once(form, Handling, lambda: form.handle(complaint, by=g.user))):
        return _ask(complaint, form)
    return _answer(complaint.customer, f"{form.kind.label}已记下")


def _own(id: int) -> Complaint:
    complaint = find(Complaint, id)
    complaint.require_handler(g.user)
    return complaint


def _form(complaint: Complaint) -> HandlingForm:
    """That of what is asked for; by itself of what is waited for."""
    kind = request.values.get("kind") or complaint.clock or Clock.CALL_BACK
    return FORMS[kind]() if kind in FORMS else abort(404)


def _answer(customer: Customer, message: str):
    """The worklist where it was asked for there, else the card with the complaints open."""
    here = back_to("")
    if not here:
        return pages.answer(customer, message)
    toasts.say(message)
    return htmx.go(here)


def _ask(complaint: Complaint, form: HandlingForm):
    told = {"complaint": complaint, "customer": complaint.customer, "form": form}
    action = url_for("handlings.create", id=complaint.id)
    return htmx.dialog("complaints/_handling.html", f"投诉{form.kind.label}", action=action, **told)


WHAT = "时钟回到这一步之前；写过什么留在时间线里。"
withdrawals.serve(blueprint, Handling, "/handlings", lambda row: (Clock(row.kind).label, WHAT), pages.answer)
