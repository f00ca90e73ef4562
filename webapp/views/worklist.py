from flask import Blueprint, g, render_template, request

from webapp import almanac
from webapp.clock import today
from webapp.database import row_id
from webapp.models.user import User
from webapp.screens.worklist import Worklist
from webapp.views.finding import get_or_404

blueprint = Blueprint("worklist", __name__)


@blueprint.get("/")
def index():
    worklist = Worklist(g.user, of=_person())
    overdue, due, coming, undated = worklist.overdue(), worklist.due_today(), worklist.coming(), worklist.undated()
    tally = worklist.tally()
    return render_template(
        "worklist/index.html",
        worklist=worklist,
        overdue=overdue,
        due=due,
        coming=coming,
        undated=undated,
        tally=tally,
        **({} if worklist.of else {"rail": {"late": tally.overdue}}),  # counted already
        heading=almanac.title(today()),
        almanac=almanac.line(today()),
    )


def _person() -> User | None:
    """The manager looks at one of the branch's people."""
    id_ = request.args.get("person", type=row_id)
    if id_ is None or not g.user.leads_branch:
        return None
    return get_or_404(User.select(), User.id == id_, User.branch == g.user.branch_id)
