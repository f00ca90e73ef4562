from flask import Blueprint, abort, g, make_response, request, url_for

from webapp import htmx
from webapp.models.dimension import Dimension
from webapp.screens.board import SORTS, Board

blueprint = Blueprint("boards", __name__, url_prefix="/boards")


@blueprint.get("/<slug>")
def show(slug: str):
    """The board; asked with If-None-Match it answers 304 while nobody has touched a customer."""
    board = _board(slug)
    etag = board.etag()
    if htmx.htmx and request.headers.get("If-None-Match") == etag:
        return make_response("", 304)
    return htmx.answer(
        "boards/show.html",
        "boards/_board.html",
        board=board,
        columns=board.columns(shown_cards()),
        etag=etag,
        boards=board.catalogue.boards,
        sorts=SORTS,
    )


@blueprint.get("/<slug>/columns/<value>")
def column(slug: str, value: str):
    """A column with thirty more cards than were shown."""
    board = _board(slug)
    shown = request.args.get("shown", 0, type=int)
    columns = board.columns({value: shown}, only={value})
    if not columns:
        abort(404)
    back = url_for("boards.show", slug=slug), "回看板"
    title = f"{board.dimension.label} · {columns[0].value.label}"
    return htmx.alone("boards/_column.html", title, back=back, board=board, column=columns[0])


def _board(slug: str) -> Board:
    dimension = Dimension.of(slug) or abort(404)
    return Board(dimension, g.user, sort=request.args.get("sort", "urgency"), mine=request.args.get("mine") == "1")


def shown_cards() -> dict[str, int]:
    """How many cards stand open in each column, from the address or from the board that asks: intent:60,deal:30."""
    shown = request.args.get("shown") or request.headers.get("Board-Shown", "")
    pairs = (part.partition(":") for part in shown.split(",") if ":" in part)
    return {slug: int(count) for slug, _, count in pairs if count.isdecimal() and len(count) < 6}
