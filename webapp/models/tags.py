"""The labels a list or a board shows beside each customer, fetched once for all of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from webapp.models.classification import Classification
from webapp.models.dimension import Dimension, DimensionValue
from webapp.prepared import Prepared


class Tag(NamedTuple):
    dimension: str
    label: str
    hue: str


def tags_of(customers: Iterable[int], dimensions: Iterable[str]) -> dict[int, list[Tag]]:
    """Tags by customer id, in the order the office gives its dimensions. One query."""
    found = defaultdict(list)
    for customer, *tag in _tags(customers=list(customers), dimensions=list(dimensions)):
        found[customer].append(Tag(*tag))
    return found


_Wanted = Dimension.alias()
_tags = Prepared(
    lambda customers, dimensions: (
        Classification.select(Classification.customer, Dimension.slug, DimensionValue.label, DimensionValue.hue)
        .join(DimensionValue, on=Classification.value == DimensionValue.id)
        .join(Dimension, on=Classification.dimension == Dimension.id)
        # by the dimension's id: by its slug SQLite would start there and walk all customers of each value
        .where(Classification.customer << customers, Classification.dimension << _Wanted.select(_Wanted.id).where(_Wanted.slug << dimensions))
        .order_by(Dimension.position)
    ),
    plain=True,
)
