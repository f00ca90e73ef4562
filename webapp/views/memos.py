from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.memos import MemoForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.memo import Memo
from webapp.models.user import User
from webapp.views.finding import find, find_customer
from webapp.views.notices import dealt_with
from webapp.views.parts import Act, Part, shown
from webapp.views.worklist import back_to

blueprint = Blueprint("memos", __name__)
part = Part("memos", "备忘与批示", place=10, act=Act("写一条", "memos/new", "plus"), may=User.works_on)


@blueprint.get("/customers/<number>/memos")
def index(number: str):
    customer = find_customer(number)
    return shown(part, customer, "memos/_part.html", memos=Memo.listed(customer), eyes=Eyes.of(g.user, customer))


@blueprint.get("/customers/<number>/memos/new")
def new(number: str):
    customer = find_customer(number, Memo.require_writer)
    return _form(customer, MemoForm.of(customer, g.user))


@blueprint.post("/customers/<number>/memos")
def create(number: str):
    customer = find_customer(number, Memo.require_writer)
    form = MemoForm.of(customer, g.user)
    if not form.submit(lambda: Memo.write(customer, form.kind.data, form.body.data, by=g.user)):
        return _form(customer, form)
    return htmx.go(url_for("customers.show", number=number))


@blueprint.post("/memos/<int:id>/acknowledgement")
def acknowledge(id: int):
    memo = find(Memo, id)
    memo.acknowledge(by=g.user)
    return dealt_with(back_to(url_for("customers.show", number=memo.customer.number)))


def _form(customer: Customer, form: MemoForm):
    return htmx.dialog("memos/_form.html", "备忘与批示", customer=customer, form=form)
