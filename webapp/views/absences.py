"""请假: who is away, and who stands in for them."""

from flask import Blueprint, g, render_template, url_for

from webapp import htmx
from webapp.clock import today
from webapp.forms.absences import AbsenceForm
from webapp.models.absence import Absence
from webapp.screens.absences import absences, visible_absences
from webapp.views import toasts
from webapp.views.finding import get_or_404

blueprint = Blueprint("absences", __name__, url_prefix="/absences")


@blueprint.get("")
def index():
    return render_template("absences/index.html", absences=absences(g.user))


@blueprint.get("/new")
def new():
    return _ask(AbsenceForm.of(g.user, since=today()))


@blueprint.post("")
def create():
    form = AbsenceForm.of(g.user)

    def enter() -> Absence:
        days = form.since.data, form.until.data
        return Absence.enter(form.person, form.replaced_by, *days, form.note.data, by=g.user)

    if not form.submit(enter):
        return _ask(form)
    return _done(f"已登记，{form.given.stand_in.name}代理")


@blueprint.get("/<int:id>")
def show(id: int):
    """Where a notice leads: among the others."""
    _find(id)
    return htmx.go(url_for("absences.index", _anchor=f"absence-{id}"))


@blueprint.post("/<int:id>/ending")
def end(id: int):
    _find(id).end(by=g.user)
    return _done("请假已结束")


def _find(id: int) -> Absence:
    return get_or_404(visible_absences(g.user), Absence.id == id)


def _ask(form: AbsenceForm):
    return htmx.dialog("absences/_form.html", "登记请假", form=form)


def _done(words: str):
    toasts.say(words)
    return htmx.go(url_for("absences.index"))
