from flask import Blueprint, abort, g, make_response, request, url_for

from webapp import htmx
from webapp.models.dimension import Dimension
from webapp.screens.board import SORTS, Board
from webapp.screens.window import Window
from webapp.views.finding import find_dimension, reader, stage_slug

blueprint = Blueprint("boards", __name__, url_prefix="/boards")


@blueprint.get("")
def index():
    """看板: of the stages first, whatever the office calls that dimension."""
    return htmx.go(url_for("boards.show", slug=stage_slug()))


@blueprint.get("/<slug>")
def show(slug: str):
    """The board; asked by a page that shows it, it answers 304 while nobody has touched a customer."""
    board = board_of(find_dimension(slug))
    etag = board.etag()
    if htmx.is_shown(etag):
        return make_response("", 304)
    return htmx.answer(
        "boards/show.html",
        "boards/_board.html",
        board=board,
        columns=board.columns(),
        etag=etag,
        boards=board.catalogue.boards,
        branches=g.user.visible_branches(),
        sorts=tuple(SORTS.items()),
    )


@blueprint.get("/<slug>/columns/<value>")
def column(slug: str, value: str):
    """A column with other cards than stood open: more of them, or those behind."""
    board = board_of(find_dimension(slug), {value: Window.read(request.args.get("shown", ""))})
    columns = board.columns(only={value})
    if not columns:
        abort(404)
    back = url_for("boards.show", slug=slug, **board.standing), "回看板"
    title = f"{board.dimension.label} · {columns[0].value.label}"
    return htmx.alone("boards/_column.html", title, back=back, board=board, column=columns[0])


def is_asked_from(dimension: Dimension) -> bool:
    """Whether the request was made on this board, which sends along how it is shown (templates/boards/_board.html)."""
    return bool(htmx.htmx) and request.values.get("board") == dimension.slug


def board_of(dimension: Dimension, opened: dict[str, Window] | None = None) -> Board:
    """The board in the order and scope of the address, or of the board the request was made on."""
    asked = request.values
    opened = opened or _opened(asked.getlist("opened"))
    return Board(dimension, reader(), sort=asked.get("sort", ""), mine=asked.get("mine") == "1", opened=opened)


def _opened(said: list[str]) -> dict[str, Window]:
    """Which cards stand open in each column: intent:60, deal:30."""
    pairs = (part.partition(":") for part in said)
    return {slug: Window.read(window) for slug, _, window in pairs}
