from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.errors import DomainError, NotAllowed
from webapp.forms.memos import MemoForm
from webapp.models.customer import Customer
from webapp.models.memo import Memo
from webapp.views import find_customer, get_or_404

blueprint = Blueprint("memos", __name__)


@blueprint.get("/customers/<number>/memos/new")
def new(number: str):
    return _form(_workable(number), MemoForm.of(g.user))


@blueprint.post("/customers/<number>/memos")
def create(number: str):
    customer = _workable(number)
    form = MemoForm.of(g.user)
    if not form.validate():
        return _form(customer, form, 422)
    try:
        Memo.write(customer, form.kind.data, form.body.data, by=g.user)
    except DomainError as refusal:
        form.refuse(refusal)
        return _form(customer, form, refusal.status)
    return htmx.go(url_for("customers.show", number=number))


@blueprint.post("/memos/<int:id>/acknowledgement")
def acknowledge(id: int):
    memos = Memo.select(Memo, Customer).join(Customer).where(g.user.scope(Customer))
    memo = get_or_404(memos, Memo.id == id)
    memo.acknowledge(by=g.user)
    return htmx.go(url_for("customers.show", number=memo.customer.number))


def _workable(number: str) -> Customer:
    customer = find_customer(number)
    if not g.user.works_on(customer):
        raise NotAllowed("备忘由负责人、分站负责人和协同人填写")
    return customer


def _form(customer: Customer, form: MemoForm, status: int = 200):
    return htmx.answer("memos/new.html", "memos/_form.html", status=status, customer=customer, form=form)
