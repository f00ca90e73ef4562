from flask import Blueprint, abort, g, render_template, url_for

from webapp import htmx
from webapp.models.preset import AppliedPreset, Preset, presets
from webapp.paper.forms import FORMS
from webapp.views import toasts
from webapp.views.settings.page import Page

blueprint = Blueprint("presets", __name__, url_prefix="/presets")
page = Page(
    "行业预设",
    "一次配好一个行业要的字段、分类和提纲，也可以一次撤下",
    "package",
    "settings.presets.index",
    lambda user: user.has_settings,
    "这一项设置由管理员和分站负责人查看",
)


@blueprint.get("")
def index():
    applied = {row.slug: row for row in AppliedPreset.select()}
    shown = {"presets": presets().values(), "applied": applied, "forms": FORMS, "may": g.user.can_set, "page": page}
    return render_template("settings/presets.html", **shown)


@blueprint.post("/<slug>/application")
def apply(slug: str):
    g.user.require_setting_up()
    preset = _find(slug)
    preset.apply(by=g.user)
    toasts.say(f"已套用“{preset.name}”")
    return htmx.go(url_for("settings.presets.index"))


@blueprint.post("/<slug>/application/reversal")
def take_back(slug: str):
    g.user.require_setting_up()
    preset = _find(slug)
    for applied in AppliedPreset.select().where(AppliedPreset.slug == preset.slug):
        applied.take_back(by=g.user)
    toasts.say(f"已撤下“{preset.name}”，填过的内容还在")
    return htmx.go(url_for("settings.presets.index"))


def _find(slug: str) -> Preset:
    return presets().get(slug) or abort(404)
