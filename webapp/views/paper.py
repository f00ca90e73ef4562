from io import BytesIO

from flask import Blueprint, current_app, g, render_template, request, send_file

from webapp.formatting import today
from webapp.models.customer import Customer
from webapp.paper import printing
from webapp.paper.forms import FORMS
from webapp.paper.press import PaperForm
from webapp.views.recorded import recorded

blueprint = Blueprint("paper", __name__, url_prefix="/paper")


@blueprint.get("")
def index():
    """The forms: blank for taking along, filled for some customers or for all one sees."""
    return render_template("paper_forms/index.html", forms=tuple(FORMS.values()), numbers=_numbers(), most=printing.MOST)


@blueprint.get("/<slug>.pdf")
@recorded
def show(slug: str):
    """A form as PDF: blank, or filled for the customers named by `customer`, or with `all` for those one sees (R-PRINT)."""
    form = printing.form(slug)
    asked = request.args
    numbers = _numbers()
    if asked.get("blank") or not (numbers or asked.get("all") or asked.get("filled")):
        return _pdf(printing.print_blank(slug, _copies()).pdf, f"{form.name}-空白表.pdf")
    result = printing.print_customers(
        slug,
        None if asked.get("all") else numbers,
        by=g.user,
        base_url=_base_url(),
        copies=_copies(),
        collate="sheets" if asked.get("collate") == "sheets" else "copies",
        unmasked=asked.get("unmasked") == "1",
        variant=asked.get("variant", ""),
    )
    return _pdf(result.pdf, _file_name(form, numbers))


def _numbers() -> list[str]:
    """The numbers that are named, one a parameter or several in one, as people paste them."""
    return [number for given in request.args.getlist("customer") for number in given.replace(",", " ").replace("，", " ").split()]


def _file_name(form: PaperForm, numbers: list[str]) -> str:
    numbers = list(dict.fromkeys(numbers))
    if len(numbers) == 1:
        return form.file_name(Customer.get(Customer.number == numbers[0]).name, today())
    return form.file_name(f"{len(numbers)}位客户" if numbers else "全部客户", today())


def _copies() -> str:
    chosen = "".join(copy for copy in printing.COPIES if copy in request.args.getlist("copy"))
    return chosen or printing.COPIES


def _base_url() -> str:
    return current_app.extensions["genjinbu"].base_url(request.host_url)


def _pdf(content: bytes, name: str):
    return send_file(BytesIO(content), "application/pdf", download_name=name)
