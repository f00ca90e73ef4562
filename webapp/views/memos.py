from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.database import row_id
from webapp.errors import Stale
from webapp.forms.memos import MemoCorrectionForm, MemoForm
from webapp.forms.moves import UNSEEN
from webapp.models.customer import Customer
from webapp.models.memo import Memo
from webapp.views import cards, withdrawals
from webapp.views.corrections import serve_history
from webapp.views.finding import find, find_customer
from webapp.views.notices import dealt_with
from webapp.views.sending import once
from webapp.views.worklist import back_to

blueprint = Blueprint("memos", __name__)


@blueprint.get("/customers/<number>/memos/new")
def new(number: str):
    customer = find_customer(number, Memo.require_writer)
    return _form(customer, MemoForm.of(customer, g.user))


@blueprint.post("/customers/<number>/memos")
def create(number: str):
    customer = find_customer(number, Memo.require_writer)
    form = MemoForm.of(customer, g.user)

    def write() -> Memo:
        return Memo.write(customer, form.kind.data, form.body.data, by=g.user)

    if not form.submit(once(form, Memo, write)):
        return _form(customer, form)
    return htmx.go(url_for("customers.show", number=number))


@blueprint.get("/memos/<int:id>/edit")
def edit(id: int):
    memo = _own(id)
    return _correction(memo, MemoCorrectionForm(body=memo.body))


@blueprint.post("/memos/<int:id>")
def update(id: int):
    memo, form = _own(id), MemoCorrectionForm()
    version = request.form.get("version", UNSEEN, type=row_id)
    if not form.submit(lambda: memo.correct(form.body.data, version=version, by=g.user)):
        return _correction(find(Memo, id) if form.http_status == Stale.status else memo, form)
    return cards.anew(memo.customer, "更正已存下")


serve_history(blueprint, Memo, "/memos")


@blueprint.post("/memos/<int:id>/acknowledgement")
def acknowledge(id: int):
    memo = find(Memo, id)
    memo.acknowledge(version=request.args.get("version", type=row_id), by=g.user)
    return dealt_with(back_to(url_for("customers.show", number=memo.customer.number)))


TAKEN_BACK = "以后的表上不再打印，后面的重新编号。已经打印的表不变。"
withdrawals.serve(blueprint, Memo, "/memos", lambda memo: (memo.label, TAKEN_BACK))


def _form(customer: Customer, form: MemoForm):
    return htmx.dialog("memos/_form.html", "备忘与批示", customer=customer, form=form)


def _correction(memo: Memo, form: MemoCorrectionForm):
    return htmx.dialog("memos/_edit.html", "更正", memo=memo, customer=memo.customer, form=form)


def _own(id: int) -> Memo:
    """The form holds the unmasked text: it is for the author alone."""
    memo = find(Memo, id)
    memo.require_author(g.user)
    return memo
