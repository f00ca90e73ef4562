"""移交: the lists, and one with its customers, as somebody concerned reads it (R-HANDOVER)."""

from collections import Counter
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from peewee import SQL, fn

from webapp.models.complaint import Complaint
from webapp.models.customer import Customer
from webapp.models.eyes import Owned, eyes_at, known_of
from webapp.models.handover import OPEN, Handover, Stage
from webapp.models.handover.item import Confirmation, HandoverItem
from webapp.models.paper_copy import copies_out
from webapp.models.task import Task
from webapp.models.user import User
from webapp.text import masking
from webapp.text.masking import Known

MOST = 500  # customers on a page; more are printed, not shown
MOST_ENDED = 50
_Giver, _Supervisor = User.alias(), User.alias()


class Listed(NamedTuple):
    """A handover in the list; `waits` that it waits for its reader. Why stands there for those who work on all of its
    customers: it may name people."""

    id: int
    giver: str
    reason: str
    stage: str
    hue: str
    count: int
    at: datetime
    ended_at: datetime | None
    waits: bool


class Item(NamedTuple):
    """A customer of one. Who sees it is led to it."""

    id: int
    number: str
    name: str
    receiver: str
    steps: int
    complaints: int
    copies: int
    note: str
    is_gone: bool
    may_open: bool


class Signed(NamedTuple):
    """One of its people, and how they confirmed; nothing yet where `at` is None."""

    part: str
    name: str
    at: datetime | None
    by: str
    reason: str


HUES = {Stage.DRAFT: "ink", Stage.DONE: "malachite", Stage.CANCELLED: "ink"}


def visible_handovers(user: User):
    """The query of those a person may read of: of the branch they lead, or of all; else those they have a part in."""
    rows = Handover.select(Handover, _Giver, _Supervisor).join(_Giver, on=Handover.giver == _Giver.id, attr="giver")
    rows = rows.join_from(Handover, _Supervisor, on=Handover.supervisor == _Supervisor.id, attr="supervisor")
    if user.sees_all:
        return rows
    if user.leads_branch:
        return rows.where(Handover.branch == user.branch_id)
    gets = HandoverItem.select(HandoverItem.handover).where(HandoverItem.receiver == user)
    has_part = (Handover.giver == user) | (Handover.supervisor == user)
    return rows.where(has_part | ((Handover.id << gets) & (Handover.stage != Stage.DRAFT)))


def handovers(user: User) -> list[Listed]:
    """Those that are not finished, and the last of those that are."""
    rows = visible_handovers(user)
    open_ = list(rows.where(Handover.stage << OPEN).order_by(Handover.id.desc()))
    ended = list(rows.where(Handover.stage.not_in(OPEN)).order_by(Handover.id.desc()).limit(MOST_ENDED))
    found = [*open_, *ended]
    counts = HandoverItem.select(HandoverItem.handover, fn.COUNT(SQL("*"))).group_by(HandoverItem.handover)
    count = dict(counts.where(HandoverItem.handover << found).tuples()) if found else {}
    return [
        Listed(
            row.id,
            row.giver.name,
            row.reason if row.giver_id == user.id or user.leads_branch else "",
            Stage(row.stage).label,
            HUES.get(row.stage, "gamboge"),
            count.get(row.id, 0),
            row.at,
            row.ended_at,
            row.stage in OPEN and user.id in row.waits_for(),
        )
        for row in found
    ]


class HandoverPage:
    """One of them, as somebody concerned reads it."""

    def __init__(self, handover: Handover, user: User):
        self.handover, self.user = handover, user
        self.stage = Stage(handover.stage)

    @property
    def is_draft(self) -> bool:
        return self.stage == Stage.DRAFT and self.handover.is_kept_by(self.user)

    @property
    def may_sign(self) -> bool:
        return self.stage in OPEN and self.handover.is_signed_by(self.user)

    @property
    def signs_for_giver(self) -> bool:
        """Would they sign for somebody else?"""
        return self.stage == Stage.GIVER and self.user.id != self.handover.giver_id

    @property
    def may_cancel(self) -> bool:
        return self.stage in OPEN and self.handover.is_kept_by(self.user)

    @cached_property
    def signed(self) -> list[Signed]:
        """Everybody who signs, in their order."""
        handover = self.handover
        rows = handover.confirmations.select(Confirmation, User).join(User, on=Confirmation.by)
        made = {(row.part, row.user_id): row for row in rows}
        asked = [(Stage.GIVER, "移交人", handover.giver)]
        asked += [(Stage.RECEIVERS, "接收人", receiver) for receiver in handover.receivers()]
        asked.append((Stage.SUPERVISOR, "监交人", handover.supervisor))
        return [_signed(label, person, made.get((part, person.id))) for part, label, person in asked]

    def words(self, text: str) -> str:
        """What somebody wrote: whole for the giver and whoever leads the branch, who work on all of the customers."""
        user, handover = self.user, self.handover
        if user.id == handover.giver_id or (user.leads_branch and user.branch_id == handover.branch_id):
            return text
        return masking.text(text, self._known)

    @cached_property
    def _known(self) -> Known:
        ids = [id_ for (id_,) in self.handover.items.select(HandoverItem.customer).tuples()]
        return Known.together(known_of(ids).values())

    @cached_property
    def count(self) -> int:
        return self.handover.items.count()

    @cached_property
    def items(self) -> list[Item]:
        whose = Customer.id, Customer.owner, Customer.branch, Customer.number, Customer.name, Customer.public_name
        told = HandoverItem.id, User.name, HandoverItem.note, HandoverItem.assignment
        rows = HandoverItem.select(*whose, *told).join(Customer)
        rows = rows.join_from(HandoverItem, User, on=HandoverItem.receiver == User.id)
        rows = rows.where(HandoverItem.handover == self.handover).order_by(User.id, Customer.number).limit(MOST)
        found = list(rows.tuples())
        ids, eyes = [row[0] for row in found], eyes_at([Owned(*row[:3]) for row in found], self.user)
        steps, copies = _counted(Task.customer, ids, Task.is_open, ~Task.is_pause), copies_out(ids)
        complaints = _counted(Complaint.customer, ids, Complaint.closed_at.is_null())
        is_done = self.stage == Stage.DONE
        return [
            Item(
                id_,
                number,
                name if self.user.works_on(Owned(*row)) else public_name,
                receiver,
                steps[row[0]],
                complaints[row[0]],
                copies[row[0]],
                eyes[row[0]].text(note),
                is_done and assignment is None,
                self.user.sees(Owned(*row)),
            )
            for *row, number, name, public_name, id_, receiver, note, assignment in found
        ]


def _signed(part: str, person: User, made: Confirmation | None) -> Signed:
    if made is None:
        return Signed(part, person.name, None, "", "")
    return Signed(part, person.name, made.at, "" if made.by_id == person.id else made.by.name, made.reason)


def _counted(whose, customers: list[int], *where) -> Counter:
    """How many rows are at each of these customers."""
    rows = whose.model.select(whose, fn.COUNT(SQL("*"))).where(whose << customers, *where).group_by(whose)
    return Counter(dict(rows.tuples()))
