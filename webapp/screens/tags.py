"""The columns by which a list or a board reads its customers' tags."""

from collections.abc import Iterable

from webapp.models.classification import value_in
from webapp.models.dimension import Axis


def ids(axes: Iterable[Axis]) -> tuple[int, ...]:
    """Of these dimensions, as the argument of a query."""
    return tuple(axis.id for axis in axes)


def tag_columns(customer, dimensions: Iterable) -> list:
    """For a query: the id of the customer's value in each dimension, in this order."""
    return [value_in(dimension, customer) for dimension in dimensions]
