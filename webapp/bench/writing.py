"""Invented customers with everything that hangs on them, as the verbs would have left them."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from webapp.bench import names
from webapp.bench.bulk import Bulk
from webapp.clock import local
from webapp.models import (
    AuditEvent,
    Classification,
    Completion,
    Contact,
    Customer,
    DimensionValue,
    FollowUp,
    Memo,
    Move,
    SearchTerm,
    Task,
    User,
)
from webapp.models.cadence import cadence_of, contact_due, update_days_of
from webapp.models.customer.fileable import names_of
from webapp.models.customer.schedulable import urgency_key
from webapp.models.dimension import Dimension
from webapp.models.search import marked, terms_of

FOLLOWUPS = 10
BUSY, BUSY_CALLS = "rep0", 40  # whose day is busy: so many overdue, so many today
FILED_WITHIN = 700  # days

_COLUMNS = {
    Customer: """
        id number kind name name_key name_stem name_sort public_name short_name
        industry source province city address main_business need
        filed_on first_contact_on owner branch created_by created_at updated_at
        last_followup_at followup_count next_due_on next_step cadence_days contact_due_on update_days
    """,
    Contact: "customer name position phone phone_key email is_primary is_decision_maker",
    Classification: "customer dimension value since version owner branch urgency",
    Move: "customer dimension from_value to_value origin by at",
    FollowUp: "id customer at method topic content attitude executor executor_name recorded_by recorded_at",
    Task: "id customer followup action due_on responsible is_open created_by created_at",
    Completion: "task by at",
    Memo: "customer kind body by at",
    SearchTerm: "term customer is_public",
    AuditEvent: "at actor actor_name action branch_id customer_id subject details previous_hash hash",
}
COLUMNS = {model: tuple(named.split()) for model, named in _COLUMNS.items()}
STAGES = ("potential", "potential", "intent", "intent", "intent", "deal", "deal", "deal", "deal", "lost")
INDUSTRIES = ("通用设备制造业", "批发业", "建筑装饰业", "软件和信息技术服务业", "食品制造业", "房地产业")
POSITIONS = ("采购经理", "总经理", "设备部经理", "工程主管", "技术总监")


@dataclass
class Story:
    """One customer while it is being written."""

    id: int
    number: str
    name: str
    owner: User
    filed_at: datetime
    told_at: list[datetime]
    entries: list[dict]
    due_on: date | None
    grade: DimensionValue
    paths: list[list[DimensionValue]]
    events: list[tuple[str, datetime, str, dict]] = field(default_factory=list)

    @property
    def next_step(self) -> str:
        return self.entries[-1]["next"] if self.due_on else ""


class Author:
    """Writes one customer after the other into `bulk`. The same seed tells the same stories."""

    def __init__(self, bulk: Bulk, today: date, seed: int = 7):
        self.bulk, self.today, self.luck = bulk, today, Random(seed)
        self.followups, self.tasks, self.customers = count(1), count(1), count(1)
        self.conversations = [entry for entry in names.conversations() if "next" in entry]
        self.dimensions = _columns_by_dimension()
        self.hash, self.length = "", 0
        self.promised: Counter[str] = Counter()

    def write(self, owner: User, filed_on: date, number: str) -> None:
        story = self._invent(owner, filed_on, number)
        self._file(story)
        self._know(story)
        self._place(story)
        self._follow_up(story)
        for event in story.events:
            self._note(story, *event)

    def _invent(self, owner: User, filed_on: date, number: str) -> Story:
        id_, luck = next(self.customers), self.luck
        filed_at = datetime.combine(filed_on, time(1)) + timedelta(minutes=luck.randrange(480))
        span = (self.today - filed_on).days - luck.randrange(min(40, (self.today - filed_on).days))
        step = timedelta(days=span) / FOLLOWUPS
        told_at = [filed_at + step * turn + timedelta(minutes=luck.randrange(60)) for turn in range(FOLLOWUPS)]
        entries = luck.choices(self.conversations, k=FOLLOWUPS)
        grade = luck.choice(self.dimensions["grade"])
        paths = [self._path(slug, values, grade) for slug, values in self.dimensions.items()]
        return Story(
            id_, number, names.company(id_)[0], owner, filed_at, told_at, entries, self._due_on(owner), grade, paths
        )

    def _path(self, slug: str, values: list[DimensionValue], grade: DimensionValue) -> list[DimensionValue]:
        """The columns of a dimension it stood in, the last one now."""
        if slug == "stage":
            return [*dict.fromkeys([self._entry(values), self._stage(values)])]
        return [grade if slug == "grade" else self.luck.choice(values)]

    def _due_on(self, owner: User) -> date | None:
        """Most promises lie ahead; five in a hundred are overdue, five customers have none. A busy rep's first forty
        are overdue, the next forty due today."""
        chance = self.luck.random()
        self.promised[owner.username] += 1
        if owner.username == BUSY and self.promised[BUSY] <= 2 * BUSY_CALLS:
            return self.today - timedelta(days=3 if self.promised[BUSY] <= BUSY_CALLS else 0)
        if chance < 0.05:
            return None
        return self.today + timedelta(days=self.luck.randrange(-20, 0) if chance < 0.10 else self.luck.randrange(0, 90))

    def _file(self, story: Story) -> None:
        """In the order of the customer's columns: what it is called, what it is, who filed it when, what came of it."""
        full, short = names.company(story.id)
        keys = names_of({"name": full})
        called = (full, keys["name_key"], keys["name_stem"], keys["name_sort"], keys["public_name"], short)
        known = self._known(story.id, full, short)
        day, at, owner = story.filed_at.date(), story.filed_at, story.owner
        filed = (day, day, owner.id, owner.branch_id, owner.id, at, at)
        values = [path[-1] for path in story.paths]
        cadence = cadence_of(values)
        contact_due_on = contact_due(local(max(story.told_at).replace(tzinfo=UTC)).date(), cadence, None)
        followed = (max(story.told_at), FOLLOWUPS, story.due_on, story.next_step, cadence, contact_due_on)
        rest = (*filed, *followed, update_days_of(values))
        self.bulk.add(Customer, story.id, story.number, "company", *called, *known, *rest)
        story.events.append(("customer.filed", story.filed_at, story.number, {"duplicate_reason": ""}))

    @staticmethod
    def _known(id_: int, full: str, short: str) -> tuple[str, ...]:
        """Industry, source, where it is, its business and need."""
        industry = INDUSTRIES[id_ % len(INDUSTRIES)]
        place = ("江苏省", f"{full[:2]}市", f"工业园区星湖路 {id_ % 900 + 1} 号")
        return (industry, "行业展会", *place, short[2:], "新厂房要做地坪，看重工期和售后")

    def _know(self, story: Story) -> None:
        """Its contacts, and the terms it is found by."""
        contacts = [self._contact(story, turn) for turn in range(1 + story.id % 2)]
        shown = Customer(number=story.number, name=story.name, short_name=names.company(story.id)[1])
        for term, is_public in marked(terms_of(shown, contacts)):
            self.bulk.add(SearchTerm, term, story.id, is_public)

    def _contact(self, story: Story, turn: int) -> Contact:
        phone = f"13{8 + turn}{self.luck.randrange(10**8):08}"
        name, position = names.person(self.luck.randrange(10**4)), POSITIONS[(story.id + turn) % len(POSITIONS)]
        email = f"c{story.id}.{turn}@example.cn"
        self.bulk.add(Contact, story.id, name, position, phone, phone, email, not turn, bool(turn))
        return Contact(name=name, position=position, phone_key=phone)

    # -- where the customer stands

    def _place(self, story: Story) -> None:
        for path in story.paths:
            self._arrive(story, path)

    @staticmethod
    def _entry(values: list[DimensionValue]) -> DimensionValue:
        return next(value for value in values if value.outcome == "entry")

    def _stage(self, values: list[DimensionValue]) -> DimensionValue:
        slug = self.luck.choice(STAGES)
        return next(value for value in values if value.slug == slug)

    def _arrive(self, story: Story, path: list[DimensionValue]) -> None:
        """Walk the columns of one dimension, each with its move."""
        owner, dimension = story.owner, path[-1].dimension
        urgency = urgency_key(story.due_on, story.grade.position, max(story.told_at))
        moments = [story.filed_at if turn == 0 else story.told_at[2] for turn in range(len(path))]
        where = (path[-1].id, moments[-1], len(path))
        self.bulk.add(Classification, story.id, dimension.id, *where, owner.id, owner.branch_id, urgency)
        for before, value, at in zip([None, *path], path, moments):
            self._move(story, before, value, at)

    def _move(self, story: Story, before: DimensionValue | None, value: DimensionValue, at: datetime) -> None:
        dimension, origin = value.dimension, "drag" if before else "filing"
        step = (before and before.id, value.id, origin)
        self.bulk.add(Move, story.id, dimension.id, *step, story.owner.id, at)
        labels = {"from": before.label if before else "", "to": value.label}
        story.events.append(("customer.moved", at, dimension.label, {"origin": "filing", **labels}))

    # -- what was said and promised

    def _follow_up(self, story: Story) -> None:
        owner = story.owner
        for turn, (at, entry) in enumerate(zip(story.told_at, story.entries, strict=True)):
            id_ = next(self.followups)
            said = (entry["method"], entry["topic"], entry["content"], entry.get("attitude", ""))
            by = (owner.id, owner.name, owner.id)
            self.bulk.add(FollowUp, id_, story.id, at, *said, *by, at + timedelta(hours=1))
            self._promise(story, turn, id_, entry["next"])
            story.events.append(("followup.recorded", at, str(id_), {"method": entry["method"]}))
        self.bulk.add(Memo, story.id, "note", "对方每月 25 日盘点，26 日前后不收货", owner.id, story.told_at[1])

    def _promise(self, story: Story, turn: int, followup: int, action: str) -> None:
        """The step that led to the next follow-up; after the last one, the promise that is still open."""
        is_last = turn + 1 == FOLLOWUPS
        if is_last and not story.due_on:
            return
        id_, owner = next(self.tasks), story.owner.id
        due_on = story.due_on if is_last else story.told_at[turn + 1].date()
        self.bulk.add(Task, id_, story.id, followup, action, due_on, owner, is_last, owner, story.told_at[turn])
        if not is_last:
            self.bulk.add(Completion, id_, owner, story.told_at[turn + 1])

    def _note(self, story: Story, action: str, at: datetime, subject: str, details: dict) -> None:
        """One more link of the audit trail's chain."""
        owner = story.owner
        said = {
            "actor_name": owner.name,
            "action": action,
            "branch_id": owner.branch_id,
            "customer_id": story.id,
            "subject": subject,
        }
        event = AuditEvent(at=at.replace(tzinfo=UTC), actor=owner.id, details=details, previous_hash=self.hash, **said)
        before, self.hash, self.length = self.hash, event.digest(), self.length + 1
        told = json.dumps(details, ensure_ascii=False)
        self.bulk.add(AuditEvent, at, owner.id, *said.values(), told, before, self.hash)


def _columns_by_dimension() -> dict[str, list[DimensionValue]]:
    query = DimensionValue.select(DimensionValue, Dimension).join(Dimension).where(~Dimension.is_computed)
    found: dict[str, list[DimensionValue]] = {}
    for value in query.order_by(Dimension.position, DimensionValue.position):
        found.setdefault(value.dimension.slug, []).append(value)
    return found


def filing_days(customers: int, today: date) -> Iterator[tuple[date, str]]:
    """A day and a number for each customer, oldest first, spread over two years."""
    given: dict[date, int] = {}
    for place in range(customers):
        day = today - timedelta(days=FILED_WITHIN - place * (FILED_WITHIN - 12) // customers)
        given[day] = given.get(day, 0) + 1
        yield day, f"C{day:%Y%m%d}{given[day]:03}"
