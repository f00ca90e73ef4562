from flask import Blueprint, g, request, url_for

from webapp import htmx, pieces
from webapp.clock import local
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.forms.followups import CorrectionForm, FollowUpForm
from webapp.models.customer import Customer
from webapp.models.followup import FollowUp, FollowUpRevision
from webapp.models.task import Task
from webapp.models.user import User
from webapp.screens.timeline import Timeline
from webapp.views import find_customer, get_or_404

blueprint = Blueprint("followups", __name__)


@blueprint.get("/customers/<number>/followups")
def index(number: str):
    """The timeline's next page, for 再看."""
    customer = find_customer(number)
    timeline = Timeline(customer, request.args.get("kind", ""))
    entries, older = timeline.page(request.args.get("before", ""))
    if not htmx.htmx:
        return htmx.go(url_for("customers.show", number=number, **request.args))
    return htmx.fragment("followups/_more.html", customer=customer, timeline=timeline, entries=entries, older=older)


@blueprint.post("/customers/<number>/followups")
def create(number: str):
    customer = find_customer(number)
    form = FollowUpForm.of(customer, g.user)
    if not form.validate():
        return _composer(customer, form, 422)
    try:
        followup = FollowUp.record(customer, form.values(), form.steps(), by=g.user)
    except DomainError as refusal:
        form.refuse(refusal)
        return _composer(customer, form, refusal.status)
    if not htmx.htmx:
        return htmx.go(url_for("customers.show", number=number))
    return htmx.fragment(
        "followups/_recorded.html",
        customer=customer,
        people=form.people,
        entry=Timeline.followup(followup.id),
        steps=Task.listed(customer),
        event="followup-changed",
    )


@pieces.tool
def blank_followup(people: tuple[tuple[int, str], ...]) -> FollowUpForm:
    """The composer's form before anybody has typed, for the first of these people."""
    return FollowUpForm.among(people, formdata=None)


@blueprint.get("/followups/<int:id>")
def show(id: int):
    followup = _find(id)
    if not htmx.htmx:
        return htmx.go(url_for("customers.show", number=followup.customer.number))
    return _shown(followup)


@blueprint.get("/followups/<int:id>/edit")
def edit(id: int):
    followup = _own(id)
    form = CorrectionForm(data={**followup.__data__, "at": local(followup.at).replace(tzinfo=None)})
    return _correction(followup, form)


@blueprint.get("/followups/<int:id>/history")
def history(id: int):
    """What the record said before it was corrected (R-WHO)."""
    followup = _find(id)
    if not g.user.works_on(followup.customer):
        raise NotAllowed("更正前的内容由负责人、分站负责人和协同人查看")
    revisions = FollowUpRevision.select(FollowUpRevision, User).join(User).where(FollowUpRevision.followup == followup)
    context = {
        "customer": followup.customer,
        "followup": followup,
        "revisions": revisions.order_by(FollowUpRevision.id.desc()),
    }
    return htmx.answer("followups/history.html", "followups/_history.html", **context)


@blueprint.post("/followups/<int:id>")
def update(id: int):
    followup = _own(id)
    form = CorrectionForm()
    if not form.validate():
        return _correction(followup, form, 422)
    try:
        followup.correct(form.values(), version=request.form.get("version", type=int), by=g.user)
    except DomainError as refusal:
        form.refuse(refusal)
        return _correction(_find(id) if isinstance(refusal, Stale) else followup, form, refusal.status)
    return _shown(followup) if htmx.htmx else htmx.go(url_for("customers.show", number=followup.customer.number))


def _composer(customer: Customer, form: FollowUpForm, status: int):
    if htmx.htmx:
        return htmx.fragment("followups/_composer.html", customer=customer, form=form, status=status)
    return htmx.fragment("followups/new.html", customer=customer, form=form, status=status)


def _correction(followup: FollowUp, form: CorrectionForm, status: int = 200):
    page, entry = "followups/edit.html", "followups/_edit.html"
    return htmx.answer(page, entry, status=status, followup=followup, customer=followup.customer, form=form)


def _shown(followup: FollowUp):
    entry, open_ = Timeline.followup(followup.id), g.user.works_on(followup.customer)
    return htmx.fragment("timeline/_followup.html", row=entry, open=open_, reader=g.user.id)


def _own(id: int) -> FollowUp:
    """The form holds the unmasked text: it is for the author alone."""
    followup = _find(id)
    if not followup.may_be_corrected_by(g.user):
        raise NotAllowed("跟进记录由记录人本人更正")
    return followup


def _find(id: int) -> FollowUp:
    followups = FollowUp.select(FollowUp, Customer).join(Customer).where(g.user.scope(Customer))
    return get_or_404(followups, FollowUp.id == id)
