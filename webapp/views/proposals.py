"""资料重大变更 that waits to be worded: key facts of the file have changed (R-MEMO)."""

from flask import Blueprint, abort, g, url_for

from webapp import htmx
from webapp.forms.memos import MemoCorrectionForm
from webapp.models.customer import Customer
from webapp.models.proposal import Proposal
from webapp.views import cards
from webapp.views.finding import find_customer

blueprint = Blueprint("proposals", __name__, url_prefix="/customers/<number>/proposal")


@blueprint.get("/edit")
def edit(number: str):
    customer, proposal = _waiting(number)
    return _form(customer, MemoCorrectionForm(body=proposal.text))


@blueprint.post("")
def update(number: str):
    customer, _ = _waiting(number)
    form = MemoCorrectionForm()
    if not form.submit(lambda: Proposal.word(customer, form.body.data, by=g.user)):
        return _form(customer, form)
    return cards.page(customer, "已记为资料重大变更")


@blueprint.post("/dismissal")
def dismiss(number: str):
    customer = find_customer(number, Proposal.require_worder)
    Proposal.dismiss(customer, by=g.user)
    return cards.page(customer, "好的，不记为重大变更")


def _waiting(number: str) -> tuple[Customer, Proposal]:
    customer = find_customer(number, Proposal.require_worder)
    return customer, Proposal.of(customer) or abort(404)


def _form(customer: Customer, form: MemoCorrectionForm):
    action = url_for("proposals.update", number=customer.number)
    return htmx.dialog("proposals/_form.html", "资料重大变更", customer=customer, form=form, action=action)
