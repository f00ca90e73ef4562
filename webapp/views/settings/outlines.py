from flask import Blueprint, g, render_template, request, url_for

from webapp import htmx
from webapp.forms.outlines import OutlineForm
from webapp.models.outline import PHASES, Outline
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.settings.page import Page

blueprint = Blueprint("outlines", __name__, url_prefix="/outlines")
page = Page(
    "跟进提纲",
    "初次、中期、后期各问些什么，记跟进时可以照着写",
    "notebook-pen",
    "settings.outlines.index",
    lambda user: user.has_settings,
)


@blueprint.before_request
def require_reader():
    g.user.require_settings()


@blueprint.get("")
def index():
    return render_template("outlines/index.html", **_shown())


@blueprint.get("/new")
def new():
    g.user.require_setting_up()
    return _form(OutlineForm())


@blueprint.post("")
def create():
    g.user.require_setting_up()
    form = OutlineForm()
    if not form.submit(lambda: Outline.add(form.phase.data, form.title.data, form.text.data, by=g.user)):
        return _form(form)
    return _done("已新增，排在这个阶段的最后")


@blueprint.get("/<int:outline>/edit")
def edit(outline: int):
    found = _find(outline)
    return _form(OutlineForm(phase=found.phase, title=found.title, text=found.text), found)


@blueprint.post("/<int:outline>")
def update(outline: int):
    found, form = _find(outline), OutlineForm()
    if not form.submit(lambda: found.revise(form.phase.data, form.title.data, form.text.data, by=g.user)):
        return _form(form, found)
    return _done("已存下")


@blueprint.post("/<int:outline>/moves")
def move(outline: int):
    _find(outline).move(request.form.get("to", ""), by=g.user)
    return _anew()


@blueprint.post("/<int:outline>/retirement")
def retire(outline: int):
    _find(outline).retire(by=g.user)
    return _anew()


@blueprint.post("/<int:outline>/retirement/reversal")
def restore(outline: int):
    _find(outline).restore(by=g.user)
    return _anew()


def _find(outline: int) -> Outline:
    """One of them, for whoever may change it."""
    g.user.require_setting_up()
    return get_or_404(Outline.select(), Outline.id == outline)


def _form(form: OutlineForm, outline: Outline | None = None):
    title = "修改提纲" if outline else "新增提纲"
    return htmx.dialog("outlines/_form.html", title, form=form, outline=outline, heading=title)


def _done(words: str):
    toasts.say(words)
    return htmx.go(url_for("settings.outlines.index"))


def _anew():
    """The list as it is now, in place or on its page."""
    if htmx.htmx:
        return htmx.fragment("outlines/_list.html", **_shown())
    return htmx.go(url_for("settings.outlines.index"))


def _shown() -> dict:
    return {"outlines": Outline.listed(), "phases": PHASES, "may": g.user.can_set}
