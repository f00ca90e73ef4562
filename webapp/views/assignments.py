"""更换负责人: of one customer, of those picked from the list, of all that its filters leave."""

from flask import Blueprint, abort, g, render_template, request, url_for

from webapp import htmx
from webapp.errors import DomainError
from webapp.forms.assignments import AssignmentForm
from webapp.models.assignment import Assignment
from webapp.models.customer import Customer
from webapp.screens.assignments import AssignmentPage, visible_assignments
from webapp.screens.picked import Picked
from webapp.views import toasts
from webapp.views.finding import find_customer, get_or_404
from webapp.views.sending import once

blueprint = Blueprint("assignments", __name__)


@blueprint.get("/customers/<number>/assignment/new")
def new_of_one(number: str):
    customer = _find_own(number)
    return _ask_of_one(customer, AssignmentForm.of(g.user, but=customer.owner_id))


@blueprint.post("/customers/<number>/assignments")
def create_of_one(number: str):
    customer = _find_own(number)
    form = AssignmentForm.of(g.user, but=customer.owner_id)
    one = Customer.select().where(Customer.id == customer.id)
    if not form.submit(once(form, Assignment, lambda: _assign(one, form))):
        return _ask_of_one(customer, form)
    _say(form)
    return htmx.go(url_for("customers.show", number=number))


@blueprint.get("/assignments/new")
def new():
    picked = Picked(g.user, request.args)
    if picked.is_any and not picked.count:
        abort(404)
    Assignment.require_assigner(g.user)
    if not picked.is_any:
        raise DomainError("请先勾选客户")
    return _ask(picked, AssignmentForm.of(g.user))


@blueprint.post("/assignments")
def create():
    Assignment.require_assigner(g.user)
    picked, form = Picked.sent(g.user, request.form.get("picked", "")), AssignmentForm.of(g.user)

    def assign() -> Assignment:
        if request.form.get("count", type=int) != picked.count:
            raise DomainError(f"名单刚刚变了，现在是 {picked.count} 位，请看过再换")
        return _assign(picked.query, form)

    if not form.submit(once(form, Assignment, assign)):
        return _ask(picked, form)
    _say(form)
    return htmx.go(url_for("customers.index", owner=form.given.to_user_id))


@blueprint.get("/assignments/<int:id>")
def show(id: int):
    return render_template("assignments/show.html", page=AssignmentPage(_find(id), g.user))


@blueprint.post("/assignments/<int:id>/reversal")
def undo(id: int):
    assignment = _find(id)
    kept = assignment.undo(by=g.user)
    toasts.say(f"已撤销，{kept} 位后来又有变动，没有动" if kept else "已撤销，客户和下一步都还给原来的负责人")
    return htmx.go(url_for("assignments.show", id=id))


def _assign(customers, form: AssignmentForm) -> Assignment:
    return Assignment.make(customers, form.chosen, form.reason.data, by=g.user)


def _say(form: AssignmentForm) -> None:
    made = form.given
    toasts.say(f"{made.count} 位客户已归{made.to_user.name}负责", undo=url_for("assignments.undo", id=made.id))


def _ask_of_one(customer: Customer, form: AssignmentForm):
    shown = {"action": url_for("assignments.create_of_one", number=customer.number), "about": customer.name}
    shown["place"] = url_for("customers.show", number=customer.number)
    return htmx.dialog("assignments/_form.html", "更换负责人", form=form, sent=[], **shown)


def _ask(picked: Picked, form: AssignmentForm):
    names = "、".join(picked.names)
    about = f"{names}等 {picked.count} 位客户" if picked.count > len(picked.names) else names or "没有选中客户"
    shown = {"action": url_for("assignments.create"), "about": about, "place": url_for("customers.index")}
    sent = [("picked", picked.said), ("count", picked.count)]
    return htmx.dialog("assignments/_form.html", "更换负责人", form=form, sent=sent, **shown)


def _find_own(number: str) -> Customer:
    return find_customer(number, lambda customer, user: Assignment.require_assigner(user, customer))


def _find(id: int) -> Assignment:
    return get_or_404(visible_assignments(g.user), Assignment.id == id)
