"""What somebody is reminded of on the worklist: days that matter, birthdays, the next festival (R-MILESTONE,
R-CARE)."""

from datetime import date, timedelta
from typing import NamedTuple

from webapp.festivals import Coming, coming
from webapp.models.customer import Customer
from webapp.models.eyes import Owned, eyes_at
from webapp.models.milestone import LASTING, Milestone, MilestoneKind
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.care import Birthday, Care

MOST = 12
FESTIVAL_WITHIN, BIRTHDAY_WITHIN = timedelta(days=14), 7


class Due(NamedTuple):
    """A milestone of which somebody is reminded."""

    id: int
    happens_on: date
    label: str
    note: str
    number: str
    name: str
    may: bool


class Reminders(NamedTuple):
    """What a person is reminded of on a day."""

    milestones: list[Due]
    birthdays: list[Birthday]
    festivals: tuple[Coming, ...]

    @property
    def count(self) -> int:
        return sum(map(len, self))


def reminders(user: User, person: list[int] | None, day: date) -> Reminders:
    """`person` (ids) narrows the milestones to some owners' customers; who only looks is reminded of nothing to be
    done."""
    milestones = [_due(user, *row) for row in _shown(user, person, day)]
    if not user.can_work:
        return Reminders(milestones, [], ())
    return Reminders(milestones, Care(user, day).birthdays(BIRTHDAY_WITHIN), coming(day, day + FESTIVAL_WITHIN))


def _shown(user: User, person: list[int] | None, day: date) -> list[tuple]:
    rows = _milestones(viewer=user, person=person, day=day, since=day - LASTING)
    owned = [Owned(*row[:3]) for row in rows]
    eyes = eyes_at(owned, user)
    return [(one, eyes[one.id], *row[3:]) for one, row in zip(owned, rows, strict=True)]


def _due(user: User, customer: Owned, eyes, id_, happens_on, kind, note, number, name) -> Due:
    label = MilestoneKind(kind).label
    return Due(id_, happens_on, label, eyes.text(note), number, name, user.keeps(customer))


def _to_come(viewer: User, person, day, since):
    rows = Milestone.select(
        Customer.id,
        Customer.owner,
        Customer.branch,
        Milestone.id,
        Milestone.happens_on,
        Milestone.kind,
        Milestone.note,
        Customer.number,
        Customer.name_for(viewer),
    )
    rows = rows.join(Customer, on=Milestone.customer).where(Milestone.are_due(day, since), viewer.scope(Customer))
    rows = rows if person is None else rows.where(Customer.owner << person)
    return rows.order_by(Milestone.happens_on, Milestone.id).limit(MOST)


_milestones = Prepared(_to_come, row=tuple)
