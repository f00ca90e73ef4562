"""回收站 (R-BIN): customers are put into it, put back, and gone for good."""

from flask import Blueprint, g, render_template, url_for

from webapp import htmx
from webapp.errors import NotAllowed
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.binned import Binned
from webapp.models.customer import Customer
from webapp.screens.binned import binned, visible_binned
from webapp.views import toasts
from webapp.views.finding import find_customer, get_or_404

blueprint = Blueprint("binned", __name__)


@blueprint.get("/binned")
def index():
    _require_keeper()
    return render_template("binned/index.html", rows=binned(g.user))


@blueprint.get("/customers/<number>/removal/new")
def new(number: str):
    return _ask(find_customer(number, Binned.require_remover), WithdrawalForm())


@blueprint.post("/customers/<number>/removal")
def create(number: str):
    customer, form = find_customer(number, Binned.require_remover), WithdrawalForm()
    if not form.submit(lambda: Binned.put(customer, form.reason.data, by=g.user)):
        return _ask(customer, form)
    toasts.say(f"{customer.name} 已移入回收站", undo=url_for("binned.restore", id=form.given.id))
    return htmx.go(url_for("binned.index"))


@blueprint.post("/binned/<int:id>/restoration")
def restore(id: int):
    customer = _find(id).restore(by=g.user)
    toasts.say(f"{customer.public_name} 已放回" + ("，在公海里" if customer.is_pooled else ""))
    place = "customers.show" if g.user.sees(customer) and not g.user.can_set else "binned.index"
    return htmx.go(url_for(place, **({"number": customer.number} if place == "customers.show" else {})))


@blueprint.post("/binned/<int:id>/purge")
def purge(id: int):
    row = _find(id)
    row.purge(by=g.user)
    toasts.say(f"{row.public_name} 已彻底删除")
    return htmx.go(url_for("binned.index"))


def _find(id: int) -> Binned:
    return get_or_404(visible_binned(g.user), Binned.id == id)


def _require_keeper() -> None:
    if not (g.user.can_assign or g.user.can_set):
        raise NotAllowed("回收站由分站负责人和管理员管理")


def _ask(customer: Customer, form: WithdrawalForm):
    return htmx.dialog("binned/_form.html", "移入回收站", form=form, customer=customer)
