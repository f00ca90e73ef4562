"""A plan written in slices, each a transaction of its own of well under a second: while a list of fifty thousand is
written, everybody else goes on saving (R-IMPORT)."""

from collections.abc import Iterator
from itertools import chain

from webapp.database import locked
from webapp.errors import Stale
from webapp.imports.fingerprint import fingerprints
from webapp.imports.plan.directory import portions
from webapp.imports.plan.entries import Entry
from webapp.imports.plan.outcomes import ImportPlan
from webapp.imports.write.bulk import NewCustomers
from webapp.imports.write.updating import Update, keep_one_decision_maker
from webapp.models.audit import AuditEvent
from webapp.models.classification import Classification
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.import_batch import ImportChange
from webapp.models.project import Project
from webapp.models.rows import insert_rows
from webapp.models.user import User

MOST = 800  # the weight of a slice: an eighth of a second, thrice that on a busy machine
NEW, ON_FILE = 2, 14  # what a customer weighs, and one for each follow-up and step of its history
MOVED_ON = "预览之后资料有变动，已重新核对，请再看一遍预览"


class Slice:
    """Some customers of a plan. What takes long is worked out on creation, before any lock is held."""

    def __init__(self, entries: list[Entry], slices: "Slices", by: User):
        self.slices, self.by = slices, by
        for entry in entries:
            keep_one_decision_maker(entry)
        self.new = NewCustomers((entry for entry in entries if entry.is_new), slices.numbers, by)
        self.updates = [Update(entry, by) for entry in entries if not entry.is_new]

    def write(self, batch) -> None:
        """Write them and what the undo needs. Needs a transaction around it.

        Raises Stale where somebody edited one of them, or filed one of the new ones,
        since the plan was made."""
        self._hold()
        self.new.number()
        if self._filed_meanwhile():
            raise Stale(MOVED_ON)
        self.new.write()
        for update in self.updates:
            update.write()
        self._note_changes(batch)
        told = chain(self.new.told, (update.told for update in self.updates))
        AuditEvent.record_each("customer.imported", told, by=self.by)
        self.slices.written |= self.new.marks.keys()

    def _hold(self) -> None:
        """From here on nobody else edits the customers on file; what was edited since the plan is refused."""
        ids = sorted(update.customer.id for update in self.updates)
        rows = list(locked(Customer.select().where(Customer.id << ids).order_by(Customer.id)))
        if len(rows) < len(ids) or any(self.slices.state_of(row) != self.slices.state[row.id] for row in rows):
            raise Stale(MOVED_ON)
        if self._hanging() != {_state(row) for update in self.updates for row in update.entry.known.hanging()}:
            raise Stale(MOVED_ON)

    def _hanging(self) -> set[tuple]:
        """What hangs on the customers on file now:
        a card may have been moved without a change of the customer itself."""
        ids = [update.customer.id for update in self.updates]
        models = Contact, Classification, Project
        return {_state(row) for model in models for row in model.select().where(model.customer << ids)}

    def _filed_meanwhile(self) -> bool:
        """Has one of the new customers, by name, credit code or number, been filed by somebody else?"""
        rows = self.new.rows
        names, codes = [row["name_key"] for row in rows], [row["uscc"] for row in rows if row.get("uscc")]
        numbers = [entry.number for entry in self.new.entries if entry.number]
        same = (Customer.name_key << names) | (Customer.uscc << codes) | (Customer.number << numbers)
        found = {id_ for (id_,) in Customer.select(Customer.id).where(same).tuples()} if rows else set()
        return not found - self.slices.written <= self.slices.state.keys()

    def _note_changes(self, batch) -> None:
        """What the undo needs: every customer with its fingerprint, and the rows written on those on file."""
        before = dict.fromkeys(self.new.marks) | {update.customer.id: update.before for update in self.updates}
        marks = self.new.marks | fingerprints(update.customer.id for update in self.updates)
        customers = (
            {"table": Customer._meta.table_name, "row_id": customer, "before": earlier, "after": marks[customer]}
            for customer, earlier in before.items()
        )
        notes = chain(customers, *(update.notes for update in self.updates))
        insert_rows(ImportChange, ({"batch": batch.id, **note} for note in notes))


class Slices:
    """A plan's customers, some hundreds at a time. `state` is that of the customers the plan knew, `written` the ids
    of those it has brought."""

    def __init__(self, planned: ImportPlan, by: User):
        self.entries, self.by = planned.entries, by
        self.state, self.state_of = planned.directory.state, planned.directory.state_of
        self.numbers = frozenset(entry.number for entry in planned.entries if entry.number)
        self.written: set[int] = set()

    def __iter__(self) -> Iterator[Slice]:
        for entries in portions(self.entries, _weight, MOST):
            yield Slice(entries, self, self.by)
            for entry in entries:
                entry.let_go()


def _state(row: Contact | Classification | Project) -> tuple:
    return type(row), row.id, row.updated_at if isinstance(row, Project) else row.version


def _weight(entry: Entry) -> int:
    return (NEW if entry.is_new else ON_FILE) + sum(1 + len(history.steps) for history in entry.histories)
