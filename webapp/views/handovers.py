"""移交 (R-HANDOVER): a draft is listed, confirmed by its people, and complete."""

from flask import Blueprint, g, render_template, request, url_for

from webapp import htmx
from webapp.database import row_id
from webapp.errors import NotAllowed
from webapp.forms.handovers import ConfirmationForm, HandoverForm, ItemsForm
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.handover import Handover, Stage
from webapp.paper.forms import handover as form15
from webapp.screens.handovers import HandoverPage, handovers, visible_handovers
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.on_record import on_record
from webapp.views.paper import as_pdf
from webapp.views.sending import once

blueprint = Blueprint("handovers", __name__, url_prefix="/handovers")


@blueprint.get("")
def index():
    return render_template("handovers/index.html", handovers=handovers(g.user), may=g.user.drafts_handovers)


@blueprint.get("/new")
def new():
    _require_drafter()
    return _drafting(HandoverForm.of(g.user, giver=request.args.get("giver", type=row_id)))


@blueprint.post("")
def create():
    _require_drafter()
    form = HandoverForm.of(g.user)

    def draft() -> Handover:
        people = map(form.person, ("giver", "receiver", "supervisor"))
        return Handover.draft(*people, form.reason.data, by=g.user)

    if not form.submit(once(form, Handover, draft)):
        return _drafting(form)
    toasts.say("移交单已拟好，核对以后提交")
    return _shown(form.given.id)


@blueprint.get("/<int:id>")
def show(id: int):
    handover = _find(id)
    return _page(handover, ItemsForm.of(handover))


@blueprint.post("/<int:id>/items")
def revise(id: int):
    """Some customers of the draft get another receiver, or stay."""
    handover = _find(id)
    form = ItemsForm.of(handover)

    def change() -> None:
        if request.form.get("act") == "leave_out":
            handover.leave_out(form.items, by=g.user)
        else:
            handover.give(form.items, form.chosen, form.note.data, by=g.user)

    if not form.submit(change):
        return _page(handover, form)
    toasts.say("移交单已改")
    return _shown(id)


@blueprint.post("/<int:id>/submission")
def submit(id: int):
    handover = _find(id)
    handover.submit(by=g.user)
    toasts.say("已提交，等移交人确认")
    return _shown(id)


@blueprint.get("/<int:id>/confirmation/new")
def ask_confirmation(id: int):
    """Of who signs for somebody else."""
    handover = _find(id)
    handover.require_signer(g.user)
    if not HandoverPage(handover, g.user).signs_for_giver:
        return _shown(id)
    return _confirming(handover, ConfirmationForm())


@blueprint.post("/<int:id>/confirmation")
def confirm(id: int):
    handover = _find(id)
    page = HandoverPage(handover, g.user)
    if page.may_sign and page.signs_for_giver:
        form = ConfirmationForm()
        if not form.submit(lambda: handover.confirm(reason=form.reason.data, by=g.user)):
            return _confirming(handover, form)
    else:
        handover.confirm(by=g.user)
    toasts.say("移交完成，客户和下一步都已转过去" if handover.stage == Stage.DONE else "已确认")
    return _shown(id)


@blueprint.get("/<int:id>/cancellation/new")
def ask_cancellation(id: int):
    handover = _find(id)
    handover.require_keeper(g.user)
    return _cancelling(handover, WithdrawalForm())


@blueprint.post("/<int:id>/cancellation")
def cancel(id: int):
    handover, form = _find(id), WithdrawalForm()
    if not form.submit(lambda: handover.cancel(form.reason.data, by=g.user)):
        return _cancelling(handover, form)
    toasts.say("移交已取消，客户都没有动")
    return _shown(id)


@blueprint.get("/<int:id>/paper.pdf")
@on_record
def paper(id: int):
    """客户资料移交清单, a list for each receiver."""
    handover = _find(id)
    return as_pdf("handover", form15.sheets(handover), handover.giver.name)


def _find(id: int) -> Handover:
    return get_or_404(visible_handovers(g.user), Handover.id == id)


def _require_drafter() -> None:
    if not g.user.drafts_handovers:
        raise NotAllowed("移交由本人、分站负责人或管理员办理")


def _drafting(form: HandoverForm):
    return htmx.dialog("handovers/_form.html", "新的移交", form=form)


def _page(handover: Handover, form: ItemsForm):
    page = HandoverPage(handover, g.user)
    return render_template("handovers/show.html", page=page, form=form), form.http_status


def _confirming(handover: Handover, form: ConfirmationForm):
    return htmx.dialog("handovers/_confirmation.html", "代移交人确认", form=form, handover=handover)


def _cancelling(handover: Handover, form: WithdrawalForm):
    return htmx.dialog("handovers/_cancellation.html", "取消移交", form=form, handover=handover)


def _shown(id: int):
    return htmx.go(url_for("handovers.show", id=id))
