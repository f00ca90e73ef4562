"""核对: another look found the file right, and how (R-VERIFY)."""

from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.verifications import VerificationForm
from webapp.models.customer import Customer
from webapp.views import toasts
from webapp.views.finding import find_customer
from webapp.views.worklist import back_to, worklist_asked

blueprint = Blueprint("verifications", __name__, url_prefix="/customers/<number>/verification")


@blueprint.get("/new")
def new(number: str):
    return _form(find_customer(number, Customer.require_verifier), VerificationForm())


@blueprint.post("")
def create(number: str):
    """On the card, or on the worklist, where the customer leaves the files that are due."""
    customer, form = find_customer(number, Customer.require_verifier), VerificationForm()
    if not form.submit(lambda: customer.verify(form.how.data, by=g.user)):
        return _form(customer, form)
    if htmx.htmx and back_to(""):
        worklist = worklist_asked()
        told = {"customer": customer, "worklist": worklist, "files": worklist.files()}
        return htmx.fragment("worklist/_verified.html", event="dialog-close", **told)
    toasts.say("已核对")
    return htmx.go(back_to(url_for("customers.show", number=number)))


def _form(customer: Customer, form: VerificationForm):
    action = url_for("verifications.create", number=customer.number)
    return htmx.dialog("verifications/_form.html", "核对资料", customer=customer, form=form, action=action)
