from flask import Blueprint, g, request

from webapp import htmx
from webapp.database import row_id
from webapp.forms.audit import TrailForm
from webapp.screens.audit_trail import NOUNS, Asked, AuditTrail
from webapp.views.settings.page import Page

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
page = Page(
    "操作日志",
    "谁在什么时候做了什么，按人、客户、事情和日子查",
    "history",
    "settings.audit.index",
    lambda user: user.reads_trail,
    "操作日志由管理员和分站负责人查看",
)


@blueprint.get("")
def index():
    form = TrailForm(request.args)
    wanted = Asked(**form.data) if form.validate() else Asked()
    trail = AuditTrail(g.user, wanted, before=request.args.get("before", type=row_id))
    form.offer(trail.people(), NOUNS)
    query = {name: value for name, value in request.args.items() if name in form.data and value}
    shown = {"trail": trail, "form": form, "page": page, "query": query}
    return htmx.answer("audit/index.html", "audit/_trail.html", **shown)
