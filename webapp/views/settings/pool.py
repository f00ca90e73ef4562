from flask import Blueprint, g, render_template, url_for

from webapp import htmx
from webapp.forms.pool import rules_form
from webapp.models.pool_rules import pool_rules, set_pool_rules
from webapp.views import toasts
from webapp.views.settings.page import Page

blueprint = Blueprint("pool", __name__, url_prefix="/pool")
page = Page(
    "公海规则",
    "哪一类客户多少天没有跟进就放入公海",
    "waves",
    "settings.pool.index",
    lambda user: user.can_set,
    "公海规则由管理员修改",
)


@blueprint.get("")
def index():
    return _shown(rules_form(pool_rules()))


@blueprint.post("")
def update():
    rules = pool_rules()
    form = rules_form(rules)
    if not form.submit(lambda: set_pool_rules({rule.id: form[rule.field].data for rule in rules}, by=g.user)):
        return _shown(form)
    toasts.say("公海规则已存下，今晚起照此预告")
    return htmx.go(url_for("settings.pool.index"))


def _shown(form):
    return render_template("pool/rules.html", form=form, rules=pool_rules(), page=page), form.http_status
