"""The small office every test lives in: two branches, eight people, customers whose names say their state."""

from copy import deepcopy
from datetime import date, timedelta
from typing import NamedTuple

from webapp import passwords
from webapp.clock import now, today
from webapp.database import BaseModel, transaction
from webapp.models import (
    AuditEvent,
    AuditHead,
    Branch,
    Collaboration,
    Customer,
    Dimension,
    DimensionValue,
    FollowUp,
    Region,
    Session,
    Task,
    User,
)
from webapp.models.organisation import BUILT_IN
from webapp.models.user import SYSTEM

PASSWORD = "旧账本里的那个春天"

BRANCHES = {"suzhou": "苏州分站", "foshan": "佛山分站"}

# attribute: (username, name, role, branch)
PEOPLE = {
    "manager": ("zhou", "周建华", "manager", "suzhou"),
    "rep": ("limin", "李敏", "rep", "suzhou"),
    "colleague": ("wangqiang", "王强", "rep", "suzhou"),
    "service": ("sunxiao", "孙晓", "service", "suzhou"),
    "outsider": ("hejun", "何俊", "rep", "foshan"),
    "other_manager": ("liang", "梁国栋", "manager", "foshan"),
    "inspector": ("zheng", "郑明", "inspector", None),
    "admin": ("qian", "钱亮", "admin", None),
}

# attribute: (name, owner, contact, phone)
CUSTOMERS = {
    "fresh": ("刚刚建档有限公司", "rep", "赵一鸣", "13912340001"),
    "interested": ("意向待跟进有限公司", "rep", "王建国", "13912340002"),
    "overdue": ("逾期三天有限公司", "rep", "欧阳修", "13912340003"),
    "due_today": ("今天到期有限公司", "rep", "林晓燕", "13912340004"),
    "no_next": ("无下一步有限公司", "rep", "陈志强", "13912340005"),
    "won": ("已经成交有限公司", "rep", "黄丽华", "13912340006"),
    "lost": ("流失客户有限公司", "rep", "吴海", "13912340007"),
    "helped": ("请人协同有限公司", "rep", "徐静", "13912340008"),
    "colleagues": ("同事名下有限公司", "colleague", "马超", "13912340009"),
    "elsewhere": ("别家分站有限公司", "outsider", "郭涛", "13912340010"),
}

CONTENT = "电话确认第三季度启动采购，预算待批"


class Cast(NamedTuple):
    """The rows of a database that the world is made of."""

    branches: list[Branch]
    people: list[User]
    customers: list[Customer]


def read_cast() -> Cast:
    return Cast(list(Branch.select()), list(User.select()), list(Customer.select()))


def _twins(cast: Cast) -> Cast:
    """The same rows once more: what a test does to one is nobody else's business."""
    branches = {row.id: _twin(row) for row in cast.branches}
    people = [_twin(row) for row in cast.people]
    for user in people:
        if user.branch_id:
            user.branch = branches[user.branch_id]
            user._dirty.clear()
    return Cast([*branches.values()], people, [_twin(row) for row in cast.customers])


def _twin(row: BaseModel) -> BaseModel:
    twin = type(row)()
    twin.__data__ = deepcopy(row.__data__)
    twin._dirty.clear()
    return twin


class World:
    """The cast by name: `world.rep`, `world.overdue`, `world.suzhou`. Loaded anew for each test."""

    password = PASSWORD

    def __init__(self, cast: "Cast | None" = None):
        branches, people, customers = _twins(cast or read_cast())
        self._load(BRANCHES, {branch.name: branch for branch in branches})
        self._load({key: row[1] for key, row in PEOPLE.items()}, {user.name: user for user in people})
        self._load({key: row[0] for key, row in CUSTOMERS.items()}, {row.name: row for row in customers})

    def _load(self, names: dict[str, str], found: dict) -> None:
        self.__dict__.update({key: found[name] for key, name in names.items()})

    def empty(self) -> User:
        """Only the administrator is left, and the branch an office starts with."""
        for model in (AuditEvent, Customer, Session):
            model.delete().execute()
        AuditHead.place(0, "")
        User.delete().where(User.id != self.admin.id, User.username != SYSTEM).execute()
        for model in (Branch, Region):
            model.delete().execute()
        Branch.create(name=BUILT_IN, region=Region.create(name="本公司"))
        return self.admin

    def value(self, slug: str, dimension: str = "stage") -> DimensionValue:
        """A column, by its slug: `world.value("lost")`, `world.value("a", "grade")`."""
        query = DimensionValue.select(DimensionValue, Dimension).join(Dimension)
        return query.where(DimensionValue.slug == slug, Dimension.slug == dimension).get()


def build_world() -> None:
    """Write the office into an empty, migrated database, by the verbs people use."""
    branches = _open_branches()
    people = {key: _hire(*row, branches) for key, row in PEOPLE.items()}
    for name, owner, contact, phone in CUSTOMERS.values():
        file_customer(name, phone, by=people[owner], contact=contact)
    world = World()
    for customer in (world.interested, world.overdue, world.due_today):
        customer.move_to(world.value("intent"), by=world.rep)
    world.won.move_to(world.value("deal"), by=world.rep)
    world.lost.move_to(world.value("lost"), by=world.rep, reason="客户转向本地供应商")
    Collaboration.create(customer=world.helped, user=world.service, invited_by=world.rep)
    _follow_up(world)


def _open_branches() -> dict[str, Branch]:
    return {
        key: Branch.create(name=name, region=Region.create(name=region))
        for (key, name), region in zip(BRANCHES.items(), ("华东", "华南"), strict=True)
    }


def _hire(username: str, name: str, role: str, branch: str | None, branches: dict) -> User:
    user, _ = User.open_account(username, name, role, branches.get(branch), by=User.system())
    user.password_hash, user.must_change_password = passwords.hash(PASSWORD), False
    user.save()
    return user


def file_customer(name: str, phone: str, *, by, contact: str = "王建国", **values) -> Customer:
    """A customer with the least a file needs."""
    facts = {"name": name, "industry": "批发和零售业", "source": "展会", "need": "需要第三方检测报告", **values}
    return Customer.file(facts, {"name": contact, "phone": phone, "position": "采购经理"}, by=by)


def _follow_up(world: World) -> None:
    """(customer, days since the last contact, days until the next step or None)."""
    for customer, ago, ahead in (
        (world.interested, 2, 1),
        (world.overdue, 10, -3),
        (world.due_today, 5, 0),
        (world.no_next, 4, None),
        (world.won, 20, 10),
        (world.colleagues, 1, 6),
        (world.elsewhere, 1, 6),
    ):
        by = customer.owner
        at = now() - timedelta(days=ago)
        FollowUp.record(customer, {"at": at, "recorded_at": at, "method": "电话", "content": CONTENT}, by=by)
        if ahead is not None:
            plan_for(customer, "寄送检测报告样本", today() + timedelta(days=ahead), by=by)


def plan_for(customer: Customer, action: str, due_on: date, *, by: User) -> Task:
    """A step for a day that may have gone by since it was planned: nobody plans for yesterday."""
    with transaction():
        task = Task.plan(customer, action, max(due_on, today()), by=by)
        if due_on < today():
            task.due_on = due_on
            task.save()
            customer.refresh_schedule()
    return task


def dismiss(user: User) -> None:
    """The account as an earlier release closed it, whatever was left to hand over."""
    User.update(disabled_at=now()).where(User.id == user.id).execute()
    Session.delete().where(Session.user == user).execute()
    user.disabled_at = now()
