"""What was taken back, on the timeline (R-WITHDRAW)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from webapp.models.user import User
from webapp.models.withdrawal import Said, Withdrawal
from webapp.prepared import Prepared


class Withdrawn(NamedTuple):
    """Something taken back, and what it said."""

    id: int
    at: datetime
    noun: str
    by: str
    reason: str
    recorded_at: datetime
    said: tuple[Said, ...]


def of(*nouns: str) -> Callable:
    """Narrows a query of withdrawals to one customer's of these nouns."""
    return partial(_of_nouns, nouns)


def _of_nouns(nouns: tuple[str, ...], query, customer):
    return query.where(Withdrawal.customer == customer, Withdrawal.noun << nouns)


def withdrawals(ids: list[int]) -> list[Withdrawn]:
    return [Withdrawn(*row[:-1], tuple(Said(*said) for said in row[-1])) for row in _withdrawals(ids=ids)]


_withdrawals = Prepared(
    lambda ids: (
        Withdrawal.select(
            Withdrawal.id,
            Withdrawal.at,
            Withdrawal.noun,
            User.name,
            Withdrawal.reason,
            Withdrawal.recorded_at,
            Withdrawal.said,
        )
        .join(User, on=Withdrawal.by)
        .where(Withdrawal.id << ids)
    ),
    row=tuple,
)
