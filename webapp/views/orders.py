from webapp.models.customer import Customer
from webapp.models.order import Order
from webapp.views.records import RecordPages


def _figures(customer: Customer) -> tuple[str, dict]:
    return "orders/_figures.html", {"figures": Order.figures(customer)}


pages = RecordPages("orders", Order, place=10, words="记一笔", kind="order", above=_figures)
blueprint, part = pages.blueprint, pages.part
