"""Moves on the timeline."""

from datetime import datetime
from typing import NamedTuple

from peewee import JOIN

from webapp.models.classification import Move
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.user import User
from webapp.prepared import Prepared


class Moved(NamedTuple):
    """A change of value in a dimension; `left` or `to` is None where it came from nowhere or went there."""

    id: int
    at: datetime
    dimension: str
    left: str | None
    to: str | None
    by: str
    origin: str
    reason: str


_From, _To = DimensionValue.alias(), DimensionValue.alias()
moves = Prepared(
    lambda ids: (
        Move.select(Move.id, Move.at, Dimension.label, _From.label, _To.label, User.name, Move.origin, Move.reason)
        .join(Dimension, on=Move.dimension)
        .switch(Move)
        .join(_From, JOIN.LEFT_OUTER, on=Move.from_value)
        .switch(Move)
        .join(_To, JOIN.LEFT_OUTER, on=Move.to_value)
        .switch(Move)
        .join(User, on=Move.by)
        .where(Move.id << ids)
    ),
    row=Moved,
)
