from flask import Blueprint, g, render_template, request

from webapp.errors import NotAllowed
from webapp.screens.queue import MOST_PASSED, Queue
from webapp.screens.timeline import Timeline
from webapp.views.composing import PLACES
from webapp.views.finding import find_customer

blueprint = Blueprint("queue", __name__)


@blueprint.get("/queue")
def show():
    """连续跟进: the next customer with what was said last and the composer; at the end what was done today."""
    if not g.user.can_work:
        raise NotAllowed("连续跟进由跟进客户的人使用")
    passed = request.args.getlist("passed")[-MOST_PASSED:]
    queue = Queue(g.user, passed)
    if queue.next is None:
        return render_template("queue/done.html", queue=queue)
    customer = find_customer(queue.next.number)
    shown = PLACES["queue"].offered(customer, queue.next.step)
    return render_template(
        "queue/show.html", queue=queue, passed=passed, timeline=Timeline(customer, {"kind": "followup"}), **shown
    )
