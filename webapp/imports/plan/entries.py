"""A customer as the import will leave it: on file already or new, with everything its rows add (R-IMPORT)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from webapp.imports.cells.vocabulary import ClassDraft
from webapp.imports.parts.draft import StepDraft
from webapp.imports.plan.directory import Known
from webapp.imports.plan.packing import Packing
from webapp.models.contact import Contact
from webapp.models.customer.fields import CustomerKind
from webapp.models.dimension import DimensionValue
from webapp.models.organisation import Branch
from webapp.models.user import User


@dataclass(slots=True)
class Person:
    """A contact: `contact` where it is on file, `changes` what the rows say anew."""

    contact: Contact | None = None
    changes: dict = field(default_factory=dict)

    def get(self, column: str):
        if column in self.changes:
            return self.changes[column]
        return getattr(self.contact, column) if self.contact else Contact._meta.fields[column].default or ""

    @property
    def name(self) -> str:
        return self.get("name")


@dataclass(slots=True)
class History:
    """One follow-up with its next steps; `values` is None for steps without one."""

    values: dict | None
    steps: list[StepDraft]
    executor: User | None
    executor_name: str


@dataclass(slots=True)
class Entry:
    """`values` are the columns that are new or change. `known`, and the `state` it was in, are of a customer on file.

    While other rows are read, and until it is written, an entry rests: what was `said` of it is packed, and what the
    book has of it is let go. `weight` counts its follow-ups and steps; `spoken` are its follow-ups, by when and what,
    once somebody has asked for them.
    """

    name: str
    owner: User
    branch: Branch
    known: Known | None = None
    number: str = ""
    values: dict = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    classes: dict[str, ClassDraft] = field(default_factory=dict)
    histories: list[History] = field(default_factory=list)
    project: dict = field(default_factory=dict)
    id: int | None = None
    state: int | None = None
    said: bytes | None = None
    is_touched: bool = False
    is_person: bool = False
    weight: int = 0
    spoken: set[tuple[datetime, str]] | None = None

    @classmethod
    def of(cls, known: Known, owner: User, branch: Branch) -> "Entry":
        customer = known.customer
        people = [Person(contact) for contact in known.contacts]
        return cls(
            customer.name, owner, branch, known, customer.number, people=people, id=customer.id, state=known.state
        )

    def rest(self, packing: Packing) -> None:
        """From here on only what stands in slots of its own can be asked for, until it is woken."""
        self.is_touched = self._has_more_to_say()
        self.is_person = self.get("kind") == CustomerKind.INDIVIDUAL
        self.weight = sum(1 + len(history.steps) for history in self.histories)
        self.said = packing.pack((self.values, self.people, self.classes, self.histories, self.project))
        self.let_go()

    def wake(self, packing: Packing, known: Known | None = None) -> None:
        """As it was; `known` is what the book has of a customer on file now."""
        said = packing.unpack(self.said, known.contacts if known else ())
        self.known, self.said = known, None
        self.values, self.people, self.classes, self.histories, self.project = said

    def let_go(self) -> None:
        """Of what is written only the number is told on."""
        self.known = self.values = self.people = self.classes = self.histories = self.project = self.spoken = None

    @property
    def is_new(self) -> bool:
        return self.state is None

    def _has_more_to_say(self) -> bool:
        """Whether there is anything to write."""
        changed = any(person.changes for person in self.people)
        return bool(self.is_new or self.values or changed or self.classes or self.histories or self.project)

    @property
    def extent(self) -> tuple:
        """Grows with whatever is added; the same before and after a row that says nothing new."""
        people = sum(len(person.changes) + len(person.changes.get("unverified", "")) for person in self.people)
        return len(self.values), len(self.values.get("remarks", "")), people, len(self.histories)

    def get(self, column: str):
        """The column as it will be; None or empty where nothing is known."""
        if column in self.values:
            return self.values[column]
        return getattr(self.known.customer, column) if self.known else None

    def value_in(self, slug: str) -> DimensionValue | None:
        """Where the customer will stand in a dimension."""
        if slug in self.classes:
            return self.classes[slug].value
        current = self.known and self.known.classifications.get(slug)
        return current.value if current else None

    def has_followup(self, at: datetime, content: str) -> bool:
        if self.spoken is None:
            said = [history.values for history in self.histories if history.values]
            self.spoken = {(values["at"], values["content"]) for values in said}
        return (at, content) in self.spoken or bool(self.known and (at, content) in self.known.followups)

    def add(self, history: History) -> None:
        self.histories.append(history)
        if history.values and self.spoken is not None:
            self.spoken.add((history.values["at"], history.values["content"]))

    # -- what lists and boards sort by, as the verbs would have derived it

    @property
    def last_followup_at(self) -> datetime | None:
        moments = [history.values["at"] for history in self.histories if history.values]
        if self.known and self.known.customer.last_followup_at:
            moments.append(self.known.customer.last_followup_at)
        return max(moments, default=None)

    @property
    def followup_count(self) -> int:
        earlier = self.known.customer.followup_count if self.known else 0
        return earlier + sum(history.values is not None for history in self.histories)

    @property
    def next_step(self) -> tuple[date | None, str]:
        """The open step due soonest, those without a day last."""
        steps = [(step.due_on, step.action) for history in self.histories for step in history.steps if not step.is_done]
        if self.known and self.known.customer.next_step:
            steps.insert(0, (self.known.customer.next_due_on, self.known.customer.next_step))
        return min(steps, key=lambda step: step[0] or date.max, default=(None, ""))

    @property
    def grade_position(self) -> int | None:
        values = (
            self.value_in(slug) for slug in self.classes.keys() | (self.known.classifications if self.known else {})
        )
        return next((value.position for value in values if value.dimension.role == "grade"), None)
