from flask import Blueprint, g, render_template, request, url_for

from webapp import htmx
from webapp.forms.purposes import PurposeForm
from webapp.models.followup.fields import FIELDS
from webapp.models.purpose import Purpose
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.settings.page import Page

blueprint = Blueprint("purposes", __name__, url_prefix="/purposes")
page = Page(
    "跟进目的",
    "记跟进时可以选哪些目的，选了以后先填哪几项",
    "flag",
    "settings.purposes.index",
    lambda user: user.has_settings,
)


@blueprint.before_request
def require_reader():
    g.user.require_settings()


@blueprint.get("")
def index():
    return render_template("purposes/index.html", **_shown())


@blueprint.get("/new")
def new():
    g.user.require_setting_up()
    return _form(PurposeForm())


@blueprint.post("")
def create():
    g.user.require_setting_up()
    form = PurposeForm()
    if not form.submit(lambda: Purpose.add(form.label.data, form.fields.data, by=g.user)):
        return _form(form)
    return _done("已新增，排在最后")


@blueprint.get("/<int:purpose>/edit")
def edit(purpose: int):
    found = _find(purpose)
    return _form(PurposeForm(label=found.label, fields=found.fields), found)


@blueprint.post("/<int:purpose>")
def update(purpose: int):
    found, form = _find(purpose), PurposeForm()
    if not form.submit(lambda: found.revise(form.label.data, form.fields.data, by=g.user)):
        return _form(form, found)
    return _done("已存下")


@blueprint.post("/<int:purpose>/moves")
def move(purpose: int):
    _find(purpose).move(request.form.get("to", ""), by=g.user)
    return _anew()


@blueprint.post("/<int:purpose>/retirement")
def retire(purpose: int):
    _find(purpose).retire(by=g.user)
    return _anew()


@blueprint.post("/<int:purpose>/retirement/reversal")
def restore(purpose: int):
    _find(purpose).restore(by=g.user)
    return _anew()


def _find(purpose: int) -> Purpose:
    """One of them, for whoever may change it."""
    g.user.require_setting_up()
    return get_or_404(Purpose.select(), Purpose.id == purpose)


def _form(form: PurposeForm, purpose: Purpose | None = None):
    title = "修改目的" if purpose else "新增目的"
    return htmx.dialog("purposes/_form.html", title, form=form, purpose=purpose, heading=title)


def _done(words: str):
    toasts.say(words)
    return htmx.go(url_for("settings.purposes.index"))


def _anew():
    """The list as it is now, in place or on its page."""
    if htmx.htmx:
        return htmx.fragment("purposes/_list.html", **_shown())
    return htmx.go(url_for("settings.purposes.index"))


def _shown() -> dict:
    return {"purposes": Purpose.listed(), "labels": FIELDS.labels, "may": g.user.can_set}
