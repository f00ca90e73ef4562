"""请假: who is away now and in the time to come."""

from datetime import date
from typing import NamedTuple

from webapp.clock import today
from webapp.models.absence import Absence
from webapp.models.user import User

_StandIn = User.alias()


class Away(NamedTuple):
    """Somebody's absence; `may` that its reader may end it."""

    id: int
    name: str
    stand_in: str
    since: date
    until: date
    note: str
    is_now: bool
    may: bool


def visible_absences(user: User):
    """The query of those a person may read of: of the branch they lead, or of all; else of themselves, and those they
    stand in for."""
    rows = Absence.select(Absence, User, _StandIn).join(User, on=Absence.user)
    rows = rows.join_from(Absence, _StandIn, on=Absence.stand_in == _StandIn.id, attr="replaced_by")
    if user.can_set:
        return rows
    if user.leads_branch:
        return rows.where(User.branch == user.branch_id)
    return rows.where((Absence.user == user) | (Absence.stand_in == user))


def absences(user: User) -> list[Away]:
    """Those that are not over, the next first."""
    rows = visible_absences(user).where(Absence.until >= today()).order_by(Absence.since, Absence.id)
    return [
        Away(
            row.id,
            row.user.name,
            row.replaced_by.name,
            row.since,
            row.until,
            row.note,
            row.since <= today(),
            row.user.id == user.id or user.keeps_absences_of(row.user),
        )
        for row in rows
    ]
