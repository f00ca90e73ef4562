"""A printed sheet (R-CONSIST, R-SCAN): the code on it leads here."""

from flask import Blueprint, abort, g, render_template, request, url_for
from peewee import JOIN

from webapp import htmx
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.paper_copy import PaperCopy
from webapp.models.printing import Print
from webapp.models.user import User
from webapp.paper import consistency
from webapp.paper.forms import FORMS
from webapp.screens.prints import PAGE, PrintList, copies_of
from webapp.views import toasts
from webapp.views.finding import reader

blueprint = Blueprint("prints", __name__, url_prefix="/prints")
LAST_PAGE = 10_000


@blueprint.get("")
def index():
    """Whose copies are where, and which sheets the book has overtaken."""
    page, is_all = request.args.get("page", 0, type=int), request.args.get("all") == "1"
    if not 0 <= page <= LAST_PAGE:
        abort(404)
    user = reader()
    prints = PrintList(user, is_out=not is_all)
    rows = prints.rows(page)
    asked = {"all": "1" if is_all else None, "branch": user.chosen_branch}
    older = url_for("prints.index", page=page + 1, **asked) if (page + 1) * PAGE < prints.count else ""
    newer = url_for("prints.index", page=page - 1 or None, **asked) if page else ""
    told = {"copies": copies_of(rows), "changes": consistency.changes_of(rows), "older": older, "newer": newer}
    told |= {"branches": g.user.visible_branches(), "branch": user.chosen_branch, "is_all": is_all}
    return render_template("prints/index.html", prints=prints, rows=rows, names=_names(rows), **told)


@blueprint.get("/<printed>")
def show(printed: str):
    """What has changed since, whether there is a newer one, and where the copies are; others see number, customer and
    day."""
    made = _find(printed)
    if not _may_read(made):
        return render_template("prints/outline.html", made=made, name=_form_name(made))
    told = {"copies": copies_of([made])[made.id], "newer": made.newer(), "may_keep": PaperCopy.is_kept_by(made, g.user)}
    is_compared = consistency.is_compared(made)
    told |= {"changes": consistency.changes(made) if is_compared else [], "is_compared": is_compared}
    eyes = Eyes.of(g.user, made.customer) if made.customer_id else None
    return render_template("prints/show.html", made=made, name=_form_name(made), eyes=eyes, **told)


@blueprint.post("/<printed>/copies/<int:copy>")
def note(printed: str, copy: int):
    """收回, 找不到, or neither after all."""
    made = _find(printed)
    if not _may_read(made):
        abort(404)
    PaperCopy.note(made, copy, request.form.get("state", ""), by=g.user)
    toasts.say("已登记")
    return htmx.go(url_for("prints.show", printed=printed))


def _find(number: str) -> Print:
    rows = Print.select(Print, Customer, User).join(Customer, JOIN.LEFT_OUTER).join_from(Print, User, on=Print.by)
    return (rows.where(Print.number == number).first() if number.isprintable() else None) or abort(404)


def _may_read(made: Print) -> bool:
    """A list, whose paper names many customers, is its printer's."""
    return g.user.sees(made.customer) if made.customer_id else made.by_id == g.user.id or g.user.sees_all


def _form_name(made: Print) -> str:
    return FORMS[made.slug].name if made.slug in FORMS else made.slug


def _names(rows: list[Print]) -> dict[int, str]:
    """What their customers are called, for this reader."""
    return {row.id: row.customer.name if g.user.works_on(row.customer) else row.customer.public_name for row in rows}
