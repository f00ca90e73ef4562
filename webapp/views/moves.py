from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.errors import DomainError
from webapp.forms import options
from webapp.forms.moves import MoveForm
from webapp.models.classification import Move, StaleMove
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.screens.board import Board
from webapp.screens.next_days import sooner
from webapp.views import toasts
from webapp.views.boards import board_of, is_asked_from
from webapp.views.finding import find, find_customer, find_dimension, stage_slug

blueprint = Blueprint("moves", __name__)


@blueprint.get("/customers/<number>/moves/new")
def new(number: str):
    """移动到…: the twin of dragging, as dialog or page."""
    customer = find_customer(number, Customer.require_mover)
    dimension = find_dimension(request.args.get("dimension") or stage_slug())
    placed = customer.classification(dimension)
    form = MoveForm(
        dimension=dimension.slug,
        value=placed.value.slug if placed else None,
        version=placed.version if placed else 0,
    )
    return _dialog(customer, dimension, form)


@blueprint.post("/customers/<number>/moves")
def create(number: str):
    customer, form = find_customer(number, Customer.require_mover), MoveForm()
    dimension = find_dimension(form.dimension.data)

    def move() -> Move | None:
        value = _value(dimension, form.value.data)
        said = {"reason": form.reason.data or "", "origin": form.came_by, "version": form.seen}
        return customer.move_to(value, by=g.user, **said)

    if not form.submit(move):
        if form.is_overtaken and not is_asked_from(dimension):  # no board is there to show what is true now
            placed = customer.classification(dimension)
            form.see(placed.version if placed else 0)
        elif not form.can_be_mended:
            return refused(dimension, form.refusal)
        return _dialog(customer, dimension, form)
    done = form.given
    if done is None:
        return all_columns(dimension, "没有变化")
    return _moved(
        customer, dimension, f"{customer.name} 已移到 {done.to_value.label}", done.from_value, done.to_value, done
    )


@blueprint.post("/moves/<int:id>/reversal")
def undo(id: int):
    move = find(Move, id, Move.dimension)
    try:
        move.customer.undo_move(move, by=g.user)
    except DomainError as refusal:
        return refused(move.dimension, refusal)
    return _moved(move.customer, move.dimension, f"{move.customer.name} 已移回原处", move.to_value, move.from_value)


def _moved(customer: Customer, dimension: Dimension, message: str, left, reached, move: Move | None = None):
    """The card in the column it reached, and gone from the one it left. `move` can be taken back."""
    if not is_asked_from(dimension):
        return _elsewhere(dimension, message, move)
    board = board_of(dimension)
    columns = board.columns({reached.slug} if reached else set())
    taken = {"left": left and board.bare(left.slug), "number": customer.number, "move": move}
    taken["proposed"] = sooner(customer, g.user) if move else None
    return htmx.fragment(
        "moves/_done.html", event="dialog-close", board=board, columns=columns, message=message, **taken
    )


def all_columns(dimension: Dimension, message: str, status: int = 200):
    """All columns as they are now."""
    if not is_asked_from(dimension):
        return _elsewhere(dimension, message)
    board = board_of(dimension)
    shown = {"board": board, "columns": board.columns(), "left": None, "number": "", "move": None, "proposed": None}
    event = "dialog-close" if status == 200 else None
    return htmx.fragment("moves/_done.html", status=status, event=event, message=message, **shown)


def _elsewhere(dimension: Dimension, message: str, move: Move | None = None):
    """The page the person came from again, with a toast."""
    toasts.say(message, move=move)
    return htmx.go(_back(dimension))


def refused(dimension: Dimension, refusal: DomainError):
    """A clash shows what is true now; without a board to repair the refusal is a page or a toast."""
    if not is_asked_from(dimension):
        raise refusal
    return all_columns(dimension, refusal.message, refusal.status)


def _dialog(customer: Customer, dimension: Dimension, form: MoveForm):
    values = Board(dimension, g.user).values
    form.value.choices = options(*((value.slug, value.label) for value in values))
    placed = customer.classification(dimension)
    context = {"customer": customer, "dimension": dimension, "values": values, "placed": placed, "form": form}
    return htmx.dialog("moves/_dialog.html", "移动到…", **context)


def _value(dimension: Dimension, slug: str) -> DimensionValue:
    """The column; one that is gone meanwhile is a clash the board must show."""
    value = dimension.value(slug)
    if value is None:
        raise StaleMove("这一栏已经不在了，已换成最新的")
    return value


def _back(dimension: Dimension) -> str:
    """The page the person came from, if it is one of ours and can be shown again."""
    came_from = (htmx.htmx.current_url if htmx.htmx else request.referrer) or ""
    ours = came_from.startswith(request.host_url) and "/moves" not in came_from
    return came_from if ours else url_for("boards.show", slug=dimension.slug)
