from flask import Blueprint, abort, g, render_template, request, url_for

from webapp.clock import today
from webapp.errors import NotAllowed
from webapp.models.occasion import BIRTHDAY, MONTHLY, OCCASIONS
from webapp.screens.care import PAGE, Care

blueprint = Blueprint("care", __name__, url_prefix="/care")
LAST_PAGE = 10_000


@blueprint.before_request
def require_worker():
    if not g.user.can_work:
        raise NotAllowed("关怀名单由业务员、分站负责人和协同人使用")


@blueprint.get("")
def index():
    """关怀: the festivals and birthdays of the weeks to come."""
    care = Care(g.user)
    occasions = [(OCCASIONS[one.festival.slug], one.day) for one in care.festivals()]
    occasions.append((OCCASIONS[MONTHLY], today()))
    counted = [(one.slug, one.label, day, *care.count(one, day)) for one, day in occasions]
    return render_template("care/index.html", occasions=counted, birthdays=care.birthdays(), monthly=MONTHLY)


@blueprint.get("/<occasion>")
def show(occasion: str):
    """Whom to greet on one occasion; birthdays are everybody's own."""
    found = OCCASIONS.get(occasion)
    if found is None or found.slug == BIRTHDAY:
        abort(404)
    day = found.day(today())
    page = request.args.get("page", 0, type=int)
    if not 0 <= page <= LAST_PAGE:
        abort(404)
    care = Care(g.user)
    rows, (count, greeted) = care.customers(found, day, page), care.count(found, day)
    further = url_for("care.show", occasion=occasion, page=page + 1) if (page + 1) * PAGE < count else ""
    earlier = url_for("care.show", occasion=occasion, page=page - 1) if page else ""
    told = {"occasion": found, "on": day, "is_monthly": found.slug == MONTHLY}
    counts = {"count": count, "greeted": greeted, "further": further, "earlier": earlier}
    return render_template("care/show.html", rows=rows, **told, **counts)
