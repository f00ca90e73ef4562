"""Writes what a plan changes on customers already on file (R-IMPORT). Every row is noted for the undo."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from peewee import Model

from webapp.clock import now
from webapp.imports.cells.vocabulary import ClassDraft
from webapp.imports.plan.entries import Entry, History, Person
from webapp.imports.write.bulk import ORIGIN, REASON, followup_row, task_row
from webapp.models import contact as contacts
from webapp.models.audit import Told
from webapp.models.classification import Classification, Move
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.customer.classifiable import place_of
from webapp.models.customer.fileable import NAMED_BY, TOLD_IN_STEPS, for_trail, names_of
from webapp.models.followup import FollowUp
from webapp.models.own_field import OWN, label_of
from webapp.models.own_values import as_columns
from webapp.models.project import Project
from webapp.models.search import NAMES, SearchTerm
from webapp.models.task import Task
from webapp.models.task.completable import Completion
from webapp.models.user import User
from webapp.text import masking


class Update:
    """One customer's changes. `write` needs a transaction around it; `notes` are then the rows of ImportChange, `told`
    what the trail keeps of each act."""

    def __init__(self, entry: Entry, by: User):
        self.entry, self.by = entry, by
        self.customer: Customer = entry.known.customer
        self.people = [person for person in entry.people if person.changes]
        self.before: dict = {}
        self.notes: list[dict] = []
        self.told: dict[str, list[Told]] = defaultdict(list)

    def write(self) -> None:
        """Afterwards `before` holds the customer's earlier columns."""
        # whoever gives it up first
        for person in sorted(self.people, key=lambda person: bool(person.get("is_decision_maker"))):
            self._write_person(person)
        for slug, wanted in self.entry.classes.items():
            self._write_class(self.entry.known.classifications.get(slug), wanted)
        if self.entry.project:
            self._write_project()
        for history in self.entry.histories:
            self._write_history(history)
        before = {column: getattr(self.customer, column) for column in self.entry.values}
        self._write_customer()
        changes = {
            label_of(column): [for_trail(column, shown, self.customer.is_person) for shown in (before[column], value)]
            for column, value in self.entry.values.items()
        }
        self._tell("customer.imported", self.customer.number, changes=changes)

    def _tell(self, action: str, subject: str, **details) -> None:
        self.told[action].append(Told(self.customer.id, self.customer.branch_id, subject, details))

    def _write_customer(self) -> None:
        values = self._values()
        self.before = stored(self.customer, values)
        assign(self.customer, values)
        is_called_otherwise = self.people or NAMES & values.keys()
        if self.entry.histories or is_called_otherwise or self.entry.classes or TOLD_IN_STEPS & values.keys():
            self.customer.refresh_schedule()
        if is_called_otherwise or OWN in values:
            SearchTerm.reindex(self.customer)

    def _values(self) -> dict:
        """A change of name or contact data makes the file 未核对 again (R-VERIFY)."""
        values = as_columns(self.entry.values, self.customer.own)
        values |= {"version": self.customer.version + 1, "updated_at": now()}
        if NAMED_BY & values.keys():
            values |= names_of({**self.customer.__data__, **values})
        if "name" in values or self.people:
            values |= {"verified_at": None, "verified_by": None}
        return values

    def _write_person(self, person: Person) -> None:
        said = {column: value for column, value in person.changes.items() if column not in contacts.KEYS}
        contact = person.contact
        if contact is None:
            contact = Contact.create(customer=self.customer, **person.changes)
            self._note(contact)
            filled = {column: value for column, value in said.items() if value and column != "name"}
            told = contacts.for_trail(Contact(), filled)
            self._tell("contact.added", str(contact.id), name=masking.name(contact.name), changes=told)
            return
        told = contacts.for_trail(contact, said)
        contact.keep_former(said)
        self._overwrite(contact, {**person.changes, "version": contact.version + 1})
        self._tell("contact.revised", str(contact.id), name=masking.name(contact.name), changes=told)

    def _write_class(self, current: Classification | None, wanted: ClassDraft) -> None:
        left = place_of(current)
        if current:
            values = {"value": wanted.value, "note": wanted.note, "since": now(), "version": current.version + 1}
            self._overwrite(current, values)
        else:
            self._note(self._new_class(wanted))
        self._note(self._move(left, wanted))

    def _new_class(self, wanted: ClassDraft) -> Classification:
        return Classification.create(
            customer=self.customer,
            dimension=wanted.value.dimension,
            value=wanted.value,
            note=wanted.note,
            owner=self.customer.owner_id,
            branch=self.customer.branch_id,
        )

    def _move(self, left: dict, wanted: ClassDraft) -> Move:
        return Move.create(
            customer=self.customer,
            dimension=wanted.value.dimension,
            **left,
            to_value=wanted.value,
            reason=REASON,
            origin=ORIGIN,
            by=self.by,
        )

    def _write_project(self) -> None:
        project = self.entry.known.project
        changes = (project or Project()).for_trail(self.entry.project)
        if project:
            self._overwrite(project, {**self.entry.project, "updated_at": now()})
        else:
            project = Project.create(customer=self.customer, **self.entry.project)
            self._note(project)
        self._tell("project.revised", project.public_name, changes=changes)

    def _write_history(self, history: History) -> None:
        followup = None
        if history.values:
            followup = FollowUp.create(**followup_row(self.customer.id, history, self.by))
            self._note(followup)
        for step in history.steps:
            task = Task.create(**task_row(self.customer.id, self.entry.owner, followup and followup.id, step, self.by))
            self._note(task)
            if step.is_done:
                Completion.create(task=task, by=self.by)

    def _overwrite(self, row: Model, values: dict) -> None:
        self._note(row, stored(row, values))
        assign(row, values)

    def _note(self, row: Model, before: dict | None = None) -> None:
        table, owner = row._meta.table_name, {"customer": self.customer.id}
        self.notes.append({"table": table, "row_id": row.id, "before": before, "after": owner})


def keep_one_decision_maker(entry: Entry) -> None:
    """The last one the list names is the key decision-maker;
    whoever was it before, on file or in the list, is no more."""
    named = [person for person in entry.people if person.changes.get("is_decision_maker")]
    for person in entry.people if named else ():
        if person is not named[-1] and person.get("is_decision_maker"):
            person.changes["is_decision_maker"] = False


def stored(row: Model, columns: Iterable[str]) -> dict:
    """These columns of a row as JSON has them, references by id."""
    fields = {column: row._meta.fields[column] for column in columns}
    return {column: plain(getattr(row, field.safe_name)) for column, field in fields.items()}


def assign(row: Model, values: dict) -> None:
    """Set the columns and save the row."""
    for column, value in values.items():
        setattr(row, column, value)
    row.save()


def plain(value):
    return value.isoformat() if isinstance(value, datetime | date) else value
