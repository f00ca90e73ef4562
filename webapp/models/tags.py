"""The labels a list or a board shows beside each customer, fetched once for all of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from webapp.database import db
from webapp.models.classification import Classification
from webapp.models.dimension import Dimension, DimensionValue


class Tag(NamedTuple):
    dimension: str
    label: str
    hue: str


def tags_of(customers: Iterable[int], dimensions: Iterable[str]) -> dict[int, list[Tag]]:
    """Tags by customer id, in the order the office gives its dimensions. One query."""
    query = (
        Classification.select(Classification.customer, Dimension.slug, DimensionValue.label, DimensionValue.hue)
        .join(DimensionValue, on=Classification.value == DimensionValue.id)
        .join(Dimension, on=DimensionValue.dimension == Dimension.id)
        .where(Classification.customer << list(customers), Dimension.slug << list(dimensions))
        .order_by(Dimension.position)
    )
    found = defaultdict(list)
    for customer, *tag in db.execute(query).fetchall():  # text and numbers only: nothing for the models to convert
        found[customer].append(Tag(*tag))
    return found
