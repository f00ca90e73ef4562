"""Writes new customers of a plan, some hundreds at a time (R-IMPORT).

The verbs people use take some fifty statements a customer; a list of 50,000 would take many minutes. New customers are
inserted in bulk instead, with the columns, moves,
search terms and audit entries the verbs leave."""

from collections.abc import Container, Iterable, Iterator

from peewee import Model

from webapp.clock import local, now
from webapp.imports.plan.entries import Entry, History, Person
from webapp.models.audit import Told
from webapp.models.cadence import cadence_of, contact_due, update_days_of
from webapp.models.classification import Classification, Move
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.customer.fileable import TOLD_IN_STEPS, names_of
from webapp.models.customer.schedulable import shown_step, urgency_key
from webapp.models.eyes import names_hidden, places_hidden
from webapp.models.fingerprint import mark_of, own_state, version_of_new
from webapp.models.followup import FollowUp
from webapp.models.own_values import as_columns
from webapp.models.project import Project
from webapp.models.rows import chunks, insert_rows, insert_tuples
from webapp.models.search import NAMES, OF_A_CONTACT, SearchTerm, Terms, marked, number_terms, terms_of
from webapp.models.task import Task
from webapp.models.task.completable import Completion
from webapp.models.user import User
from webapp.text.masking import KNOWN_BY, Known

ORIGIN = "import"
REASON = "导入名单"


class NewCustomers:
    """The costly part, pinyin and search terms, is worked out on creation, before any lock is held.

    Numbers in `taken` are stepped over: others of the list bring them.
    After `write`, `marks` are the fingerprints by id.
    """

    def __init__(self, entries: Iterable[Entry], taken: Container[str], by: User):
        self.entries, self.taken, self.by, self.at = list(entries), taken, by, now()
        self.marks: dict[int, dict] = {}
        self.rows, self._terms = [], []
        for entry in self.entries:  # both at once: a name is read aloud for either
            self.rows.append(self._row(entry))
            self._terms.append(_terms(entry))

    def write(self) -> None:
        """Insert them all, numbered. Needs a transaction around it; every entry has its id afterwards."""
        if not self.entries:
            return
        insert_rows(Customer, self.rows)
        self._identify()
        self._insert(Contact, (_contact(entry, person) for entry in self.entries for person in entry.people))
        self._insert(
            Classification, (self._classification(entry, slug) for entry in self.entries for slug in entry.classes)
        )
        self._insert(Move, (self._move(entry, slug) for entry in self.entries for slug in entry.classes))
        self._insert(Project, ({"customer": entry.id, **entry.project} for entry in self.entries if entry.project))
        insert_tuples(SearchTerm, SearchTerm.columns(), self._search_terms())
        self._write_history()

    def _insert(self, model: type[Model], rows: Iterable[dict]) -> None:
        insert_rows(model, (self._marked(model, row) for row in rows))

    def _marked(self, model: type[Model], row: dict) -> dict:
        """The row, counted for its customer's fingerprint."""
        count = self.marks[row["customer"]].setdefault(mark_of(model.customer), [0, 0])
        count[0] += 1
        count[1] += version_of_new(model, row)
        return row

    @property
    def told(self) -> Iterator[Told]:
        """The customers' audit entries."""
        return (Told(entry.id, entry.branch.id, entry.number, {}) for entry in self.entries)

    def _row(self, entry: Entry) -> dict:
        due_on, step = entry.next_step
        return {
            **names_of({**entry.values, "name": entry.name}),
            "owner": entry.owner.id,
            "branch": entry.branch.id,
            "created_by": self.by.id,
            "last_followup_at": entry.last_followup_at,
            "followup_count": entry.followup_count,
            "next_due_on": due_on,
            "next_step": _shown_step(entry, step),
            **_rhythm(entry),
            **as_columns(entry.values),
        }

    def number(self) -> None:
        """Numbers for those that brought none, all at once: one by one they are four statements each.

        Whoever files a customer at the same time has come before us afterwards, and can be seen,
        or waits for us."""
        unnumbered = [entry for entry in self.entries if not entry.number]
        numbers = Customer.unused_numbers(len(unnumbered), but=self.taken)
        for entry, number in zip(unnumbered, numbers, strict=True):
            entry.number = number
        for entry, row in zip(self.entries, self.rows, strict=True):
            row["number"] = entry.number

    def _identify(self) -> None:
        by_number = {entry.number: entry for entry in self.entries}
        for number, id_ in (
            Customer.select(Customer.number, Customer.id).where(Customer.number << list(by_number)).tuples()
        ):
            entry = by_number[number]
            entry.id = id_
            self.marks[id_] = own_state(
                (1, entry.owner.id, entry.branch.id, None, _shown_step(entry, entry.next_step[1]))
            )

    def _classification(self, entry: Entry, slug: str) -> dict:
        wanted = entry.classes[slug]
        return {
            "customer": entry.id,
            "dimension": wanted.value.dimension_id,
            "value": wanted.value.id,
            "note": wanted.note,
            "since": self.at,
            "owner": entry.owner.id,
            "branch": entry.branch.id,
            "urgency": urgency_key(entry.next_step[0], entry.grade_position, entry.last_followup_at),
        }

    def _move(self, entry: Entry, slug: str) -> dict:
        value = entry.classes[slug].value
        return {
            "customer": entry.id,
            "dimension": value.dimension_id,
            "from_value": None,
            "to_value": value.id,
            "reason": REASON,
            "origin": ORIGIN,
            "by": self.by.id,
            "at": self.at,
        }

    def _search_terms(self) -> Iterator[tuple[str, int, bool]]:
        for entry, (public, private) in zip(self.entries, self._terms, strict=True):
            own = set(filter(None, public.split("\n")))
            terms = Terms(own | number_terms(entry.number), set(filter(None, private.split("\n"))))
            for term, is_public in marked(terms):
                yield term, entry.id, is_public

    def _write_history(self) -> None:
        told = [(entry, history) for entry in self.entries for history in entry.histories]
        self._insert(FollowUp, (followup_row(entry.id, history, self.by) for entry, history in told if history.values))
        ids = _followup_ids(entry.id for entry, history in told if history.values)
        steps = [
            (step, task_row(entry.id, entry.owner, ids.get(_key(entry.id, history)), step, self.by))
            for entry, history in told
            for step in history.steps
        ]
        self._insert(Task, (row for step, row in steps if not step.is_done))
        for step, row in steps:
            if step.is_done:
                Completion.create(task=Task.create(**self._marked(Task, row)), by=self.by)


def _rhythm(entry: Entry) -> dict:
    values = [wanted.value for wanted in entry.classes.values()]
    cadence = cadence_of(values)
    since = local(entry.last_followup_at or now()).date()
    due_on = contact_due(since, cadence, None)
    return {"cadence_days": cadence, "contact_due_on": due_on, "update_days": update_days_of(values)}


def _shown_step(entry: Entry, step: str) -> str:
    people = (Contact(**{name: person.get(name) or "" for name in KNOWN_BY}) for person in entry.people)
    told = {name: entry.values.get(name, "") for name in TOLD_IN_STEPS - {"name"}}
    called = Customer(number="", name=entry.name, **told)
    return shown_step(step, lambda: Known.of(people, names_hidden(called), places_hidden(called)))


def followup_row(customer: int, history: History, by: User) -> dict:
    return {
        "customer": customer,
        "executor": history.executor and history.executor.id,
        "executor_name": history.executor_name,
        "recorded_by": by.id,
        "is_imported": True,
        **as_columns(history.values),
    }


def task_row(customer: int, owner: User, followup: int | None, step, by: User) -> dict:
    return {
        "customer": customer,
        "followup": followup,
        "action": step.action,
        "due_on": step.due_on,
        "responsible": owner.id,
        "is_open": not step.is_done,
        "created_by": by.id,
    }


def _contact(entry: Entry, person: Person) -> dict:
    return {"customer": entry.id, **person.changes}


def _terms(entry: Entry) -> tuple[str, str]:
    """Public and private, in a string each: as sets, the terms of a long list take a quarter of a gigabyte."""
    called = {name: entry.values.get(name, "") for name in NAMES - {"name"}}
    shown = Customer(number="", name=entry.name, own=as_columns(entry.values).get("own", {}), **called)
    people = [Contact(**{name: person.get(name) for name in OF_A_CONTACT}) for person in entry.people]
    public, private = terms_of(shown, people)
    return "\n".join(public), "\n".join(private - public)


def _key(customer: int, history: History) -> tuple | None:
    return (customer, history.values["at"], history.values["content"]) if history.values else None


def _followup_ids(customers: Iterable[int]) -> dict[tuple, int]:
    ids = {}
    for chunk in chunks(customers):
        query = FollowUp.select(FollowUp.id, FollowUp.customer, FollowUp.at, FollowUp.content)
        for row in query.where(FollowUp.customer << chunk):
            ids[row.customer_id, row.at, row.content] = row.id
    return ids
