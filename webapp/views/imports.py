from flask import Blueprint, abort, g, render_template

from webapp.errors import NotAllowed

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


@blueprint.get("")
def index():
    if not g.user.can_import:
        raise NotAllowed("导入由分站负责人或管理员进行")
    return render_template("imports/index.html")
