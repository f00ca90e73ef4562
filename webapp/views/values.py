from webapp.forms.customers import ValueForm
from webapp.models.customer import Customer
from webapp.screens.value import evaluation
from webapp.views.file_parts import FilePart


def _figures(customer: Customer) -> tuple[str, dict]:
    return "values/_figures.html", {"evaluation": evaluation(customer)}


pages = FilePart("value", "价值评估", ValueForm, place=45, above=_figures)
blueprint, part = pages.blueprint, pages.part
