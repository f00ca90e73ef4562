from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, abort, flash, g, request, url_for

from webapp import htmx
from webapp.errors import DomainError, NotAllowed
from webapp.forms import options
from webapp.forms.moves import MoveForm, PinForm
from webapp.models.classification import Move, MoveNeedsReason, StaleMove
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.screens.board import Board
from webapp.text.screening import ForbiddenContent
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
        return _refused(dimension, refusal)
    if move is None:
        return _columns(dimension, "没有变化")
    return _moved(
        customer, dimension, f"{customer.name} 已移到 {move.to_value.label}", move.from_value, move.to_value, move
    )


@blueprint.post("/moves/<int:id>/reversal")
def undo(id: int):
    moves = Move.select(Move, Customer, Dimension).join(Customer).switch(Move).join(Dimension)
    move = get_or_404(moves.where(g.user.scope(Customer)), Move.id == id)
    try:
        move.customer.undo_move(move, by=g.user)
    except DomainError as refusal:
        return _refused(move.dimension, refusal)
    return _moved(move.customer, move.dimension, f"{move.customer.name} 已移回原处", move.to_value, move.from_value)


@blueprint.post("/customers/<number>/pin")
@blueprint.delete("/customers/<number>/pin")
def pin(number: str):
    customer = find_customer(number)
    dimension = _dimension(PinForm().dimension.data or request.args.get("dimension", ""))
    pinned = request.method == "POST" and request.form.get("pinned", "1") == "1"
    customer.pin(dimension, pinned, by=g.user)
    return _columns(dimension, "已置顶" if pinned else "已取消置顶")


def _moved(customer: Customer, dimension: Dimension, message: str, left, reached, move: Move | None = None):
    """The card in the column it reached, and gone from the one it left. `move` can be taken back."""
    if not _is_on_board(dimension):
        return _elsewhere(dimension, message, f"move-{move.id}" if move else "message")
    board = _board(dimension)
    columns = board.columns(shown_cards(), {reached.slug} if reached else set())
    taken = {"left": left and board.bare(left.slug), "number": customer.number, "move": move}
    return htmx.fragment(
        "moves/_done.html", event="dialog-close", board=board, columns=columns, message=message, **taken
    )


def _columns(dimension: Dimension, message: str, status: int = 200):
    """All columns as they are now."""
    if not _is_on_board(dimension):
        return _elsewhere(dimension, message)
    board = _board(dimension)
    shown = {"board": board, "columns": board.columns(shown_cards()), "left": None, "number": "", "move": None}
    event = "dialog-close" if status == 200 else None
    return htmx.fragment("moves/_done.html", status=status, event=event, message=message, **shown)


def _elsewhere(dimension: Dimension, message: str, kind: str = "message"):
    """The page the person came from again, with a toast."""
    flash(message, kind)
    return htmx.go(_back(dimension))


def _refused(dimension: Dimension, refusal: DomainError):
    """A clash shows what is true now; without a board to repair the refusal is a page or a toast."""
    if not _is_on_board(dimension):
        raise refusal
    return _columns(dimension, refusal.message, refusal.status)


def _is_on_board(dimension: Dimension) -> bool:
    return bool(htmx.htmx) and f"/boards/{dimension.slug}" in (htmx.htmx.current_url or "")


def _board(dimension: Dimension) -> Board:
    """The board the person stands on, in the order and scope it is shown in."""
    query = dict(parse_qsl(urlsplit(htmx.htmx.current_url or "").query))
    return Board(dimension, g.user, sort=query.get("sort", "urgency"), mine=query.get("mine") == "1")


def _dialog(customer: Customer, dimension: Dimension, form: MoveForm, status: int = 200):
    values = Board(dimension, g.user).values
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
