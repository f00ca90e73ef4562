"""客户资料移交清单: what one receiver takes over from whom, with three signatures (forms.md 15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from peewee import JOIN, SQL, fn

from webapp.formatting import day
from webapp.models.complaint import Complaint
from webapp.models.customer import Customer
from webapp.models.handover import UNFINISHED, Handover, Stage
from webapp.models.handover.item import HandoverItem
from webapp.models.organisation import Branch
from webapp.models.paper_copy import copies_out
from webapp.models.printing import Subject
from webapp.models.rows import chunks
from webapp.models.user import User
from webapp.paper import reading
from webapp.paper.eyes import Eyes
from webapp.paper.press import Kit, Page, PaperForm, flow

TITLE = "客户资料移交清单"
BLANK_ROWS = 14
FACTS = (("branch", "分站"), ("number", "移交单号"))


@dataclass(frozen=True)
class HandoverList:
    """The rows as the list prints them, texts by the template's columns, already masked (R-MASK)."""

    about: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Mapping[str, str]] = ()
    counts: str = ""
    note: str = UNFINISHED


def sheets(handover: Handover) -> list[tuple[Subject, HandoverList]]:
    """A list for each receiver."""
    items = HandoverItem.select(HandoverItem, Customer, User, Branch).join(Customer)
    items = items.join(User, JOIN.LEFT_OUTER, on=Customer.owner).join_from(Customer, Branch)
    rows = list(items.where(HandoverItem.handover == handover).order_by(Customer.number))
    told = _Told(handover, [row.customer for row in rows])
    return [
        (
            Subject.of(handover, receiver.id),
            told.list(receiver, [row for row in rows if row.receiver_id == receiver.id]),
        )
        for receiver in handover.receivers()
    ]


class _Told:
    """What the lists say, read for all customers at once."""

    def __init__(self, handover: Handover, customers: Sequence[Customer]):
        self.handover, self.eyes = handover, Eyes.of(False, customers)
        ids = [customer.id for customer in customers]
        self.steps, self.copies, self.complaints = reading.steps(customers), copies_out(ids), _open_complaints(ids)
        self.stages, self.grades = (reading.standing(customers, role) for role in ("stage", "grade"))

    def list(self, receiver: User, items: Sequence[HandoverItem]) -> HandoverList:
        handover, rows = self.handover, [self._row(item) for item in items]
        about = {
            "branch": handover.branch.name,
            "number": str(handover.id),
            "giver": self.eyes.staff(handover.giver.name),
            "receiver": self.eyes.staff(receiver.name),
            "supervisor": self.eyes.staff(handover.supervisor.name),
            "on": day(handover.ended_at or handover.at),
            "reason": self.eyes.text(handover.reason),
        }
        ids = [item.customer_id for item in items]
        counts = (
            f"客户 {len(ids)} 位",
            f"未完成事项 {sum(len(self._open(id_)) for id_ in ids)} 项",
            f"未结投诉 {sum(self.complaints[id_] for id_ in ids)} 件",
            f"纸质表 {sum(self.copies[id_] for id_ in ids)} 份",
        )
        return HandoverList(about, rows, "　".join(counts), "" if handover.stage == Stage.DONE else UNFINISHED)

    def _row(self, item: HandoverItem) -> dict[str, str]:
        customer, id_ = item.customer, item.customer_id
        return {
            "number": customer.number,
            "name": self.eyes.customer(customer),
            "stage": self.stages.get(id_, ""),
            "grade": self.grades.get(id_, ""),
            "count": str(customer.followup_count),
            "latest": day(customer.last_followup_at),
            "steps": "\n".join(step.said(self.eyes, but=self.handover.giver.name) for step in self._open(id_)),
            "complaints": str(self.complaints[id_] or ""),
            "copies": str(self.copies[id_] or ""),
            "remarks": self.eyes.text(item.note),
        }

    def _open(self, customer: int) -> list[reading.Step]:
        return [step for listed in self.steps[customer].values() for step in listed if step.is_open]


def _open_complaints(customers: Sequence[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    rows = Complaint.select(Complaint.customer, fn.COUNT(SQL("*"))).where(Complaint.closed_at.is_null())
    for some in chunks(customers):
        found.update(dict(rows.where(Complaint.customer << some).group_by(Complaint.customer).tuples()))
    return found


def pages(sheet: HandoverList, kit: Kit) -> list[Page]:
    """Whom it is about on the first page, the columns on every one, the counts and signatures after the last row."""
    facts = {name: sheet.about.get(name, "") for name, _ in FACTS}
    head = kit.band("head", facts, title=TITLE, facts=FACTS)
    again = kit.band("head_again", {"about": "　".join(filter(None, facts.values()))}, title=TITLE)
    about = kit.band("about", {name: sheet.about.get(name) for name in kit.piece("about").places})
    heads = kit.band("heads")
    end = [kit.band("end", {"counts": sheet.counts, "note": sheet.note}), kit.band("signatures")]
    rows = [[kit.band("row", row)] for row in sheet.rows or [{}] * BLANK_ROWS]
    groups = [*rows[:-1], [*rows[-1], *end]]
    dealt = flow.pages(kit, groups, first=[head, about, heads], again=[again], heads={"row": heads})
    return dealt if sheet.rows else [flow.filled(kit, page, {"row"}) for page in dealt]


FORM = PaperForm(slug="handover", title=TITLE, name=TITLE, pages=pages, blank=HandoverList)
