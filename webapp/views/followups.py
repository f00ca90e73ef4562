from flask import Blueprint, g, request, url_for

from webapp import htmx, pieces
from webapp.clock import local
from webapp.database import row_id
from webapp.errors import NotAllowed, Stale
from webapp.forms.followups import CorrectionForm, FollowUpForm
from webapp.forms.moves import UNSEEN
from webapp.forms.own_fields import own_form
from webapp.forms.tasks import DatedOrPaused
from webapp.models.eyes import Eyes
from webapp.models.followup import FollowUp
from webapp.models.own_field import FOLLOWUP
from webapp.screens.calls import Calls
from webapp.screens.composer import Extras
from webapp.screens.search import find as find_customers
from webapp.screens.timeline import Timeline
from webapp.views import withdrawals
from webapp.views.composing import composer_form, place_named
from webapp.views.corrections import serve_history
from webapp.views.finding import find, find_customer
from webapp.views.on_record import note_number
from webapp.views.search import typed
from webapp.views.sending import once

blueprint = Blueprint("followups", __name__)


@blueprint.get("/customers/<number>/followups")
def index(number: str):
    """The timeline's next page, for 再看."""
    customer = find_customer(number)
    if not htmx.htmx:
        asked = {name: request.args.get(name) for name in ("kind", "before")}
        return htmx.go(url_for("customers.show", number=number, **asked))
    shown = {"customer": customer, "eyes": Eyes.of(g.user, customer)}
    return htmx.fragment("timeline/_more.html", timeline=Timeline(customer, request.args), **shown)


@blueprint.get("/followups/new")
def whom():
    """With whom it was: the box, and those to be called today; the ones last opened the page itself remembers."""
    _require_somebody_who_records()
    return htmx.dialog("followups/_whom.html", "记跟进", due=Calls(g.user).upcoming)


@blueprint.post("/followups/candidates")
def candidates():
    """The customers that fit what is typed into that box."""
    _require_somebody_who_records()
    query = typed(request.form.get("q", ""))
    note_number(query)
    return htmx.alone("followups/_candidates.html", "记跟进", query=query, customers=find_customers(query, g.user))


def _require_somebody_who_records() -> None:
    if not g.user.can_work:
        raise NotAllowed("跟进由跟这位客户的人来记")


@blueprint.get("/customers/<number>/followups/new")
def new(number: str):
    """The composer where it was asked for: in a row, in a dialog, on a page of its own."""
    customer = find_customer(number, FollowUp.require_recorder)
    return place_named(request.args.get("place")).open(customer, request.args.get("step", type=row_id))


@blueprint.get("/customers/<number>/followups/extras")
def extras(number: str):
    """Whom else to tell, 客户类别, outlines: fetched when somebody unfolds that part."""
    customer = find_customer(number, FollowUp.require_recorder)
    shown = {"extras": Extras.of(customer, g.user), "form": composer_form().asking((("", ""),), "")}
    return htmx.alone("followups/_extras.html", "知会、客户类别、提纲", **shown)


@blueprint.post("/customers/<number>/followups")
def create(number: str):
    customer = find_customer(number, FollowUp.require_recorder)
    form = composer_form().of(customer, g.user)
    place = place_named(form.place.data)

    def record() -> FollowUp:
        return FollowUp.record(customer, form.values(), form.steps(), by=g.user, act=form.act(customer))

    if not form.submit(once(form, FollowUp, record)):
        return place.refuse(customer, form)
    return place.recorded(customer, form)


@pieces.tool
def blank_followup(people: tuple | None) -> FollowUpForm:
    """The composer's form before anybody has typed."""
    return FollowUpForm.asking(people or (("", ""),), "")


@pieces.tool
def blank_days(chosen: str) -> DatedOrPaused:
    """The part of it that asks for the next day."""
    return DatedOrPaused(when=chosen, formdata=None)


@blueprint.get("/followups/<int:id>")
def show(id: int):
    """Its line on the timeline, for whoever corrects nothing after all."""
    followup = find(FollowUp, id)
    customer = followup.customer
    if not htmx.htmx:
        return htmx.go(url_for("customers.show", number=customer.number))
    shown = {"row": Timeline(customer).entry("followup", id), "eyes": Eyes.of(g.user, customer), "reader": g.user.id}
    shown["inspects"] = g.user.can_inspect
    return htmx.fragment("timeline/_followup.html", **shown)


@blueprint.get("/followups/<int:id>/edit")
def edit(id: int):
    followup = _own(id)
    asks = own_form(CorrectionForm, FOLLOWUP)
    own = {name: getattr(followup, name) for name in asks.own.names}
    form = asks(data={**followup.__data__, **own, "at": local(followup.at).replace(tzinfo=None)})
    return _correction(followup, form)


serve_history(blueprint, FollowUp, "/followups")


@blueprint.post("/followups/<int:id>")
def update(id: int):
    followup, form = _own(id), own_form(CorrectionForm, FOLLOWUP)()
    version = request.form.get("version", UNSEEN, type=row_id)
    if not form.submit(lambda: followup.correct(form.values(), version=version, by=g.user)):
        is_stale = form.http_status == Stale.status
        return _correction(find(FollowUp, id) if is_stale else followup, form)
    customer = followup.customer
    if not htmx.htmx:
        return htmx.go(url_for("customers.show", number=customer.number))
    shown = {"customer": customer, "eyes": Eyes.of(g.user, customer), "timeline": Timeline(customer, request.form)}
    return htmx.swap(htmx.fragment("timeline/_timeline.html", **shown), "outerHTML", "#timeline")


def _correction(followup: FollowUp, form: CorrectionForm):
    form.put_beside_others(followup.id)
    context = {"followup": followup, "customer": followup.customer, "form": form}
    return htmx.alone("followups/_edit.html", "更正跟进", within="timeline", **context)


def _own(id: int) -> FollowUp:
    """The form holds the unmasked text: it is for the author alone."""
    followup = find(FollowUp, id)
    followup.require_author(g.user)
    return followup


TAKEN_BACK = "这条跟进不再算数，也不再打印；没做完的下一步跟着撤回。已经打印的表和改过的客户类别不变。"
withdrawals.serve(blueprint, FollowUp, "/followups", lambda followup: ("跟进", TAKEN_BACK))
