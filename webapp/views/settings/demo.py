from flask import Blueprint, g, render_template, request, url_for

from webapp import demo, htmx
from webapp.views import toasts
from webapp.views.settings.page import Page

blueprint = Blueprint("demo", __name__, url_prefix="/demo")
page = Page(
    "演示数据",
    "两个分站、十几个账号、六十位客户，用来试一试；试完一次清除",
    "flag",
    "settings.demo.index",
    lambda user: user.can_set,
    "演示数据由管理员载入和清除",
)


@blueprint.get("")
def index():
    return render_template("demo/index.html", is_loaded=demo.is_loaded(), page=page)


@blueprint.post("")
def create():
    """载入: the accounts with their passwords, shown this once."""
    return render_template("demo/loaded.html", loaded=demo.load(by=g.user), page=page)


@blueprint.post("/clearing")
def clear():
    """清除, with what the demo's accounts tried out where that is said."""
    removed = demo.clear(trials=request.form.get("trials") == "1", by=g.user)
    toasts.say(f"演示数据已清除，连同 {removed} 条操作日志")
    return htmx.go(url_for("settings.demo.index"))
