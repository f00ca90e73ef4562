"""回收站: what lies in the bin, as whoever keeps it reads it (R-BIN)."""

from datetime import datetime
from typing import NamedTuple

from webapp.models.binned import Binned
from webapp.models.organisation import Branch
from webapp.models.user import User

MOST = 200
SHOWN = (
    Binned.id,
    Binned.number,
    Binned.public_name,
    Branch.name,
    Binned.owner_name,
    Binned.reason,
    User.name,
    Binned.at,
)


class Lying(NamedTuple):
    """A customer in the bin."""

    id: int
    number: str
    name: str
    branch: str
    owner: str
    reason: str
    by: str
    at: datetime
    may_purge: bool


def visible_binned(user: User):
    """The query of those a person keeps: of the branch they lead, or of all."""
    rows = Binned.select().join(User, on=Binned.by).join_from(Binned, Branch)
    return rows if user.can_set else rows.where(Binned.branch == (user.branch_id if user.leads_branch else 0))


def binned(user: User) -> list[Lying]:
    """The latest first. What hung on them stays where it is: it may be a great deal."""
    rows = visible_binned(user).select(*SHOWN).order_by(Binned.id.desc()).limit(MOST)
    return [Lying(*row, may_purge=user.can_set and Binned(at=row[-1]).is_ripe) for row in rows.tuples()]
