from webapp.models.customer import Customer
from webapp.models.order import Order
from webapp.models.user import User
from webapp.views.records import RecordPages


def may(user: User, customer: Customer) -> bool:
    """May this person put orders down?"""
    return user.keeps(customer) and user.sees_amounts(customer)


def _figures(customer: Customer) -> tuple[str, dict]:
    return "orders/_figures.html", {"figures": Order.figures(customer)}


pages = RecordPages("orders", Order, place=10, words="记一笔", kind="order", above=_figures, may=may)
blueprint, part = pages.blueprint, pages.part
