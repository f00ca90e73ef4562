"""The labels a list or a board shows beside each customer."""

from collections.abc import Iterable
from typing import NamedTuple

from webapp.models.classification import Classification
from webapp.models.dimension import Dimension, DimensionValue
from webapp.prepared import Prepared


class Tag(NamedTuple):
    dimension: str
    label: str
    hue: str


class Tags(dict):
    """Every value of every dimension as a Tag, by id. Rows bring the ids in the columns of `tag_columns`."""

    def __init__(self):
        super().__init__((id_, Tag(*tag)) for id_, *tag in _every_value())

    def of(self, values: Iterable[int | None]) -> tuple[Tag, ...]:
        return tuple(self[value] for value in values if value)


def tag_columns(customer, dimensions: Iterable[str], *, but=None) -> list:
    """For a query: the customer's value in each dimension, in this order; not in the one that is shown already (`but`)."""
    return [value_in(slug, customer, but) for slug in dimensions]


def value_in(slug: str, customer, but=None):
    """For a query: the id of the customer's value in a dimension, looked up for each customer and never joined."""
    dimension = Dimension.select(Dimension.id).where(Dimension.slug == slug)
    if but is not None:
        dimension = dimension.where(Dimension.slug != but)
    place = Classification.alias()
    return place.select(place.value).where(place.customer == customer, place.dimension == dimension)


_every_value = Prepared(
    lambda: DimensionValue.select(DimensionValue.id, Dimension.slug, DimensionValue.label, DimensionValue.hue).join(
        Dimension
    ),
    row=tuple,
)
