"""What a row changes on a customer: gaps are filled, differences are written and marked 待核实 (R-IMPORT)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from webapp.imports.cells.doubts import NOBODY, TO_VERIFY
from webapp.imports.cells.owners import Owner
from webapp.imports.cells.reach import is_masked, shown_part
from webapp.imports.files.columns import label
from webapp.imports.parts.draft import ContactDraft, Draft
from webapp.imports.plan.entries import Entry, History, Person
from webapp.models.contact import Contact, keys_of
from webapp.models.contact.fields import FIELDS
from webapp.models.customer.fields import CustomerKind
from webapp.models.customer.fileable import for_trail
from webapp.models.followup import FollowUp
from webapp.models.project.fields import FIELDS as PROJECT
from webapp.models.written import LONGEST
from webapp.text import masking, naming

MOST_PEOPLE = 300  # of one customer
NAMED = 5  # of those who were there before
_SET_ONCE = frozenset({"filed_on"})
_MASKS = {
    "phone": masking.phone,
    "email": masking.email,
    "qq": masking.account,
    "wechat": masking.account,
    "name": masking.name,
}


@dataclass(frozen=True)
class Change:
    """One field from → to. Contact data is masked when it is told: the result list is no second address book."""

    what: str
    before: object
    after: object
    mask: Callable[[object], str] = str

    @property
    def is_to_verify(self) -> bool:
        """Filling a gap is no contradiction; replacing something is."""
        return bool(self.before)

    def __str__(self) -> str:
        if not self.before:
            return f"补充{self.what}：{self.mask(self.after)}"
        return f"{TO_VERIFY}{self.what} {self.mask(self.before)} → {self.mask(self.after)}"


def merge(entry: Entry, draft: Draft, owner: Owner) -> list[Change]:
    """Put the row's content into the entry. Notes go to the draft; for a new entry the changes are its later rows'."""
    changes = _merge_customer(entry, draft)
    before = len(entry.people)
    for contact in draft.contacts:
        changes += _merge_contact(entry, draft, contact, before)
    changes += _merge_classes(entry, draft)
    changes += _merge_project(entry, draft)
    _merge_history(entry, draft, owner)
    _merge_remarks(entry, draft)
    return changes


def _merge_customer(entry: Entry, draft: Draft) -> list[Change]:
    changes = []
    is_person = CustomerKind.INDIVIDUAL in (entry.get("kind"), draft.customer.get("kind"))
    for column, value in draft.customer.items():
        current = entry.get(column)
        if (
            current == value
            or (current and column in _SET_ONCE)
            or (column == "name" and current and _same_name(entry, draft))
        ):
            continue
        entry.values[column] = value
        changes.append(Change(label(column), current, value, partial(for_trail, column, is_person=is_person)))
    return changes


def _same_name(entry: Entry, draft: Draft) -> bool:
    return naming.key(entry.get("name")) == naming.key(draft.name)


def _said(value) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value or "")


# -- people


def _merge_contact(entry: Entry, draft: Draft, contact: ContactDraft, before: int) -> list[Change]:
    person = _same_person(entry, contact.name)
    if person is None:
        return _add_person(entry, draft, contact, before)
    changes = [change for column, value in contact.values.items() if (change := _set(person, column, value))]
    if is_masked(person.name) and not is_masked(contact.name) and contact.name != NOBODY:
        changes.append(_set(person, "name", contact.name))
    _add_unverified(person, draft, contact.unverified)
    if contact.is_decision_maker and not person.get("is_decision_maker"):
        person.changes["is_decision_maker"] = True
    return changes


def _same_person(entry: Entry, name: str) -> Person | None:
    """The contact of that name; a masked name is whoever alone fits it; no name at all is the first contact."""
    if name == NOBODY:
        return entry.people[0] if entry.people else None
    same = [person for person in entry.people if person.name == name]
    fitting = same or [person for person in entry.people if _fits(person.name, name)]
    return fitting[0] if same or len(fitting) == 1 else None


def _fits(one: str, other: str) -> bool:
    """王* may be 王建国; two masked or two whole names are compared as they stand."""
    if is_masked(one) == is_masked(other):
        return False
    masked, whole = (one, other) if is_masked(one) else (other, one)
    return bool(shown_part(masked)) and whole.startswith(shown_part(masked))


def _add_person(entry: Entry, draft: Draft, contact: ContactDraft, before: int) -> list[Change]:
    """`before` is how many there were before the row: those it names together are not new beside one another."""
    if len(entry.people) >= MOST_PEOPLE:
        draft.lost.append(f"这位客户的联系人已有 {MOST_PEOPLE} 位，这一位没有记入")
        draft.verify(draft.lost[-1])
        return []
    person = Person(changes={"name": contact.name, "is_primary": not entry.people, **contact.values})
    if contact.is_decision_maker:
        person.changes["is_decision_maker"] = True
    person.changes |= keys_of(contact.values)
    _add_unverified(person, draft, contact.unverified)
    entry.people.append(person)
    if not before:
        return []
    earlier = "、".join(masking.name(person.name) for person in entry.people[: min(before, NAMED)])
    more = f" 等 {before} 位" if before > NAMED else ""
    draft.verify(f"新增联系人“{masking.name(contact.name)}”，原有“{earlier}”{more}")
    return [Change("联系人", "", masking.name(contact.name))]


def _set(person: Person, column: str, value) -> Change | None:
    before = person.get(column)
    if before == value:
        return None
    person.changes[column] = value
    person.changes |= keys_of({column: value})
    mask = _MASKS.get(column, str)
    what = "联系人" if column == "name" else f"联系人{label(column)}"
    return Change(what, mask(before) if before else "", mask(value))


def _add_unverified(person: Person, draft: Draft, texts: list[str]) -> None:
    current = person.get("unverified")
    new = [text for text in texts if text not in current]
    if new:
        whole = "；".join(filter(None, (current, *new)))
        person.changes["unverified"] = draft.shorten(whole, Contact.unverified.max_length, FIELDS["unverified"].label)


# -- classes and project


def _merge_classes(entry: Entry, draft: Draft) -> list[Change]:
    changes = []
    for slug, wanted in draft.classes.items():
        current = entry.value_in(slug)
        if current is None or current.id != wanted.value.id:
            entry.classes[slug] = wanted
            changes.append(Change(wanted.value.dimension.label, current.label if current else "", wanted.value.label))
    return changes


def _merge_project(entry: Entry, draft: Draft) -> list[Change]:
    changes = []
    on_file = entry.known.project if entry.known else None
    for column, value in draft.project.items():
        current = entry.project.get(column, getattr(on_file, column, ""))
        if current != value:
            entry.project[column] = value
            changes.append(Change(PROJECT[column].label, _said(current), _said(value)))
    return changes


# -- history and remarks


def _merge_history(entry: Entry, draft: Draft, owner: Owner) -> None:
    """The follow-up and its steps; the same one again, as in a list imported twice, adds nothing."""
    values = draft.followup
    if values and entry.has_followup(values["at"], values["content"]):
        return
    if not values and not (draft.steps and (entry.is_new or not entry.known.customer.next_step)):
        return
    executor = owner.user if owner.is_named else None
    name = executor.name if executor else draft.shorten(draft.owner, FollowUp.executor_name.max_length, label("owner"))
    entry.add(History(values, draft.steps, executor, name or "未注明"))


def _merge_remarks(entry: Entry, draft: Draft) -> None:
    current = entry.get("remarks") or ""
    if len(current) >= LONGEST and draft.remarks:
        draft.lost.append(f"备注已满 {LONGEST:,} 个字，这一行的备注没有记入")
        draft.verify(draft.lost[-1])
        return
    new = [text for text in draft.remarks if text not in current]
    if new:
        whole = "\n".join(filter(None, (current, *new)))
        if len(whole) > LONGEST:
            draft.verify(f"备注超过 {LONGEST:,} 个字，后面的没有记入")
        entry.values["remarks"] = whole[:LONGEST]
