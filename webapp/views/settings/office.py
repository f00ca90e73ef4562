from flask import Blueprint, abort, current_app, g, render_template, url_for

from webapp import htmx
from webapp.forms import Form
from webapp.forms.office_settings import setting_form, value_of
from webapp.models.setting import Known
from webapp.models.settings import KNOWN, Settings
from webapp.screens.office_settings import environment, groups
from webapp.views import toasts
from webapp.views.settings.page import Page

blueprint = Blueprint("office", __name__, url_prefix="/office")
page = Page(
    "办公设置",
    "公司名称、编号、时限、罚则等，一项一项；服务器的设置也列在这里",
    "settings",
    "settings.office.index",
    lambda user: user.can_set,
    "办公设置由管理员修改",
)


@blueprint.get("")
def index():
    config = environment(current_app.extensions["genjinbu"])
    return render_template("office_settings/index.html", groups=groups(), environment=config, page=page)


@blueprint.get("/<name>/edit")
def edit(name: str):
    known = _find(name)
    return _ask(known, setting_form(known, data={name: getattr(Settings(), name)}))


@blueprint.post("/<name>")
def update(name: str):
    known = _find(name)
    form = setting_form(known)
    if not form.submit(lambda: Settings.write(name, value_of(known, form[name].data), by=g.user)):
        return _ask(known, form)
    return _done(known, "已存下")


@blueprint.post("/<name>/reversal")
def reset(name: str):
    known = _find(name)
    Settings.reset(name, by=g.user)
    return _done(known, "已恢复默认")


def _find(name: str) -> Known:
    return KNOWN.get(name) or abort(404)


def _ask(known: Known, form: Form):
    return htmx.dialog("office_settings/_form.html", known.label, form=form, known=known)


def _done(known: Known, words: str):
    toasts.say(f"{known.label}：{words}")
    return htmx.go(url_for("settings.office.index", _anchor=known.name))
