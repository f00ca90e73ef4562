"""协同 (R-COOP): who was asked onto a customer."""

from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.collaborations import CollaborationForm
from webapp.models.collaboration import Collaboration
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.user import User
from webapp.screens.collaborations import of_customer
from webapp.views import cards, toasts
from webapp.views.finding import find, find_customer
from webapp.views.parts import Act, Part, shown
from webapp.views.sending import once

blueprint = Blueprint("collaborations", __name__)
part = Part("collaborations", "协同", place=80, act=Act("请人", "collaborations/new", "handshake"), may=User.keeps)


@blueprint.get("/customers/<number>/collaborations")
def index(number: str):
    customer = find_customer(number)
    told = {"eyes": Eyes.of(g.user, customer), "helpers": of_customer(customer=customer.id)}
    return shown(part, customer, "collaborations/_part.html", may=g.user.keeps(customer), **told)


@blueprint.get("/customers/<number>/collaborations/new")
def new(number: str):
    customer = find_customer(number, Customer.require_inviter)
    return _ask(customer, CollaborationForm.of(customer))


@blueprint.post("/customers/<number>/collaborations")
def create(number: str):
    customer = find_customer(number, Customer.require_inviter)
    form = CollaborationForm.of(customer)

    def ask_on() -> Collaboration:
        return customer.ask_on(form.chosen, form.reason.data, by=g.user)

    if not form.submit(once(form, Collaboration, ask_on)):
        return _ask(customer, form)
    return cards.opened(customer, part.path, f"已请{form.given.user.name}协同")


@blueprint.post("/collaborations/<int:id>/ending")
def end(id: int):
    """Whoever leaves by themselves may not see the customer any more."""
    collaboration = find(Collaboration, id, Collaboration.user)
    customer, person = collaboration.customer, collaboration.user
    customer.take_off(collaboration, by=g.user)
    words = f"{person.name}不再协同"
    if person.id != g.user.id:
        return cards.opened(customer, part.path, words)
    toasts.say(words)
    return htmx.go(url_for("customers.index"))


def _ask(customer: Customer, form: CollaborationForm):
    return htmx.dialog("collaborations/_form.html", "请人协同", customer=customer, form=form)
