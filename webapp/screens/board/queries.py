"""What a board reads: the cards of a column in each order, how many stand in each, and when one was last touched."""

from peewee import JOIN, SQL, fn

from webapp.models.audit import AuditEvent
from webapp.models.classification import Classification
from webapp.models.customer import NEVER, SILENT_SINCE, Customer
from webapp.models.dimension import DimensionValue
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.counting import how_many
from webapp.screens.paging import Order
from webapp.screens.tags import tag_columns
from webapp.screens.whose import owner_name


def _scope(viewer: User, mine):
    return viewer.scope(Classification) if mine is None else Classification.owner == mine


def _cards(order: Order, *first, condition=True) -> Prepared:
    """A column in its order, behind the pinned cards where `first` says so."""

    def build(viewer, mine, value, tags, limit, last, last_id, among_pinned=None):
        query = (
            Classification.select(*_shown(order, tags, viewer))
            .join(Customer, on=Classification.customer == Customer.id)
            .join(User, JOIN.LEFT_OUTER, on=Classification.owner == User.id)
            .where(Classification.value == value, _scope(viewer, mine), condition)
            .order_by(*first, *order.clauses())
            .limit(limit)
        )
        if last_id is None:
            return query
        beyond = order.beyond(last, last_id)
        if first:
            is_pinned = Classification.is_pinned
            beyond = ~is_pinned & beyond if among_pinned is None else ~is_pinned | beyond
        return query.where(beyond)

    return Prepared(build, row=tuple)


def _walked(order: Order) -> Prepared:
    """Beginning with the customers, which CROSS tells SQLite to do."""

    def build(viewer, mine, value, tags, limit, last, last_id):
        query = (
            Customer.select(*_shown(order, tags, viewer))
            .join(Classification, JOIN.CROSS)
            .join(User, JOIN.LEFT_OUTER, on=Classification.owner == User.id)
            .where(Classification.customer == Customer.id, Classification.value == value, ~Classification.is_pinned)
            .where(_scope(viewer, mine))
            .order_by(*order.clauses())
            .limit(limit)
        )
        return query if last_id is None else query.where(order.beyond(last, last_id))

    return Prepared(build, row=tuple)


def _shown(order: Order, tags, viewer: User) -> tuple:
    return (
        order.column,
        Customer.id,
        Customer.number,
        Customer.name_for(viewer),
        Customer.next_step,
        Customer.next_due_on,
        Customer.last_followup_at,
        owner_name(),
        Classification.version,
        Classification.is_pinned,
        Classification.since,
        *tag_columns(Customer.id, tags),
    )


def _counted(viewer: User, mine, dimension):
    """By value, each from the index that a column is read from."""
    cards = Classification.select(SQL("1")).where(Classification.value == DimensionValue.id, _scope(viewer, mine))
    return DimensionValue.select(DimensionValue.id, how_many(cards, viewer)).where(
        DimensionValue.dimension == dimension
    )


def _latest(branch):
    acts = AuditEvent.select(fn.MAX(AuditEvent.id)).where(AuditEvent.customer_id.is_null(False))  # a login touches none
    return acts if branch is None else acts.where(AuditEvent.branch_id == branch)


_BY_CUSTOMER = {
    "silent": Order(Customer.last_followup_at, by=SILENT_SINCE, missing=NEVER),
    "name": Order(Customer.name_sort),
}
ORDERS = {"urgency": Order(Classification.urgency, tie=Classification.customer), **_BY_CUSTOMER}
CARDS = {
    "urgency": _cards(ORDERS["urgency"]),
    **{name: _cards(order, Classification.is_pinned.desc()) for name, order in _BY_CUSTOMER.items()},
}
PINNED = {name: _cards(order, condition=Classification.urgency < "1") for name, order in _BY_CUSTOMER.items()}
WALKED = {name: _walked(order) for name, order in _BY_CUSTOMER.items()}
counts = Prepared(_counted, row=tuple)
last_act = Prepared(_latest, row=tuple)
