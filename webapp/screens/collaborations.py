"""协同: who was asked onto a customer, by whom and what for."""

from datetime import datetime
from typing import NamedTuple

from webapp.models.collaboration import Collaboration
from webapp.models.user import User
from webapp.prepared import Prepared


class Helper(NamedTuple):
    """Somebody who was asked on."""

    id: int
    user: int
    name: str
    role: str
    by: str
    reason: str
    at: datetime


_By = User.alias()
of_customer = Prepared(
    lambda customer: (
        Collaboration.select(
            Collaboration.id, User.id, User.name, User.role, _By.name, Collaboration.reason, Collaboration.at
        )
        .join(User, on=Collaboration.user)
        .switch(Collaboration)
        .join(_By, on=Collaboration.invited_by == _By.id)
        .where(Collaboration.customer == customer)
        .order_by(Collaboration.at, Collaboration.id)
    ),
    row=Helper,
)
