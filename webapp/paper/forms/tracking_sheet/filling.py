"""From the customers' files to their 代跟踪服务表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.formatting import day
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.memo import MemoKind
from webapp.models.project import Project
from webapp.paper import reading
from webapp.paper.eyes import Eyes
from webapp.paper.forms.tracking_sheet.sheet import Entry, Person, TrackingSheet, office_notes


def fill(customers: Sequence[Customer], eyes: Eyes) -> Iterator[TrackingSheet]:
    """A sheet for each customer."""
    notes, projects = office_notes(), reading.projects(customers)
    contacts, memos, followups = reading.contacts(customers), reading.memos(customers), reading.followups(customers)
    steps, nodes = reading.steps(customers), reading.nodes(customers)
    for customer in customers:
        project = projects.get(customer.id) or Project()
        entries = {kind: [_entry(said, eyes) for said in memos[customer.id] if said.kind == kind] for kind in MemoKind}
        yield TrackingSheet(
            number=customer.number,
            owner=eyes.staff(customer.owner_name),
            company=eyes.customer(customer),
            address=eyes.address(customer),
            project=eyes.text(project.name),
            is_agent=project.is_agent,
            status=eyes.text(nodes.get(customer.id) or project.status),
            **_people(contacts[customer.id], eyes),
            linkage=eyes.text(project.regional_linkage),
            other=reading.remarks(customer, eyes),
            records=[_record(spoken, steps[customer.id][spoken.id], eyes) for spoken in followups[customer.id]],
            memos=entries[MemoKind.NOTE],
            changes=entries[MemoKind.CHANGE],
            instructions=entries[MemoKind.INSTRUCTION],
            notes=notes,
        )


def _people(contacts: Sequence[Contact], eyes: Eyes) -> dict[str, Person]:
    """The first two contacts, and whoever decides."""
    present = [*contacts, None, None]
    core = next((contact for contact in contacts if contact.is_decision_maker), None)
    return {
        name: _person(contact, eyes)
        for name, contact in (("contact", present[0]), ("agent", present[1]), ("core", core))
    }


def _person(contact: Contact | None, eyes: Eyes) -> Person:
    if contact is None:
        return Person()
    card = eyes.card(contact)
    return Person(card.name, card.title, card.reach, card.qq or (f"微信 {card.wechat}" if card.wechat else ""))


def _record(spoken: reading.Spoken, steps: Sequence[reading.Step], eyes: Eyes) -> Entry:
    return Entry(spoken.record(steps, eyes), eyes.staff(spoken.executor), day(spoken.at))


def _entry(said: reading.Said, eyes: Eyes) -> Entry:
    return Entry(eyes.text(said.body), eyes.staff(said.by), day(said.at))
