from flask import Blueprint, g, render_template, request, url_for

from webapp.errors import NotAllowed
from webapp.screens.calls import Calls, plausible
from webapp.screens.timeline import Timeline
from webapp.views.composing import PLACES
from webapp.views.finding import find_customer

blueprint = Blueprint("calls", __name__)


@blueprint.get("/calls")
def show():
    """连续跟进: the next customer with what was said last and the composer; at the end what was done today."""
    if not g.user.can_work:
        raise NotAllowed("连续跟进由跟进客户的人使用")
    passed = plausible(request.args.getlist("passed"))
    calls = Calls(g.user, passed)
    if calls.next is None:
        return render_template("calls/done.html", calls=calls)
    customer = find_customer(calls.next.number)
    shown = PLACES["calls"].offered(customer, calls.next.step)
    shown["skip"] = url_for("calls.show", passed=[*passed, customer.number])
    return render_template(
        "calls/show.html", calls=calls, passed=passed, timeline=Timeline(customer, {"kind": "followup"}), **shown
    )
