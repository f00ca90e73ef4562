"""客户分类跟进记录表: a landscape list, a row for each customer or for each follow-up (forms.md 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.formatting import day
from webapp.models.customer import Customer
from webapp.paper import reading
from webapp.paper.eyes import Eyes
from webapp.paper.press import Kit, Page, PaperForm, flow

TITLE = "客户分类跟进记录表"
FACTS = (("branch", "分站"), ("period", "期间"))
EACH = "each"
BLANK_ROWS = 13
LATE = "迟录"
LONGEST_REMARKS = 40


@dataclass(frozen=True)
class ClassifiedFollowUps:
    """The rows as the list prints them, texts by the template's columns, already masked (R-MASK)."""

    rows: Sequence[Mapping[str, str]] = ()
    branch: str = ""
    period: str = ""


def fill(customers: Sequence[Customer], eyes: Eyes, variant: str = "") -> list[ClassifiedFollowUps]:
    """One list of all these customers, each with its latest follow-up; variant “each” has a row for every one."""
    rows = _Rows(customers, eyes, variant == EACH)
    written = [row for customer in customers for row in rows.of(customer)]
    return [ClassifiedFollowUps(written, reading.branch(customers), rows.period())]


class _Rows:
    """What the rows say, read for all customers at once."""

    def __init__(self, customers: Sequence[Customer], eyes: Eyes, each: bool):
        self.eyes, self.each = eyes, each
        self.contacts, self.steps = reading.contacts(customers), reading.steps(customers)
        self.tags, self.first = reading.tags(customers), reading.first_days(customers)
        if each:
            self.spoken = reading.followups(customers)
        else:
            self.spoken = {customer: [spoken] for customer, spoken in reading.latest(customers).items()}

    def of(self, customer: Customer) -> Iterator[dict[str, str]]:
        for spoken in self.spoken.get(customer.id) or [None]:
            yield self._file(customer) | (
                self._followed_up(customer, spoken) if spoken else {"plan": self._plan(customer)}
            )

    def period(self) -> str:
        """From the first to the last day of what is listed."""
        moments = [spoken.at for listed in self.spoken.values() for spoken in listed]
        first, last = (day(min(moments)), day(max(moments))) if moments else ("", "")
        return first if first == last else f"{first} 至 {last}"

    def _file(self, customer: Customer) -> dict[str, str]:
        contact = next(iter(self.contacts[customer.id]), None)
        card = contact and self.eyes.card(contact)
        return {
            "number": customer.number,
            "name": self.eyes.customer(customer),
            "industry": self.eyes.text(customer.industry),
            "contact": card.name if card else "",
            "phone": card.reach if card else "",
            "tags": self.tags.get(customer.id, ""),
            "first": day(self.first.get(customer.id) or customer.first_contact_on),
            "owner": self.eyes.staff(customer.owner_name),
            "remarks": self._remarks(customer),
        }

    def _followed_up(self, customer: Customer, spoken: reading.Spoken) -> dict[str, str]:
        return {
            "latest": day(spoken.at),
            "method": spoken.method.replace("（", "\n（"),
            "content": self.eyes.text(spoken.content),
            "feedback": self.eyes.text(reading.sentence([*spoken.reaction(), spoken.consensus])),
            "plan": self._plan(customer, spoken),
            **({"remarks": reading.sentence([LATE, self._remarks(customer)])} if spoken.is_late else {}),
        }

    def _remarks(self, customer: Customer) -> str:
        """As much of them as a narrow column can say; the whole stands on the customer's own sheets."""
        remarks = reading.remarks(customer, self.eyes)
        return remarks if len(remarks) <= LONGEST_REMARKS else f"{remarks[: LONGEST_REMARKS - 1]}…"

    def _plan(self, customer: Customer, spoken: reading.Spoken | None = None) -> str:
        """The steps of a follow-up, done ones with a tick; in a customer's only row also those open from before."""
        steps = self.steps[customer.id]
        own = steps[spoken.id] if spoken else []
        others = [] if self.each and spoken else [step for listed in steps.values() for step in listed if step.is_open]
        shown = [*own, *(step for step in others if step not in own)]
        return "\n".join(step.said(self.eyes, but=customer.owner_name) for step in shown)


def pages(sheet: ClassifiedFollowUps, kit: Kit) -> list[Page]:
    """Head and columns on every page; a row never splits unless it is taller than one."""
    facts = {"branch": sheet.branch, "period": sheet.period}
    heads, rows = kit.band("heads"), ([kit.band("row", row)] for row in sheet.rows or [{}] * BLANK_ROWS)
    head = kit.band("head", facts, title=TITLE, facts=FACTS)
    again = kit.band("head_again", {"about": "　".join(filter(None, facts.values()))}, title=TITLE)
    dealt = flow.pages(kit, rows, first=[head, heads], again=[again], heads={"row": heads})
    return dealt if sheet.rows else [flow.filled(kit, page, {"row"}) for page in dealt]


FORM = PaperForm(
    slug="classified-followup",
    title=TITLE,
    name=TITLE,
    pages=pages,
    blank=ClassifiedFollowUps,
    fill=fill,
    is_list=True,
    variants={"": "每位客户一行", EACH: "按次：每次跟进一行"},
)
