from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, render_template, request, url_for

from webapp import almanac, htmx
from webapp.clock import today
from webapp.database import row_id
from webapp.models.customer import Customer
from webapp.models.user import User
from webapp.screens import overseen
from webapp.screens.first_hour import first_hour
from webapp.screens.notices import Notices
from webapp.screens.worklist import STEPS, Worklist
from webapp.views.finding import get_or_404, reader

blueprint = Blueprint("worklist", __name__)


@blueprint.get("/")
def index():
    worklist = worklist_asked()
    overdue, due, coming = worklist.overdue(), worklist.due_today(), worklist.coming()
    missed, undated = worklist.missed(), worklist.undated()
    tally = worklist.tally()
    return render_template(
        "worklist/index.html",
        worklist=worklist,
        overdue=overdue,
        due=due,
        coming=coming,
        missed=missed,
        complaints=worklist.complaints(),
        undated=undated,
        tally=tally,
        people=overseen.people(g.user),
        files=worklist.files(),
        first_hour=None if worklist.standing else first_hour(g.user),
        notices=None if worklist.standing else Notices(g.user),
        is_empty=not any(tally) and not Customer.visible_to(g.user).exists(),
        branches=g.user.visible_branches(),
        unannounced=worklist.calendar.missing(today()) if g.user.has_settings else None,
        **(
            {} if worklist.of or worklist.user is not g.user else {"rail": {"overdue": tally.overdue}}
        ),  # counted already
        heading=almanac.title(today()),
        almanac=almanac.line(today()),
    )


@blueprint.get("/worklist/branches")
def branches():
    """按分站看: counted when somebody unfolds it."""
    found = overseen.offices(g.user) or abort(404)
    back = url_for("worklist.index"), "工作台"
    return htmx.alone("worklist/_by_branch.html", "按分站看", back=back, offices=found)


@blueprint.get("/worklist/reminders")
def reminders():
    """提醒: looked up once the rest of the page stands."""
    worklist = worklist_asked()
    back, found = (url_for("worklist.index", **worklist.standing), "工作台"), worklist.reminders()
    return htmx.alone("worklist/_reminders.html", "提醒", back=back, worklist=worklist, reminders=found)


@blueprint.get("/worklist/<section>")
def rest(section: str):
    """The next rows of overdue, today or week, behind the step `last` that is due on `due`."""
    due_on, last = request.args.get("due", type=date.fromisoformat), request.args.get("last", type=row_id)
    if section not in STEPS or due_on is None or last is None:
        abort(404)
    worklist = worklist_asked()
    rows, back = worklist.rest(section, due_on, last), (url_for("worklist.index", **worklist.standing), "工作台")
    return htmx.alone("worklist/_more.html", "再看", back=back, worklist=worklist, section=section, rows=rows)


@blueprint.get("/done")
def done():
    """今天已完成: where a wrong tick is found and taken back."""
    worklist = worklist_asked()
    return render_template("worklist/done.html", worklist=worklist, done=worklist.done(), count=worklist.done_today())


def worklist_asked() -> Worklist:
    """The worklist as the address has it, or the page that a request was made on: of one person, or one branch."""
    return Worklist(reader(), of=_person())


def back_to(otherwise: str) -> str:
    """The worklist, or what was done today, where the request was made there."""
    here = urlsplit(request.referrer or "")
    if here.netloc != request.host or here.path not in (url_for("worklist.index"), url_for("worklist.done")):
        return otherwise
    return f"{here.path}?{here.query}" if here.query else here.path


def back_among(place: str) -> str:
    """The page at or below that address on which the request was made; "" for any other."""
    here = urlsplit(request.referrer or "")
    if here.netloc != request.host or not f"{here.path}/".startswith(f"{place}/"):
        return ""
    return f"{here.path}?{here.query}" if here.query else here.path


def _person() -> User | None:
    """The manager looks at one of the branch's people."""
    id_ = request.values.get("person", type=row_id)
    if id_ is None or not g.user.leads_branch:
        return None
    return get_or_404(User.select(), User.id == id_, User.branch == g.user.branch_id)
