from flask import g, url_for

from webapp import htmx
from webapp.models.milestone import Milestone
from webapp.views.finding import find
from webapp.views.records import RecordPages
from webapp.views.worklist import back_to

pages = RecordPages("milestones", Milestone, place=50, words="加节点", kind="memo")
blueprint, part = pages.blueprint, pages.part


@blueprint.post("/milestones/<int:id>/settlement")
def settle(id: int):
    """知道了: on the worklist, where it leaves the reminders."""
    milestone = find(Milestone, id)
    milestone.settle(by=g.user)
    return htmx.go(back_to(url_for("customers.show", number=milestone.customer.number)))
