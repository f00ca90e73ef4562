from io import BytesIO

from flask import Blueprint, current_app, g, render_template, request, send_file

from webapp.errors import DomainError
from webapp.formatting import today
from webapp.models.customer import Customer
from webapp.views import get_or_404
from webapp.views.recorded import recorded

blueprint = Blueprint("paper", __name__, url_prefix="/paper")

# each sheet takes about 150 ms: a page of them is as much as one request may hold
MOST_AT_ONCE = 25


@blueprint.get("")
def index():
    """The forms, blank for taking along; filled ones are printed from the customer."""
    from webapp.paper import FORMS

    return render_template("paper_forms/index.html", forms=FORMS.values())


@blueprint.get("/<slug>.pdf")
@recorded
def show(slug: str):
    """A form as PDF: blank, or filled for the customers named by `customer` (R-PRINT)."""
    from webapp.paper import FORMS, office  # the typesetter takes half a second to load: not at every start

    form = FORMS.get(slug) or get_or_404(Customer.select().where(False))
    numbers, copies = list(dict.fromkeys(request.args.getlist("customer"))), _copies()
    if request.args.get("blank") or not numbers:
        return _pdf(office.print_blank(slug, copies).pdf, f"{form.file_title}-空白表.pdf")
    customers = _customers(numbers)
    result = office.print_customers(
        slug,
        customers,
        by=g.user,
        base_url=_base_url(),
        copies=copies,
        collate="sheets" if request.args.get("collate") == "sheets" else "copies",
        unmasked=request.args.get("unmasked") == "1",
    )
    name = form.file_name(customers[0].name, today()) if len(customers) == 1 else f"{form.file_title}-{len(customers)}位客户-{today():%Y%m%d}.pdf"
    return _pdf(result.pdf, name)


def _customers(numbers: list[str]) -> list[Customer]:
    if len(numbers) > MOST_AT_ONCE:
        raise DomainError(f"一次最多打印 {MOST_AT_ONCE} 位客户；更多的请用命令行 genjinbu print")
    return [get_or_404(g.user.visible_customers(), Customer.number == number) for number in numbers]


def _copies() -> str:
    chosen = "".join(copy for copy in "123" if copy in request.args.getlist("copy"))
    return chosen or "123"


def _base_url() -> str:
    return current_app.extensions["genjinbu"].base_url(request.host_url)


def _pdf(content: bytes, name: str):
    return send_file(BytesIO(content), "application/pdf", download_name=name)
