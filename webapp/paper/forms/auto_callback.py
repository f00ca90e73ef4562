"""4S店汽车客户信息跟踪表: who came in for which car, and eight calls after that; six customers a page (forms.md 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from webapp.formatting import day
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.own_field import CUSTOMER, own_fields
from webapp.paper import reading
from webapp.paper.eyes import Eyes
from webapp.paper.press import Band, Kit, Page, PaperForm, TooLong, flow

TITLE, SUBTITLE = "4S店汽车客户信息跟踪表", "客户跟进回访"
FACTS = (("branch", "分站"),)
CAR = "车型"  # the office's own field that is called so, or has it in its name
BLOCKS, PLACES = 6, 8
ROWS = PLACES // 2  # numbered down the left side first, then down the right


@dataclass(frozen=True)
class Callback:
    """A customer, and what each call brought, oldest first: day and text."""

    of: str = ""  # the customer's number, for what is to be said of the block
    values: Mapping[str, str] = field(default_factory=dict)
    calls: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Callbacks:
    """The customers as the sheet prints them, already masked (R-MASK)."""

    blocks: Sequence[Callback] = ()
    branch: str = ""


def fill(customers: Sequence[Customer], eyes: Eyes) -> list[Callbacks]:
    """One sheet of all these customers."""
    contacts, followups, first = (read(customers) for read in (reading.contacts, reading.followups, reading.first_days))
    car = next((own.field for own in own_fields(CUSTOMER) if CAR in own.field.label), None)
    blocks = []
    for customer in customers:
        came = customer.first_contact_on or first.get(customer.id) or customer.created_at
        values = _person(customer, next(iter(contacts[customer.id]), None), eyes) | {"came": day(came)}
        if car:
            values["car"] = eyes.told(car, getattr(customer, car.name))
        blocks.append(Callback(customer.number, values, [_call(spoken, eyes) for spoken in followups[customer.id]]))
    return [Callbacks(blocks, reading.branch(customers))]


def _person(customer: Customer, contact: Contact | None, eyes: Eyes) -> dict[str, str]:
    """A company's contact is named with it."""
    name = eyes.customer(customer)
    if contact is None:
        return {"name": name}
    card = eyes.card(contact)
    return {"name": name if customer.is_person else f"{card.name}（{name}）", "phone": card.phone or card.reach}


def _call(spoken: reading.Spoken, eyes: Eyes) -> tuple[str, str]:
    result = [*spoken.reaction(), f"共识：{spoken.consensus}" if spoken.consensus else ""]
    return day(spoken.at), eyes.text(reading.sentence([spoken.content, *result]))


def pages(sheet: Callbacks, kit: Kit) -> list[Page]:
    """A customer's block stays together, unless it is taller than a page; more calls than eight go on in a further
    block. The rows of a page that is full, or blank, rise to its foot. Raises TooLong, with the customer's number."""
    head = kit.band("head", {"branch": sheet.branch}, title=TITLE, subtitle=SUBTITLE, facts=FACTS)
    again = kit.band("head_again", {"about": sheet.branch}, title=TITLE)
    of = ""

    def groups() -> Iterator[list[Band]]:
        nonlocal of
        for block in sheet.blocks or [Callback()] * BLOCKS:
            of = block.of
            yield from _groups(block, kit)

    try:
        dealt = flow.pages(kit, groups(), first=[head], again=[again])
    except TooLong as refusal:
        raise TooLong(f"客户 {of}：{refusal.message}") from refusal
    if not sheet.blocks:
        return [flow.filled(kit, page, {"calls"}) for page in dealt]
    return [*(flow.filled(kit, page, {"calls"}) for page in dealt[:-1]), dealt[-1]]


def _groups(block: Callback, kit: Kit) -> Iterator[list[Band]]:
    for start in range(0, max(len(block.calls), 1), PLACES):
        calls = [*block.calls[start : start + PLACES], *[("", "")] * PLACES][:PLACES]
        about = kit.band("customer", block.values, goes_on=bool(start))
        yield [about, *(_row(kit, start + row, calls[row], calls[row + ROWS]) for row in range(ROWS))]


def _row(kit: Kit, place: int, left: tuple[str, str], right: tuple[str, str]) -> Band:
    """Two numbered places side by side."""
    texts = {"left_on": left[0], "left": left[1], "right_on": right[0], "right": right[1]}
    return kit.band("calls", {"first": str(place + 1), "second": str(place + 1 + ROWS)} | texts)


FORM = PaperForm(slug="auto-callback", title=TITLE, name=TITLE, pages=pages, blank=Callbacks, fill=fill, is_list=True)
