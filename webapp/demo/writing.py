"""One chronicle written into the book: the verbs' own lower level, with the times the chronicle gives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.clock import local
from webapp.demo.chronicle import Chronicle, Entry
from webapp.demo.company import Company
from webapp.models import (
    Classification,
    Collaboration,
    Completion,
    Contact,
    Customer,
    DimensionValue,
    FollowUp,
    Move,
    Project,
    Purpose,
    Rescheduling,
    SearchTerm,
    Task,
    User,
)
from webapp.models.dimension import Dimension
from webapp.models.followup.checks import VISITS, late_by
from webapp.models.followup.fields import CAUSES

SAID = ("method", "tool", "topic", "content", "attitude", "need_change", "objections", "consensus")
PROJECT_STATES = {"potential": "方案设计", "intent": "招标比价", "deal": "施工中", "lost": "已取消"}
PURPOSES = {
    "first": "新客户对接",
    "need": "需求变更",
    "quote": "报价谈判",
    "objection": "报价谈判",
    "service": "售后处理",
}
LOST_REASON = {"落选": "账期谈不拢，客户选了别家", "项目取消": "客户预算收紧，项目取消"}
NOTES = {
    "active": ("意向续约", "有采购计划", "需求明确"),
    "dormant": ("三个月无互动",),
    "potential": ("需求明确", "预算待批"),
}


@dataclass(frozen=True)
class Cast:
    """The demo's accounts by user name, and who else turns up at a branch's customers."""

    users: dict[str, User]

    def colleague(self, owner: User, role: str) -> User:
        return next(user for user in self.users.values() if user.branch_id == owner.branch_id and user.role == role)


class Writer:
    """Writes chronicles one by one; `customers` are those written so far."""

    def __init__(self, cast: Cast):
        self.cast = cast
        self.customers: list[Customer] = []
        rows = DimensionValue.select(DimensionValue, Dimension).join(Dimension)
        self.values = {(row.dimension.slug, row.slug): row for row in rows}
        self.purposes = {purpose.label: purpose for purpose in Purpose.select()}

    def write(self, story: Chronicle) -> Customer:
        """The customer with everything that happened to it."""
        owner = self.cast.users[story.company.owner]
        customer = self._file(story, owner)
        for entry, following in zip(story.entries, [*story.entries[1:], None]):
            self._record(customer, story, entry, following, owner)
        self._stand(customer, story, owner)
        if story.company.project:
            _project(customer, story)
        if story.company.stage == "deal" and story.company.luck.random() < 0.4:
            service, manager = self.cast.colleague(owner, "service"), self.cast.colleague(owner, "manager")
            Collaboration.create(customer=customer, user=service, invited_by=manager, at=story.entries[-1].at)
        customer.refresh_schedule()
        self.customers.append(customer)
        return customer

    def _file(self, story: Chronicle, owner: User) -> Customer:
        first, *others = (Contact.checked(contact) for contact in story.company.contacts())
        customer = Customer.enter(self._values(story, owner), first, by=owner, number=self._number(story.filed_at))
        Move.update(at=story.filed_at).where(Move.customer == customer).execute()
        Classification.update(since=story.filed_at).where(Classification.customer == customer).execute()
        for contact in others:
            Contact.create(customer=customer, **contact)
        SearchTerm.reindex(customer)
        Contact.update(created_at=story.filed_at).where(Contact.customer == customer).execute()
        return customer

    def _values(self, story: Chronicle, owner: User) -> dict:
        signed, verified = story.first("sign"), story.company.luck.random() < 0.6
        filed_on = local(story.filed_at).date()
        return {
            **Customer.checked(story.company.values()),
            "owner": owner,
            "branch": owner.branch_id,
            "is_demo": True,
            "filed_on": filed_on,
            "first_contact_on": filed_on,
            "cooperation_since": local(signed.at).date() if signed else None,
            "created_at": story.filed_at,
            "updated_at": story.filed_at,
            "verified_at": story.filed_at + timedelta(days=1) if verified else None,
            "verified_by": self.cast.colleague(owner, "manager") if verified else None,
        }

    @staticmethod
    def _number(filed_at: datetime) -> str:
        """A number of the day the customer was filed.

        That day is over: no number the office will give can be the same.
        """
        day, place = f"{local(filed_at):%Y%m%d}", 1
        while Customer.select().where(Customer.number == f"C{day}{place:03}").exists():
            place += 1
        return f"C{day}{place:03}"

    def _record(self, customer: Customer, story: Chronicle, entry: Entry, following: Entry | None, owner: User) -> None:
        executor = self._executor(story, entry, owner)
        said = entry.said
        missed = "未接通" in said["content"]
        followup = FollowUp.create(
            customer=customer,
            at=entry.at,
            recorded_at=entry.recorded_at,
            is_late=late_by(said["method"], entry.at, entry.recorded_at) is not None,
            executor=executor,
            executor_name=executor.name,
            recorded_by=executor,
            our_participants=executor.name if said["method"] in VISITS else "",
            their_participants=story.company.salutation if said.get("their") else "",
            issue_type=said.get("issue", ""),
            purpose=self.purposes.get(PURPOSES.get(entry.phase)),
            cause=CAUSES[0] if missed else "",
            adjustment="改发微信，约好时间再打" if missed else "",
            **{field: said.get(field, "") for field in SAID} | ({"attitude": ""} if missed else {}),
        )
        if following or (story.due_on and "next" in said):
            self._plan(followup, story, entry, following, owner)

    def _executor(self, story: Chronicle, entry: Entry, owner: User) -> User:
        """Mostly the owner; a colleague on some service calls, the manager on some negotiations."""
        roles = {"service": "service", "quote": "manager"}
        if entry.phase in roles and story.company.luck.random() < 0.15:
            return self.cast.colleague(owner, roles[entry.phase])
        return owner

    def _plan(self, followup: FollowUp, story: Chronicle, entry: Entry, following: Entry | None, owner: User) -> None:
        due_on = local(following.at).date() if following else story.due_on
        task = Task.create(
            customer=followup.customer_id,
            followup=followup,
            action=entry.said["next"],
            due_on=due_on,
            responsible=owner,
            is_open=following is None,
            created_by=followup.executor_id,
            created_at=entry.recorded_at,
        )
        if following:
            Completion.create(task=task, by=owner, at=following.at)
        elif story.company.luck.random() < 0.25:
            Rescheduling.create(
                task=task,
                from_day=due_on - timedelta(days=2),
                to_day=due_on,
                reason="对方出差，改期",
                by=owner,
                at=entry.recorded_at + timedelta(hours=1),
            )

    # -- where the customer stands

    def _stand(self, customer: Customer, story: Chronicle, owner: User) -> None:
        """Its value in every dimension and the moves that brought it there."""
        early = story.entries[min(1, len(story.entries) - 1)].at
        self._walk_stages(customer, story, owner)
        for slug, value in _places(story.company).items():
            if value:
                self._move(customer, slug, value, by=owner, at=early)
        self._label(customer, story, owner, early)

    def _walk_stages(self, customer: Customer, story: Chronicle, owner: User) -> None:
        steps = (("intent", story.first("sample") or story.first("quote")), ("deal", story.first("sign")))
        for value, entry in steps:
            if entry:
                origin = story.company.luck.choice(("drag", "menu"))
                self._move(customer, "stage", value, by=owner, at=entry.recorded_at, origin=origin)
        if lost := story.first("lost"):
            reason = LOST_REASON[lost.said["topic"]]
            self._move(customer, "stage", "lost", by=owner, at=lost.recorded_at, origin="drag", reason=reason)

    def _label(self, customer: Customer, story: Chronicle, owner: User, at: datetime) -> None:
        label = _status(story)
        note = story.company.luck.choice(NOTES[label]) if label in NOTES else ""
        reason = "客户已流失" if label == "lost" else ""
        since = story.entries[-1].recorded_at if label in ("lost", "dormant") else at
        self._move(customer, "status", label, by=owner, at=since, note=note, reason=reason)

    def _move(
        self, customer: Customer, slug: str, value: str, *, by: User, at: datetime, origin="menu", reason="", note=""
    ) -> None:
        target = self.values.get((slug, value))
        if target is None:  # the office has its own columns
            return
        current = customer.classification(target.dimension)
        move = customer.classify(target, by=by, reason=reason, origin=origin, note=note, current=current)
        Move.update(at=at).where(Move.id == move.id).execute()
        here = (Classification.customer == customer) & (Classification.dimension == target.dimension)
        Classification.update(since=at).where(here).execute()


def _places(company: Company) -> dict[str, str | None]:
    """Its value in the dimensions that go with its stage."""
    stage, luck = company.stage, company.luck
    tracking = {"deal": luck.choice(("new", "long-term"))}.get(stage, "target")
    relationship = luck.choice(("core", "key", "ordinary")) if stage == "deal" else "prospect"
    ready, good = luck.choice(("ready", "intent")), luck.choice(("good-potential", "potential"))
    return {
        "sales-tracking": tracking,
        "relationship": relationship,
        "value": {"core": "high", "key": "medium"}.get(relationship, luck.choice(("medium", "low"))),
        "grade": luck.choice("aabbbc"),
        "category": {"intent": ready, "potential": good}.get(stage),
    }


def _status(story: Chronicle) -> str:
    stage = story.company.stage
    if stage == "lost":
        return "lost"
    if story.due_on is None:
        return "dormant"
    return "potential" if stage == "potential" else "active"


def _project(customer: Customer, story: Chronicle) -> None:
    linkage = story.company.expected_need if "无锡" in story.company.expected_need else ""
    Project.create(
        customer=customer,
        name=story.company.project,
        status=PROJECT_STATES[story.company.stage],
        is_agent=story.company.luck.choice((True, False, None)),
        regional_linkage=linkage,
        updated_at=story.entries[-1].at,
    )
