"""Changes of owner on the timeline."""

from datetime import datetime
from typing import NamedTuple

from peewee import JOIN

from webapp.models.assignment.transfer import Transfer
from webapp.models.user import User
from webapp.prepared import Prepared


class Transferred(NamedTuple):
    """Another owner, with so many steps and complaints along; `giver` or `taker` is None where it was nobody's."""

    id: int
    at: datetime
    giver: str | None
    taker: str | None
    by: str
    reason: str
    steps: int
    complaints: int


_Giver, _Taker = User.alias(), User.alias()
transfers = Prepared(
    lambda ids: (
        Transfer.select(
            Transfer.id,
            Transfer.at,
            _Giver.name,
            _Taker.name,
            User.name,
            Transfer.reason,
            Transfer.steps,
            Transfer.complaints,
        )
        .join(User, on=Transfer.by)
        .switch(Transfer)
        .join(_Giver, JOIN.LEFT_OUTER, on=Transfer.from_user)
        .switch(Transfer)
        .join(_Taker, JOIN.LEFT_OUTER, on=Transfer.to_user)
        .where(Transfer.id << ids)
    ),
    row=Transferred,
)
