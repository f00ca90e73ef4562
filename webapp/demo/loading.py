"""The demo loaded: people, customers and what happened, all or nothing."""

import secrets
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from webapp import passwords
from webapp.clock import now, today
from webapp.database import transaction
from webapp.demo.chronicle import FULL_RECORD, chronicle
from webapp.demo.company import read_companies
from webapp.demo.people import BRANCHES, PEOPLE
from webapp.demo.service import Served, remind
from webapp.demo.writing import Cast, Writer
from webapp.errors import DomainError
from webapp.models import (
    Acknowledgement,
    AuditEvent,
    Branch,
    Collaboration,
    Customer,
    FollowUp,
    Memo,
    Mention,
    Notice,
    Reassignment,
    Region,
    Task,
    User,
)
from webapp.models.memo import MemoKind
from webapp.rules.escalation import broken

MEMOS = tomllib.loads(Path(__file__).with_name("memos.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Loaded:
    """What `load` made. The passwords, by user name, stand nowhere else."""

    users: list[User]
    passwords: dict[str, str]
    customers: int


def is_loaded() -> bool:
    return User.select().where(User.is_demo).exists()


def load(*, by: User) -> Loaded:
    """Load the demo; DomainError when it is there already or one of its names is taken."""
    _refuse_twice()
    with transaction():
        users, given = _engage(_organise())
        customers = _tell({user.username: user for user in users})
        for task in list(broken(today())):  # as the night would
            task.escalate(by=by)
        AuditEvent.record("demo.loaded", by=by, customers=len(customers), users=len(users))
    return Loaded(users, given, len(customers))


def _refuse_twice() -> None:
    if is_loaded():
        raise DomainError("演示数据已经在库里；要重来，先运行 bin/genjinbu demo clear")
    if Customer.select().exists() or AuditEvent.select().where(AuditEvent.customer_id.is_null(False)).exists():
        raise DomainError("库里已有真实客户，演示数据不与之混在一起：请另建一个数据文件夹来试用")
    if taken := [row.name for row in Branch.select().where(Branch.name << list(BRANCHES)).order_by(Branch.id)]:
        raise DomainError(f"已有名为“{'、'.join(taken)}”的分站，演示数据不与之混在一起")
    if taken := [
        row.username
        for row in User.select().where(User.username << [person.username for person in PEOPLE]).order_by(User.id)
    ]:
        raise DomainError(f"用户名 {'、'.join(taken)} 已有人用，演示数据无法加入")


def _organise() -> dict[str, Branch]:
    """The branches by name, in regions that may have been there before."""
    regions = {name: Region.get_or_create(name=name, defaults={"is_demo": True})[0] for name in BRANCHES.values()}
    return {name: Branch.create(name=name, region=regions[region], is_demo=True) for name, region in BRANCHES.items()}


def _engage(branches: dict[str, Branch]) -> tuple[list[User], dict[str, str]]:
    """The accounts, each with a random password of its own, to be changed at the first login."""
    given = {person.username: secrets.token_urlsafe(9) for person in PEOPLE}
    users = [
        User.create(
            username=person.username,
            name=person.name,
            role=person.role,
            branch=branches.get(person.branch),
            password_hash=passwords.hash(given[person.username]),
            is_demo=True,
        )
        for person in PEOPLE
    ]
    return users, given


def _tell(users: dict[str, User]) -> list[Customer]:
    writer, places, day = Writer(Cast(users)), Counter(), today()
    for company in read_companies():
        story = chronicle(company, places[company.owner], day)
        places[company.owner] += 1
        customer = writer.write(story)
        served = Served(customer, story, writer.cast.colleague(customer.owner, "service"))
        served.write()
        if company.name == FULL_RECORD:
            served.complain_today()
            remind(customer)
        if company.stage == "deal":
            _leave_memos(
                customer, writer.cast, [entry.recorded_at for entry in story.entries], full=company.name == FULL_RECORD
            )
        if company.name == FULL_RECORD:
            _take_back(customer)
    _tell_of_steps()
    for user in writer.cast.users.values():
        if user.leads_branch:
            _hand_a_step_to(user)
            _let_rest(user)
            _tell_service(user, writer.cast)
    return writer.customers


def _leave_memos(customer: Customer, cast: Cast, times: list, *, full: bool) -> None:
    """A note, a change or an instruction here and there; one customer has more than its sheet holds."""
    manager = cast.colleague(customer.owner, "manager")
    for number, kind in enumerate(MemoKind):
        lines = MEMOS[kind] if full else MEMOS[kind][customer.id % len(MEMOS[kind]) :][: (customer.id + number) % 2]
        for body, at in zip(lines, islice(reversed(times), number + 1, None)):
            memo = Memo.create(
                customer=customer,
                kind=kind,
                body=body,
                by=manager if kind == MemoKind.INSTRUCTION else customer.owner,
                at=at,
            )
            if kind == MemoKind.INSTRUCTION:
                read_at = at + timedelta(hours=3) if full or customer.id % 3 else None
                _tell_owner(customer, kind, memo.id, memo.by_id, at, read_at)
                if read_at:
                    Acknowledgement.create(memo=memo, by=customer.owner, at=read_at)


def _tell_of_steps() -> None:
    """Whose step somebody else has planned is told; what is done by now was read."""
    planned = Task.select(Task, Customer).join(Customer).where(Task.created_by != Task.responsible)
    for task in planned.where(Task.responsible == Customer.owner).order_by(Task.id):
        read_at = None if task.is_open else task.created_at + timedelta(hours=1)
        _tell_owner(task.customer, "planned", task.id, task.created_by_id, task.created_at, read_at)


def _hand_a_step_to(manager: User) -> None:
    """One of the branch's steps, handed on by whose it was."""
    theirs = Task.select(Task, Customer).join(Customer).where(Customer.branch == manager.branch_id, Task.is_open)
    task = theirs.where(Task.due_on > today()).order_by(Task.due_on, Task.id).first()
    giver, at = task.responsible, task.created_at + timedelta(hours=2)
    handed = Reassignment.create(task=task, from_user=giver, to_user=manager, by=giver, at=at)
    Task.update(responsible=manager).where(Task.id == task.id).execute()
    Notice.delete().where(Notice.kind == "planned", Notice.about == task.id).execute()
    Notice.create(user=manager, kind="handed_on", about=handed.id, customer=task.customer, by=giver, at=at)


def _let_rest(manager: User) -> None:
    """A customer nobody need be in touch with for a while."""
    quiet = Customer.select().where(Customer.branch == manager.branch_id, Customer.next_due_on.is_null())
    customer = next(one for one in quiet.order_by(Customer.id.desc()) if not one.is_lost())
    Task.pause(customer, "项目停工，开春复工后再联系", today() + timedelta(days=90), by=customer.owner)


def _tell_service(manager: User, cast: Cast) -> None:
    """A record that names the service as to know of it."""
    said = FollowUp.select(FollowUp, Customer).join(Customer).where(Customer.branch == manager.branch_id)
    record = said.where(FollowUp.issue_type != "").order_by(FollowUp.at.desc()).first()
    service = cast.colleague(record.customer.owner, "service")
    Mention.create(followup=record, user=service)
    Collaboration.get_or_create(customer=record.customer, user=service, defaults={"invited_by": record.recorded_by})
    told = {"kind": "mentioned", "about": record.id, "customer": record.customer, "by": record.recorded_by}
    Notice.create(user=service, at=record.recorded_at, **told)


def _tell_owner(customer: Customer, kind: str, about: int, by: int, at: datetime, read_at: datetime | None) -> None:
    Notice.create(user=customer.owner, kind=kind, about=about, customer=customer, by=by, at=at, read_at=read_at)


def _take_back(customer: Customer) -> None:
    """A record that belonged to somebody else's card, and a step nobody needs any more."""
    owner = customer.owner
    said = {"at": now(), "method": "电话", "content": "来电问工业地坪的报价，要求周五前发到邮箱"}
    FollowUp.record(customer, said, by=owner).withdraw("记错了客户，是同名的另一家", by=owner)
    Task.plan(customer, "寄纸质样册", today() + timedelta(days=4), by=owner).void("对方已从网上看过样册", by=owner)
