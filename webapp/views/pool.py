"""公海 (R-POOL): customers are let go of, looked at and claimed."""

from flask import Blueprint, abort, g, render_template, request, url_for

from webapp import htmx
from webapp.errors import NotAllowed
from webapp.forms.pool import ReleaseForm
from webapp.models.assignment import Assignment
from webapp.models.customer import Customer
from webapp.models.pool import PoolLook
from webapp.screens.pool import PAGE, PoolFile, PoolList, in_pool, was_in_pool
from webapp.screens.timeline import Timeline
from webapp.views import toasts
from webapp.views.finding import find_customer, reader
from webapp.views.sending import once

blueprint = Blueprint("pool", __name__)
LAST_PAGE = 10_000


@blueprint.get("/pool")
def index():
    _require_reader()
    pool = PoolList(reader(), request.args.get("q", ""), request.args.get("stage", ""))
    page = request.args.get("page", 0, type=int)
    if not 0 <= page <= LAST_PAGE:
        abort(404)
    asked = {"q": pool.typed or None, "stage": pool.stage or None, "branch": request.args.get("branch") or None}
    older = url_for("pool.index", page=page + 1, **asked) if (page + 1) * PAGE < pool.count else ""
    newer = url_for("pool.index", page=page - 1 or None, **asked) if page else ""
    told = {"left": Assignment.left_to_claim(g.user), "branches": g.user.visible_branches(), "asked": asked}
    return render_template("pool/index.html", pool=pool, rows=pool.rows(page), older=older, newer=newer, **told)


@blueprint.get("/pool/<number>")
def show(number: str):
    customer = _find(number)
    file = PoolFile(customer, g.user)
    timeline = Timeline(customer, request.args) if file.is_open else None
    return render_template("pool/show.html", file=file, customer=customer, eyes=file.eyes, timeline=timeline)


@blueprint.post("/pool/<number>/looks")
def look(number: str):
    """看资料: counted, so that nobody reads through the pool."""
    PoolLook.note(_find(number), by=g.user)
    return htmx.go(url_for("pool.show", number=number))


@blueprint.post("/pool/<number>/claims")
def claim(number: str):
    """认领: who comes too late is told whose it is."""
    customer = _find(number, is_claimed=True)
    Assignment.claim(customer, by=g.user)
    toasts.say(f"{customer.name} 归您负责了，请定下次联系的日子")
    return htmx.go(url_for("customers.show", number=number))


@blueprint.get("/customers/<number>/release/new")
def new(number: str):
    return _ask(_find_own(number), ReleaseForm())


@blueprint.post("/customers/<number>/release")
def release(number: str):
    customer, form = _find_own(number), ReleaseForm()
    one = Customer.select().where(Customer.id == customer.id)

    def let_go() -> Assignment:
        return Assignment.release(one, form.reason.data, by=g.user)

    if not form.submit(once(form, Assignment, let_go)):
        return _ask(customer, form)
    toasts.say(f"{customer.name} 已放入公海", undo=url_for("assignments.undo", id=form.given.id))
    return htmx.go(url_for("pool.index"))


def _ask(customer: Customer, form: ReleaseForm):
    return htmx.dialog("pool/_form.html", "放入公海", form=form, customer=customer)


def _find_own(number: str) -> Customer:
    return find_customer(number, lambda customer, user: Assignment.require_releaser(user, customer))


def _find(number: str, *, is_claimed: bool = False) -> Customer:
    """In the pool, as far as the person may know of it; `is_claimed`: or just taken from it by a colleague."""
    _require_reader()
    places = (in_pool, was_in_pool) if is_claimed else (in_pool,)
    found = (place(g.user).where(Customer.number == number).first() for place in places)
    return next(filter(None, found), None) or abort(404)


def _require_reader() -> None:
    if not g.user.reads_pool:
        raise NotAllowed("公海由业务员和分站负责人使用")
