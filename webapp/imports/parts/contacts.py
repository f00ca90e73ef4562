"""The people a row names and how to reach them, as far as the cells can be believed (R-CONTACT, R-IMPORT)."""

import re

from webapp.imports.cells.doubts import NOBODY
from webapp.imports.cells.reach import Reach, is_masked, parse_contact, take_as
from webapp.imports.parts.draft import ContactDraft, Draft
from webapp.models.contact import Contact
from webapp.models.contact.fields import FIELDS, WAYS
from webapp.models.field import Field
from webapp.text import masking, naming
from webapp.text.plain import visible

_SAID = [field for field in FIELDS.group("main") if field.name not in ("name", "age", *WAYS)]


def read(draft: Draft) -> None:
    reach = parse_contact(draft.cell("contact_reach"))
    for kind in WAYS:
        take_as(kind, draft.cell(kind), reach)
    name = naming.person(draft.cell("contact_name"))
    if name or not reach.is_empty:
        draft.contacts.append(_contact(draft, name, reach))
    if core := draft.cell("core_person"):
        _core_person(draft, core)


def _contact(draft: Draft, name: str, reach: Reach) -> ContactDraft:
    contact = ContactDraft(_called(draft, name or NOBODY))
    for kind in WAYS:
        draft.keep(contact.values, Contact, kind, getattr(reach, kind))
    for field in _SAID:
        _keep_said(draft, contact, field)
    if (age := draft.cell("age")).isdecimal() and int(age) < 120:
        contact.values["age"] = int(age)
    contact.unverified = reach.unverified + reach.others
    _doubt_contact(draft, name, reach)
    return contact


def _keep_said(draft: Draft, contact: ContactDraft, field: Field) -> None:
    """What may be chosen alone is kept in its column; anything else goes to the remarks."""
    text = draft.cell(field.name)
    if text and field.choices and text not in field.choices:
        draft.verify(f"{field.label}“{text}”", keep=True)
    else:
        draft.keep(contact.values, Contact, field.name, text)


def _doubt_contact(draft: Draft, name: str, reach: Reach) -> None:
    if not name:
        draft.verify("没有联系人姓名")
    elif is_masked(name):
        draft.verify(f"联系人“{name}”已打码")
    for text, problem in zip(reach.unverified, reach.problems, strict=True):
        draft.verify(f"联系方式“{masking.unverified(text)}”（{problem}）")


def _called(draft: Draft, name: str) -> str:
    return draft.shorten(name, Contact.name.max_length, FIELDS["name"].label)


def _core_person(draft: Draft, text: str) -> None:
    name, _, rest = re.sub(r"[·・,，/:：]", " ", visible(text)).strip().partition(" ")
    known = next((contact for contact in draft.contacts if contact.name == name), None)
    if known is None:
        reach = parse_contact(rest)
        values = {kind: value for kind in ("phone", "email", "qq") if (value := getattr(reach, kind))}
        known = ContactDraft(_called(draft, name), values, reach.unverified + reach.others)
        draft.contacts.append(known)
    known.is_decision_maker = True
