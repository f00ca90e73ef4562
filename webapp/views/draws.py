"""抽查 (R-INSPECT): records drawn by lot, and what became of each."""

from datetime import timedelta

from flask import Blueprint, g, render_template, url_for

from webapp import htmx
from webapp.clock import today
from webapp.errors import NotAllowed
from webapp.forms.inspections import DrawForm
from webapp.models.inspection.draw import Draw
from webapp.screens.inspections import DrawPage, visible_draws
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.sending import once

blueprint = Blueprint("draws", __name__, url_prefix="/draws")


@blueprint.get("/new")
def new():
    _require_inspector()
    return _ask(DrawForm.of(g.user, since=today() - timedelta(days=30), until=today(), count=5))


@blueprint.post("")
def create():
    _require_inspector()
    form = DrawForm.of(g.user)

    def draw() -> Draw:
        days = form.since.data, form.until.data
        return Draw.make(form.its_branch, form.its_person, form.what.data, *days, form.count.data, by=g.user)

    if not form.submit(once(form, Draw, draw)):
        return _ask(form)
    toasts.say(f"从 {len(form.given.pool)} 条里抽出 {len(form.given.picked)} 条")
    return htmx.go(url_for("draws.show", id=form.given.id))


@blueprint.get("/<int:id>")
def show(id: int):
    return render_template("draws/show.html", page=DrawPage(get_or_404(visible_draws(g.user), Draw.id == id), g.user))


def _require_inspector() -> None:
    if not g.user.can_inspect:
        raise NotAllowed("抽查由公司督察进行")


def _ask(form: DrawForm):
    return htmx.dialog("draws/_form.html", "抽查", form=form)
