"""节日问候函: a letter to one customer, to be signed (forms.md 20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from webapp.clock import today
from webapp.festivals import coming
from webapp.formatting import day
from webapp.models.customer import Customer
from webapp.models.greeting import letter_to, salutation
from webapp.models.letter import Letter
from webapp.models.occasion import OCCASIONS
from webapp.paper import reading
from webapp.paper.eyes import Eyes
from webapp.paper.press import Kit, Page, PaperForm, flow

TITLE = "节日问候函"
ENDINGS = ("敬上", "敬启", "谨上", "谨启")
BLANK_LINES = 14


@dataclass(frozen=True)
class GreetingCard:
    """A letter: for which festival, to whom, what it says, and who signs it."""

    number: str = ""
    festival: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def fill(customers: Sequence[Customer], eyes: Eyes, variant: str = "") -> Iterator[GreetingCard]:
    """The letter each customer was greeted with last; who was greeted never, with that of the next festival. A variant
    is an occasion: what was said on that, or its letter."""
    sent, contacts = reading.greetings(customers, variant), reading.contacts(customers)
    next_ = variant or coming(today(), today() + timedelta(days=366))[0].festival.slug
    letter = next(iter(Letter.offered(next_)), None)
    for customer in customers:
        greeting, contact = sent.get(customer.id), next(iter(contacts[customer.id]), None)
        occasion, text = (greeting.occasion, greeting.text) if greeting else (next_, "")
        if not greeting and letter and contact:
            text = letter_to(contact, customer, letter.text, next_)
        yield _card(customer, occasion, text, f"尊敬的{salutation(contact)}：" if contact else "", eyes)


def _card(customer: Customer, occasion: str, text: str, address: str, eyes: Eyes) -> GreetingCard:
    """The salutation and the signature stand where they belong, wherever the letter has them."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if lines[0].startswith("尊敬的"):
        address = lines.pop(0)
    signed = lines.pop() if lines and lines[-1].endswith(ENDINGS) else customer.owner_name
    values = {
        "address": eyes.text(address),
        "text": eyes.text("\n".join(f"　　{line}" for line in lines if line)),
        "signature": eyes.staff(signed),
        "office": customer.branch.name,
        "date": day(today()),
    }
    return GreetingCard(customer.number, OCCASIONS[occasion].label, values)


def pages(sheet: GreetingCard, kit: Kit) -> list[Page]:
    """The letter, and below it who signs; a blank has lines to write on."""
    head = kit.band("head", title=TITLE, subtitle=sheet.festival)
    again = kit.band("head_again", {"about": ""}, title=TITLE)
    address = kit.band("address", {"address": sheet.values["address"]}) if sheet.number else kit.band("blank_address")
    letter = [kit.band("text", {"text": sheet.values["text"]})] if sheet.number else [kit.band("line")] * BLANK_LINES
    groups = [[address, *letter[:1]], *([band] for band in letter[1:]), [kit.band("signature", _signed(sheet))]]
    return flow.pages(kit, groups, first=[head], again=[again])


def _signed(sheet: GreetingCard) -> dict[str, str]:
    return {name: sheet.values.get(name, "") for name in ("signature", "office", "date")}


FORM = PaperForm(
    slug="greeting-card",
    title=TITLE,
    name=TITLE,
    pages=pages,
    blank=GreetingCard,
    fill=fill,
    variants={"": "最近一次的，或下一个节日的", **{one.slug: one.label for one in OCCASIONS.values()}},
)
