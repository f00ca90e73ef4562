"""The query of customers under the filters of a list."""

from peewee import SQL, fn

from webapp.database import unindexed
from webapp.models.classification import Classification
from webapp.models.customer import DUE_ON, NO_DAY, Customer
from webapp.models.search import SearchTerm, fits
from webapp.models.user import User
from webapp.screens import traits
from webapp.screens.files_due import is_due
from webapp.screens.tags import value_in


def narrowed(
    query,
    viewer: User,
    owner,
    since,
    until,
    undated,
    files,
    wanted,
    classes,
    terms,
    walked_by=None,
    **more,
):
    """The query under the filters.

    Where few customers fit they are gathered by the filters' indexes, and sorted. Where more than anybody counts do,
    the list is walked by its order (`walked_by`) and each customer asked, until a page is full: gathering a third of a
    hundred thousand would take as long as fifty pages. Only where all that fit stand at the far end of the order does
    a walk take that long too. PostgreSQL chooses by what it knows of the columns;
    SQLite knows nothing, and would always gather.
    """
    query = query.where(viewer.scope(Customer))
    id_ = Customer.id if walked_by is None else unindexed(Customer.id)
    if wanted is not None:
        query = query.where(fits(id_, viewer, *wanted))
    for term in terms:
        query = query.where(id_ << SearchTerm.select(SearchTerm.customer).where(SearchTerm.term == term))
    if owner is not None:
        query = query.where(Customer.owner == owner)
    if until is not None or undated is not None:
        query = query.where(_is_due(since, until, walked_by))
    if files is not None:
        query = query.where(is_due(*files))
    query = traits.having(query, id_, viewer, **more)
    for dimension, value in classes:
        query = _placed(query, value, viewer) if walked_by is None else query.where(_value_of(dimension) == value)
    return query


def _is_due(since, until, walked_by):
    """Between the two; or without a day, though still followed up: as the worklist counts them."""
    due_on = DUE_ON if walked_by is None or walked_by is DUE_ON else unindexed(DUE_ON)
    if until is not None:
        return due_on.between(since, until)
    is_undated = Customer.next_due_on.is_null() if walked_by is None else due_on == SQL(f"'{NO_DAY}'")
    return is_undated & Customer.is_live()


def _placed(query, value, viewer: User):
    """Those of the query that stand there, by the board's index."""
    place = Classification.alias()
    query = query.join_from(Customer, place, on=(place.customer == Customer.id) & (place.value == value))
    return query.where(viewer.scope(place))


def _value_of(dimension):
    """The customer's value in a dimension, 0 for none."""
    return fn.COALESCE(value_in(dimension, Customer.id), 0)
