"""The columns by which a list or a board reads its customers' tags."""

from collections.abc import Iterable

from peewee import Expression, fn

from webapp.models.classification import Classification
from webapp.models.dimension import Axis, Dimension, DimensionValue


def ids(axes: Iterable[Axis]) -> tuple[int, ...]:
    """Of these dimensions, as the argument of a query."""
    return tuple(axis.id for axis in axes)


def tag_columns(customer, dimensions: Iterable) -> list:
    """For a query: the id of the customer's value in each dimension, in this order."""
    return [value_in(dimension, customer) for dimension in dimensions]


def value_in(dimension, customer):
    """For a query: the id of the customer's value in a dimension, looked up for each customer and never joined."""
    place = Classification.alias()
    return place.select(place.value).where(place.customer == customer, place.dimension == dimension)


def is_live(customer) -> Expression:
    """For a query: whether the customer is still followed up, and not lost."""
    stage, values = Dimension.playing("stage"), DimensionValue.select(DimensionValue.id)
    lost = values.where(DimensionValue.dimension == stage, DimensionValue.outcome == "lost")
    return fn.COALESCE(value_in(stage, customer), 0).not_in(lost)
