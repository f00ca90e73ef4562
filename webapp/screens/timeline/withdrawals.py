"""What was taken back, on the timeline (R-WITHDRAW)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from webapp.models.user import User
from webapp.models.withdrawal import Withdrawal
from webapp.prepared import Prepared


class Withdrawn(NamedTuple):
    """Something taken back: what it said, (label, text, whether only those who work on the customer read it)."""

    id: int
    at: datetime
    noun: str
    by: str
    reason: str
    recorded_at: datetime
    said: tuple[tuple[str, str, bool], ...]


def of(noun: str) -> Callable:
    """Narrows a query of withdrawals to one customer's of one noun."""
    return partial(_of_noun, noun)


def _of_noun(noun: str, query, customer):
    return query.where(Withdrawal.customer == customer, Withdrawal.noun == noun)


def withdrawals(ids: list[int]) -> list[Withdrawn]:
    return [Withdrawn(*row[:-1], tuple(map(tuple, row[-1]))) for row in _withdrawals(ids=ids)]


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
