from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, abort, flash, g, request, url_for

from webapp import htmx
from webapp.errors import DomainError, NotAllowed
from webapp.forms import options
from webapp.forms.moves import MoveForm, PinForm
from webapp.models.board import Board
from webapp.models.classification import Move, MoveNeedsReason, StaleMove
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.screening import ForbiddenContent
from webapp.views import find_customer, get_or_404
from webapp.views.boards import shown_cards

blueprint = Blueprint("moves", __name__)

ORIGINS = frozenset({"drag", "menu", "keyboard"})


@blueprint.get("/customers/<number>/moves/new")
def new(number: str):
    """移动到…: the twin of dragging, as dialog or page."""
    customer = find_customer(number)
    if not g.user.works_on(customer):
        raise NotAllowed("只有负责人、分站负责人和协同人可以移动这位客户")
    dimension = _dimension(request.args.get("dimension", "stage"))
    placed = customer.classification(dimension)
    form = MoveForm(
        dimension=dimension.slug,
        value=placed.value.slug if placed else None,
        version=placed.version if placed else 0,
    )
    return _dialog(customer, dimension, form)


@blueprint.post("/customers/<number>/moves")
def create(number: str):
    customer = find_customer(number)
    form = MoveForm()
    dimension = _dimension(form.dimension.data)
    if not form.validate():
        return _dialog(customer, dimension, form, 422)
    try:
        move = customer.move_to(
            _value(dimension, form.value.data),
            by=g.user,
            reason=form.reason.data or "",
            origin=form.origin.data if form.origin.data in ORIGINS else "menu",
            version=form.version.data,
        )
    except MoveNeedsReason as asked:
        if form.origin.data != "drag" or request.form.get("reason") is not None:
            form.refuse(asked)
        return _dialog(customer, dimension, form, 422)
    except ForbiddenContent as refusal:
        form.refuse(refusal)
        return _dialog(customer, dimension, form, 422)
    except DomainError as refusal:
        return _refused(customer, dimension, refusal)
    return _done(customer, dimension, move)


@blueprint.post("/moves/<int:id>/reversal")
def undo(id: int):
    moves = Move.select(Move, Customer, Dimension).join(Customer).switch(Move).join(Dimension)
    move = get_or_404(moves.where(g.user.scope(Customer)), Move.id == id)
    try:
        move.customer.undo_move(move, by=g.user)
    except DomainError as refusal:
        return _refused(move.customer, move.dimension, refusal)
    return _done(move.customer, move.dimension, None, f"{move.customer.name} 已移回原处", _ends(move))


@blueprint.post("/customers/<number>/pin")
@blueprint.delete("/customers/<number>/pin")
def pin(number: str):
    customer = find_customer(number)
    dimension = _dimension(PinForm().dimension.data or request.args.get("dimension", ""))
    pinned = request.method == "POST" and request.form.get("pinned", "1") == "1"
    customer.pin(dimension, pinned, by=g.user)
    return _done(customer, dimension, None, "已置顶" if pinned else "已取消置顶")


def _done(customer: Customer, dimension: Dimension, move: Move | None, message: str = "", touched: set[str] | None = None):
    """On a board the columns that were touched, elsewhere the page again; with a toast that can take the move back."""
    if move:
        message, touched = f"{customer.name} 已移到 {move.to_value.label}", _ends(move)
    if not _is_on_board(dimension):
        flash(message or "没有变化", f"move-{move.id}" if move else "message")
        return htmx.go(_back(dimension))
    return htmx.fragment("moves/_done.html", event="dialog-close", move=move, message=message, **_columns(dimension, touched))


def _ends(move: Move) -> set[str]:
    """The columns at both ends of a move."""
    return {value.slug for value in (move.from_value, move.to_value) if value}


def _refused(customer: Customer, dimension: Dimension, refusal: DomainError):
    """A clash shows what is true now; without a board to repair the refusal is a page or a toast."""
    if not _is_on_board(dimension):
        raise refusal
    return htmx.fragment("moves/_done.html", status=refusal.status, move=None, message=refusal.message, **_columns(dimension))


def _is_on_board(dimension: Dimension) -> bool:
    return bool(htmx.htmx) and f"/boards/{dimension.slug}" in (htmx.htmx.current_url or "")


def _columns(dimension: Dimension, only: set[str] | None = None) -> dict:
    """Columns of the board the person stands on, in the order, scope and length it is shown in."""
    query = dict(parse_qsl(urlsplit(htmx.htmx.current_url or "").query))
    board = Board(dimension, g.user, sort=query.get("sort", "urgency"), mine=query.get("mine") == "1")
    return {"board": board, "columns": board.columns(shown_cards(), only)}


def _dialog(customer: Customer, dimension: Dimension, form: MoveForm, status: int = 200):
    values = Board(dimension, g.user).values()
    form.value.choices = options(*((value.slug, value.label) for value in values))
    placed = customer.classification(dimension)
    context = {"customer": customer, "dimension": dimension, "values": values, "placed": placed, "form": form}
    response = htmx.answer("moves/new.html", "moves/_dialog.html", status=status, **context)
    return htmx.into_dialog(response) if htmx.htmx else response


def _dimension(slug: str | None) -> Dimension:
    return Dimension.of(slug or "") or abort(404)


def _value(dimension: Dimension, slug: str) -> DimensionValue:
    """The column; one that is gone meanwhile is a clash the board must show."""
    value = dimension.value(slug)
    if value is None:
        raise StaleMove("这一栏已经不在了，看板已换成最新的")
    return value


def _back(dimension: Dimension) -> str:
    """The page the person came from, if it is one of ours and can be shown again."""
    came_from = (htmx.htmx.current_url if htmx.htmx else request.referrer) or ""
    ours = came_from.startswith(request.host_url) and "/moves" not in came_from
    return came_from if ours else url_for("boards.show", slug=dimension.slug)
