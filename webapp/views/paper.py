import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, send_file

from webapp.errors import DomainError
from webapp.models.printing import Subject
from webapp.paper import printing
from webapp.paper.forms import FORMS
from webapp.paper.press import COPIES
from webapp.paper.printing import Order, Printed
from webapp.views.on_record import on_record

blueprint = Blueprint("paper", __name__, url_prefix="/paper")

_SEPARATOR = re.compile("[,，、;；]")
MOST_NAMED = 200  # in an address, whose length servers limit


@blueprint.get("")
def index():
    """The forms: blank for taking along, filled for some customers or for all one sees."""
    return render_template("paper_forms/index.html", forms=tuple(FORMS.values()), numbers=_numbers(), most=MOST_NAMED)


@blueprint.get("/<slug>.pdf")
@on_record
def show(slug: str):
    """A form as PDF: blank, or filled for the customers named by `customer`,
    or with `all` for those one sees (R-PRINT)."""
    numbers, asked = _numbers(), request.args
    if asked.get("blank") or not (numbers or _everyone() or asked.get("filled")):
        printed = printing.print_blank(slug, _copies() or COPIES)
        printing.note_blank(slug, by=g.user)
        return _pdf(printed)
    if len(numbers) > MOST_NAMED:
        raise DomainError(
            f"一次最多写 {MOST_NAMED} 个客户编号，这里有 {len(numbers)} 个；"
            "更多的请选“全部客户”，或用命令行 genjinbu print"
        )
    order = Order(
        _copies(),
        "sheets" if asked.get("collate") == "sheets" else "copies",
        asked.get("unmasked") == "1",
        asked.get("variant") or asked.get(slug, ""),  # a form with many has a list to choose from, by its own name
        asked.get("reason", "").strip(),
    )
    wanted = None if _everyone() else numbers
    return _pdf(printing.print_customers(slug, wanted, order, by=g.user, base_url=_base_url()))


def as_pdf(slug: str, sheets: Sequence[tuple[Subject, Any]], about: str):
    """A form about something else than customers, printed from that one's own page."""
    return _pdf(printing.print_sheets(slug, sheets, about, by=g.user, base_url=_base_url()))


def _everyone() -> bool:
    return request.args.get("all") == "1"


def _numbers() -> list[str]:
    """The numbers that are named, one a parameter or several in one, as people paste them."""
    return [number for given in request.args.getlist("customer") for number in _SEPARATOR.sub(" ", given).split()]


def _copies() -> tuple[int, ...]:
    """The copies that are ticked; all of them for who was not asked."""
    ticked = tuple(copy for copy in COPIES if str(copy) in request.args.getlist("copy"))
    return ticked if ticked or request.args.get("filled") else COPIES


def _base_url() -> str:
    return current_app.extensions["genjinbu"].base_url(request.host_url)


def _pdf(printed: Printed):
    return send_file(BytesIO(printed.pdf), "application/pdf", download_name=printed.name)
