"""督察 (R-INSPECT): what inspectors find, what becomes of it, and the ledger of what it costs."""

from flask import Blueprint, abort, g, render_template, request, url_for

from webapp import htmx
from webapp.clock import today
from webapp.database import row_id
from webapp.errors import DomainError
from webapp.forms.inspections import DecisionForm, InspectionForm, ObjectionForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.followup import FollowUp
from webapp.models.inspection import Inspection
from webapp.models.inspection.draw import Draw
from webapp.models.user import User
from webapp.paper.forms import inspection_notice
from webapp.screens.inspections import InspectionPage, Ledger, Month, inspections, visible_draws, visible_inspections
from webapp.views import cards, toasts
from webapp.views.finding import find, find_customer, get_or_404, reader
from webapp.views.on_record import on_record
from webapp.views.paper import as_pdf
from webapp.views.parts import Act, Part, shown
from webapp.views.sending import once

blueprint = Blueprint("inspections", __name__)


def _inspects(user: User, _customer: Customer) -> bool:
    return user.can_inspect


part = Part("inspections", "督察", place=90, act=Act("记督察", "inspections/new", "clipboard-check"), may=_inspects)


@blueprint.get("/inspections")
def index():
    user = reader()
    told = {"rows": inspections(user), "branches": g.user.visible_branches(), "branch": user.chosen_branch}
    draws = visible_draws(user).order_by(Draw.id.desc()).limit(20)
    return render_template("inspections/index.html", draws=list(draws), **told)


@blueprint.get("/customers/<number>/inspections")
def of_customer(number: str):
    customer = find_customer(number)
    rows = inspections(g.user, Inspection.customer == customer)
    return shown(part, customer, "inspections/_part.html", eyes=Eyes.of(g.user, customer), rows=rows)


@blueprint.get("/customers/<number>/inspections/new")
def new(number: str):
    customer = find_customer(number, Inspection.require_inspector)
    return _ask(customer, InspectionForm(inspected_on=today()))


@blueprint.get("/followups/<int:id>/inspections/new")
def new_of_followup(id: int):
    """Of a follow-up where it stands on the timeline."""
    followup = find(FollowUp, id)
    Inspection.require_inspector(followup.customer, g.user)
    return _ask(followup.customer, InspectionForm(inspected_on=today()), followup)


@blueprint.post("/customers/<number>/inspections")
def create(number: str):
    customer, form = find_customer(number, Inspection.require_inspector), InspectionForm()

    def record() -> Inspection:
        said = form.finding.data, form.how.data, form.note.data, form.opinion.data
        about = {"followup": _followup(customer), "draw": _draw(), "inspected_on": form.inspected_on.data}
        return Inspection.record(customer, *said, by=g.user, **about)

    if not form.submit(once(form, Inspection, record)):
        return _ask(customer, form)
    if draw := _draw():
        toasts.say("已记下")
        return htmx.go(url_for("draws.show", id=draw.id))
    return cards.opened(customer, part.path, "已记下督察")


@blueprint.get("/inspections/<int:id>")
def show(id: int):
    return render_template("inspections/show.html", page=InspectionPage(_find(id), g.user))


@blueprint.get("/inspections/<int:id>/objection/new")
def ask_objection(id: int):
    inspection = _find(id)
    inspection.require_objector(g.user)
    return _objecting(inspection, ObjectionForm())


@blueprint.post("/inspections/<int:id>/objection")
def object_(id: int):
    inspection, form = _find(id), ObjectionForm()
    if not form.submit(lambda: inspection.object(form.text.data, by=g.user)):
        return _objecting(inspection, form)
    return _shown(id, "异议已提出，等分站负责人或督察处理")


@blueprint.get("/inspections/<int:id>/decision/new")
def ask_decision(id: int):
    inspection = _find(id)
    inspection.require_decider(g.user)
    return _deciding(inspection, DecisionForm())


@blueprint.post("/inspections/<int:id>/decision")
def decide(id: int):
    inspection, form = _find(id), DecisionForm()

    def settle() -> None:
        inspection.decide(form.decision.data == "upheld", form.reason.data, by=g.user)

    if not form.submit(settle):
        return _deciding(inspection, form)
    return _shown(id, "已维持" if form.decision.data == "upheld" else "已撤销，不再计入负激励")


@blueprint.get("/inspections/<int:id>/paper.pdf")
@on_record
def paper(id: int):
    """督察记录及负激励通知单 of one inspection."""
    inspection = _find(id)
    return as_pdf("inspection-notice", [inspection_notice.notice(inspection)], f"督察{inspection.id}")


@blueprint.get("/penalties")
def ledger():
    """负激励台账 of a month."""
    user = reader()
    found = Ledger(user, Month.of(request.args.get("month", "")))
    branches = g.user.visible_branches()
    return render_template("inspections/ledger.html", ledger=found, branches=branches, branch=user.chosen_branch)


@blueprint.get("/penalties/paper.pdf")
@on_record
def ledger_paper():
    """The same on paper, to be signed."""
    found = Ledger(reader(), Month.of(request.args.get("month", "")))
    if not found.rows:
        raise DomainError("这个月没有负激励，没有可打印的台账")
    sheet = inspection_notice.ledger(found.subject, str(found.month), found.branch, found.rows)
    return as_pdf("inspection-notice", [sheet], f"负激励台账{found.month}")


def _followup(customer: Customer) -> FollowUp | None:
    """The follow-up that the form is about, where it is about one."""
    id_ = request.values.get("followup", type=row_id)
    if not id_:
        return None
    return FollowUp.get_or_none(FollowUp.id == id_, FollowUp.customer == customer) or abort(404)


def _draw() -> Draw | None:
    """The draw that the record comes from, where it comes from one."""
    id_ = request.values.get("draw", type=row_id)
    return visible_draws(g.user).where(Draw.id == id_).first() if id_ else None


def _find(id: int) -> Inspection:
    return get_or_404(visible_inspections(g.user), Inspection.id == id)


def _ask(customer: Customer, form: InspectionForm, followup: FollowUp | None = None):
    told = {"eyes": Eyes.of(g.user, customer), "followup": followup or _followup(customer), "draw": _draw()}
    return htmx.dialog("inspections/_form.html", "督察", customer=customer, form=form, **told)


def _objecting(inspection: Inspection, form: ObjectionForm):
    return htmx.dialog("inspections/_objection.html", "提出异议", form=form, inspection=inspection)


def _deciding(inspection: Inspection, form: DecisionForm):
    return htmx.dialog("inspections/_decision.html", "处理异议", form=form, inspection=inspection)


def _shown(id: int, words: str):
    toasts.say(words)
    return htmx.go(url_for("inspections.show", id=id))
