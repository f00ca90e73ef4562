"""Where a dimension was given up, or taken up again, its customers keep another rhythm from now on (R-CADENCE)."""

from collections.abc import Iterator

from webapp.database import locked, transaction
from webapp.models.classification import Classification
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension

SLICE = 100


def unsettled():
    """A query of the dimensions for which that is still to be done."""
    return Dimension.select().where(Dimension.unsettled_at.is_null(False)).order_by(Dimension.id)


def settle() -> None:
    """Work out the rhythm of their customers anew, some at a time. What was broken off is begun anew, and so is what
    was turned again meanwhile."""
    for dimension in list(unsettled()):
        for ids in _slices(dimension):
            with transaction():
                for customer in locked(Customer.select().where(Customer.id << ids).order_by(Customer.id)):
                    customer.refresh_schedule()
        as_seen = Dimension.id == dimension.id, Dimension.unsettled_at == dimension.unsettled_at
        with transaction():
            Dimension.update(unsettled_at=None).where(*as_seen).execute()


def _slices(dimension: Dimension) -> Iterator[list[int]]:
    last, ids = 0, [0]
    while ids:
        theirs = Classification.select(Classification.customer).where(Classification.dimension == dimension)
        query = theirs.where(Classification.customer > last).order_by(Classification.customer).limit(SLICE)
        if ids := [id_ for (id_,) in query.tuples()]:
            yield ids
            last = ids[-1]
