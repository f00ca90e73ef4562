"""A plan written in slices, each a transaction of its own of well under a second: while a list of fifty thousand is
written, everybody else goes on saving (R-IMPORT)."""

from collections.abc import Iterator
from itertools import chain

from webapp.database import locked
from webapp.errors import Stale
from webapp.imports.plan.directory import Known, on_file, portions
from webapp.imports.plan.entries import Entry
from webapp.imports.plan.outcomes import MOVED_ON, ImportPlan
from webapp.imports.write.bulk import NewCustomers
from webapp.imports.write.updating import Update, keep_one_decision_maker
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.fingerprint import fingerprints
from webapp.models.import_batch import ImportChange
from webapp.models.rows import insert_rows
from webapp.models.user import User

MOST = 800  # the weight of a slice: an eighth of a second, thrice that on a busy machine
NEW, ON_FILE = 2, 14  # what a customer weighs, and one for each follow-up and step of its history


class Slice:
    """Some customers of a plan. What takes long is worked out on creation, before any lock is held."""

    def __init__(self, entries: list[Entry], slices: "Slices", by: User):
        self.slices, self.by = slices, by
        new, self.on_file = ([entry for entry in entries if entry.is_new == is_new] for is_new in (True, False))
        for entry in new:
            self._wake(entry)
        self.new = NewCustomers(new, slices.numbers, by)
        self.updates: list[Update] = []

    def _wake(self, entry: Entry, known: Known | None = None) -> None:
        entry.wake(self.slices.packing, known)
        keep_one_decision_maker(entry)

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
        AuditEvent.record_each("customer.imported", self.new.told, by=self.by)
        for action in ("customer.imported", "contact.added", "contact.revised", "project.revised"):
            told = chain.from_iterable(update.told[action] for update in self.updates)
            AuditEvent.record_each(action, told, by=self.by)
        self.slices.written |= self.new.marks.keys()

    def _hold(self) -> None:
        """From here on nobody else edits the customers on file; what was edited since the plan is refused."""
        ids = sorted(entry.id for entry in self.on_file)
        known = on_file(locked(Customer.select().where(Customer.id << ids).order_by(Customer.id)))
        for entry in self.on_file:
            if entry.id not in known or known[entry.id].state != entry.state:
                raise Stale(MOVED_ON)
            self._wake(entry, known[entry.id])
            self.updates.append(Update(entry, self.by))

    def _filed_meanwhile(self) -> bool:
        """Has one of the new customers, by name, credit code or number, been filed by somebody else?"""
        rows = self.new.rows
        names, codes = [row["name_key"] for row in rows], [row["uscc"] for row in rows if row.get("uscc")]
        numbers = [entry.number for entry in self.new.entries if entry.number]
        same = (Customer.name_key << names) | (Customer.uscc << codes) | (Customer.number << numbers)
        found = {id_ for (id_,) in Customer.select(Customer.id).where(same).tuples()} if rows else set()
        return not found - self.slices.written <= self.slices.met

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
    """A plan's customers, some hundreds at a time. `met` are the ids of customers the plan knew, `written` those of the
    customers it has brought."""

    def __init__(self, planned: ImportPlan, by: User):
        self.entries, self.by = planned.entries, by
        self.packing, self.met = planned.packing, planned.met
        self.numbers = frozenset(entry.number for entry in planned.entries if entry.number)
        self.written: set[int] = set()

    def __iter__(self) -> Iterator[Slice]:
        for entries in portions(self.entries, _weight, MOST):
            yield Slice(entries, self, self.by)
            for entry in entries:
                entry.let_go()


def _weight(entry: Entry) -> int:
    return (NEW if entry.is_new else ON_FILE) + entry.weight
