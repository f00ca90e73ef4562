"""合并 (R-BIN): two files of the same customer become one."""

from flask import Blueprint, abort, g, render_template, request, url_for

from webapp import htmx
from webapp.errors import DomainError
from webapp.forms.mergers import OtherForm, merger_form, theirs
from webapp.models.customer import Customer
from webapp.models.merger import Merger
from webapp.models.organisation import Branch
from webapp.screens.mergers import Comparison, similar_to
from webapp.views import toasts
from webapp.views.finding import find_customer, get_or_404
from webapp.views.sending import once

blueprint = Blueprint("mergers", __name__)


@blueprint.get("/customers/<number>/merger/new")
def new(number: str):
    """Which other; then what of either holds."""
    customer = find_customer(number, Merger.require_merger)
    if "with" not in request.args:
        return _ask(customer, OtherForm(formdata=None))
    form = OtherForm(formdata=None, number=request.args["with"][:40].strip())
    other = _other(customer, form)
    return _compare(customer, other) if other else _ask(customer, form)


@blueprint.post("/customers/<number>/mergers")
def create(number: str):
    customer = find_customer(number, Merger.require_merger)
    other = _other(customer, OtherForm(formdata=None, number=request.form.get("with", "")[:40])) or abort(404)
    comparison = Comparison(customer, other)
    form = merger_form(comparison)

    def merge() -> Merger:
        return Merger.merge(customer, other, theirs(form), by=g.user)

    if not form.submit(once(form, Merger, merge)):
        return _compare(customer, other, form)
    toasts.say(f"{other.number} 已并入 {customer.number}", undo=url_for("mergers.undo", id=form.given.id))
    return htmx.go(url_for("customers.show", number=customer.number))


@blueprint.post("/mergers/<int:id>/reversal")
def undo(id: int):
    rows = Merger.select().join(Branch).where(Merger.branch == (g.user.branch_id if g.user.can_assign else 0))
    kept, gone = get_or_404(rows, Merger.id == id).undo(by=g.user)
    toasts.say(f"合并已撤销：{kept.number} 和 {gone.number} 又是两位客户")
    return htmx.go(url_for("customers.show", number=kept.number))


def _other(customer: Customer, form: OtherForm) -> Customer | None:
    """The customer of that number; None, with what is wrong beside it, where there is none to merge with."""
    number = form.number.data or ""
    rows = Customer.visible_to(g.user).where(Customer.branch == customer.branch_id, Customer.id != customer.id)
    other = rows.where(Customer.number == number).first() if number.isprintable() else None
    if other is None:
        form.refuse(DomainError("本分站没有另一位这个编号的客户", "number"))
    return other


def _ask(customer: Customer, form: OtherForm):
    told = {"customer": customer, "form": form, "similar": similar_to(customer, g.user)}
    return render_template("mergers/new.html", comparison=None, **told), form.http_status


def _compare(customer: Customer, other: Customer, form=None):
    comparison = Comparison(customer, other)
    form = form or merger_form(comparison)
    told = {"customer": customer, "form": form, "similar": ()}
    return render_template("mergers/new.html", comparison=comparison, **told), form.http_status
