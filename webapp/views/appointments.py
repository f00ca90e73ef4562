"""客户成功经理 of a customer of the first grade (R-CARE)."""

from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.appointments import AppointmentForm
from webapp.models.customer import Customer
from webapp.models.user import User
from webapp.views import cards
from webapp.views.finding import find_customer

blueprint = Blueprint("appointments", __name__, url_prefix="/customers/<number>/appointment")


@blueprint.get("/edit")
def edit(number: str):
    customer = find_customer(number, Customer.require_appointer)
    return _ask(customer, AppointmentForm.of(customer, g.user))


@blueprint.post("")
def update(number: str):
    customer = find_customer(number, Customer.require_appointer)
    form = AppointmentForm.of(customer, g.user)

    def appoint() -> None:
        customer.appoint(form.person.data and User.get_or_none(User.id == form.person.data), by=g.user)

    if not form.submit(appoint):
        return _ask(customer, form)
    return cards.page(customer, "客户成功经理已指定" if form.person.data else "不再有客户成功经理")


def _ask(customer: Customer, form: AppointmentForm):
    action = url_for("appointments.update", number=customer.number)
    return htmx.dialog("appointments/_form.html", "客户成功经理", customer=customer, form=form, action=action)
