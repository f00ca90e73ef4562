"""What a kind of act must tell to stand on the timeline."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from peewee import Model


def direct(query, customer):
    """Of a query of acts that refer to their customer: those of one."""
    return query.where(query.model.customer == customer)


@dataclass(frozen=True)
class Source:
    """Where acts of one kind are found, and what their lines tell.

    `name` is that of the partial that draws them, templates/timeline/_<name>.html. `model` has `id` and `at`. `load`
    gives the acts of some ids, named tuples with `id` and `at`; `of` narrows a query of the model to one customer's
    rows.
    """

    name: str
    model: type[Model]
    load: Callable[[list[int]], Iterable[tuple]]
    of: Callable = direct

    def acts(self, ids: list[int]) -> dict[int, tuple]:
        """The acts by id."""
        return {act.id: act for act in self.load(ids=ids)}


class Kind(NamedTuple):
    """What a reader can narrow the timeline to."""

    label: str
    sources: tuple[Source, ...]
