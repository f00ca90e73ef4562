"""How many there are: exact for whoever sees one branch; for whoever sees all of them as far as anybody reads it.

Beyond a thousand a figure then says 1000+, and costs no more for more rows.
Exact totals of the company belong in reports.
"""

from collections.abc import Callable

from peewee import SQL, ModelSelect, fn

from webapp.prepared import Prepared

MOST = 1000
MANY = float("inf")  # more than anybody reads; greater than every limit


def how_many(query: ModelSelect, viewer) -> ModelSelect:
    """For a query of rows: the query of their number, at most one more than MOST for a viewer who sees all."""
    return query.model.select(fn.COUNT(SQL("*"))).from_(query.limit(MOST + 1) if viewer.sees_all else query)


def read(count: int, viewer) -> float:
    """What `how_many` counted, MANY where it stopped counting."""
    return MANY if viewer.sees_all and count > MOST else count


class Count:
    """The number of rows of a query that `build` makes for a viewer; see Prepared."""

    def __init__(self, build: Callable[..., ModelSelect]):
        self._ask = Prepared(lambda viewer, **arguments: how_many(build(viewer=viewer, **arguments), viewer), row=tuple)

    def __call__(self, *, viewer, **arguments) -> float:
        return read(self._ask.value(viewer=viewer, **arguments), viewer)


def figure(count: float) -> str:
    """As it is read: 37, or 1000+."""
    return f"{MOST}+" if count == MANY else str(count)
