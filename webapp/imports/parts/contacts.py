"""The people a row names and how to reach them, as far as the cells can be believed (R-CONTACT, R-IMPORT)."""

from webapp.errors import DomainError
from webapp.imports.cells.doubts import NOBODY
from webapp.imports.cells.people import Said, for_each, people_in
from webapp.imports.cells.reach import is_masked
from webapp.imports.parts.draft import ContactDraft, Draft
from webapp.models.contact import Contact
from webapp.models.contact.fields import FIELDS, WAYS
from webapp.models.field import Field
from webapp.text import birthdays, masking
from webapp.text.plain import visible

_SAID = [field for field in FIELDS.group("main") if field.name not in ("name", "age", *WAYS)]


def read(draft: Draft) -> None:
    cells = [("", draft.cell("contact_reach")), *((kind, draft.cell(kind)) for kind in WAYS)]
    said, problem = people_in(visible(draft.cell("contact_name")), cells)
    if problem:
        draft.verify(problem)
    if said[0].name or not said[0].reach.is_empty:
        draft.contacts += [_contact(draft, person) for person in said]
        _read_columns(draft)
    if core := draft.cell("core_person"):
        _core_person(draft, visible(core))


def _contact(draft: Draft, person: Said) -> ContactDraft:
    contact = ContactDraft(_called(draft, person.name or NOBODY))
    for kind in WAYS:
        draft.keep(contact.values, Contact, kind, getattr(person.reach, kind))
    for column, text in person.roles.items():
        draft.keep(contact.values, Contact, column, text)
    contact.unverified = list(filter(None, [*person.reach.unverified, *person.reach.others, person.others]))
    _doubt_contact(draft, person)
    return contact


def _read_columns(draft: Draft) -> None:
    """What has a column of its own, for each of the people where it is told of each."""
    for field in _SAID:
        texts = for_each(draft.cell(field.name), len(draft.contacts))
        for contact, text in zip(draft.contacts, texts, strict=True):
            _keep_said(draft, contact, field, text)
    if (age := draft.cell("age")).isdecimal() and int(age) < 120:
        draft.contacts[0].values["age"] = int(age)


def _keep_said(draft: Draft, contact: ContactDraft, field: Field, text: str) -> None:
    """What may be chosen alone stands in its column, and of two that differ the column's; the rest in the remarks."""
    beside = contact.values.get(field.name, "")
    if text and field.choices and text not in field.choices:
        draft.verify(f"{field.label}“{text}”", keep=True)
    elif text and field.name == "birthday":
        _keep_birthday(draft, contact, text)
    elif text:
        draft.keep(contact.values, Contact, field.name, text)
        if beside and beside not in text:
            draft.verify(f"姓名后面写的{field.label}“{beside}”与“{text}”不同", keep=True)


def _keep_birthday(draft: Draft, contact: ContactDraft, text: str) -> None:
    """What is no birthday stays as text to be verified."""
    try:
        contact.values["birthday"] = birthdays.spelled(text[: birthdays.LONGEST])
    except DomainError as error:
        draft.verify(f"{FIELDS['birthday'].label} {text[: birthdays.LONGEST]}（{error.message}）", keep=True)


def _doubt_contact(draft: Draft, person: Said) -> None:
    if not person.name:
        draft.verify("没有联系人姓名")
    elif is_masked(person.name):
        draft.verify(f"联系人“{person.name}”已打码")
    for text, problem in zip(person.reach.unverified, person.reach.problems, strict=True):
        draft.verify(f"联系方式“{masking.unverified(text)}”（{problem}）")


def _called(draft: Draft, name: str) -> str:
    return draft.shorten(name, Contact.name.max_length, FIELDS["name"].label)


def _core_person(draft: Draft, text: str) -> None:
    """The first it names; whoever else stands there is 待核实."""
    said, problem = people_in(text, ())
    if problem:
        draft.verify(problem)
    name = _called(draft, said[0].name or NOBODY)
    known = next((contact for contact in draft.contacts if contact.name == name), None)
    if known is None:
        known = _contact(draft, said[0])
        draft.contacts.append(known)
    known.is_decision_maker = True
