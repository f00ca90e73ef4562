from flask import g, render_template

from webapp import htmx
from webapp.errors import NotAllowed
from webapp.forms.customers import NeedsForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.screens.needs import Analysis
from webapp.views.file_parts import FilePart
from webapp.views.finding import find_customer


def _links(customer: Customer) -> tuple[str, dict]:
    return "needs/_links.html", {"may_read_history": g.user.works_on(customer) and customer.had_other_needs()}


pages = FilePart("needs", "客户需求", NeedsForm, place=20, above=_links)
blueprint, part = pages.blueprint, pages.part


@blueprint.get("/analysis")
def analyse(number: str):
    """需求分析."""
    customer = find_customer(number)
    return render_template("needs/analysis.html", analysis=Analysis(customer, Eyes.of(g.user, customer)))


@blueprint.get("/history")
def history(number: str):
    """What the customer needed before (R-NEED)."""
    customer = find_customer(number)
    if not g.user.works_on(customer):
        raise NotAllowed("更正前的内容由负责人、分站负责人和协同人查看")
    shown = {"customer": customer, "history": customer.needs_before(), "eyes": Eyes.of(g.user, customer)}
    return htmx.dialog("shared/_history.html", "需求的变化", **shown)
