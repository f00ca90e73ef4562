"""The first hour of a new office: what its administrator sets up, step by step."""

from typing import NamedTuple

from peewee import fn

from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.organisation import BUILT_IN, Branch
from webapp.models.printing import Print
from webapp.models.roles import OWNER_ROLES
from webapp.models.settings import Settings
from webapp.models.user import User


class Step(NamedTuple):
    """One of them: what it is called, what for, the endpoint where it is done."""

    label: str
    about: str
    endpoint: str
    is_done: bool


class FirstHour(NamedTuple):
    """All of them in their order; a demo is nobody's work, and ticks nothing off."""

    steps: tuple[Step, ...]
    has_demo: bool

    @property
    def is_over(self) -> bool:
        return all(step.is_done for step in self.steps)


def first_hour(user: User) -> FirstHour | None:
    """For whoever sets the office up, until it is; None for everybody else."""
    if not user.can_set:
        return None
    is_renamed, has_people, has_customers, has_printed, has_demo = _done()
    steps = (
        Step("写上公司名称", "登录页和纸质表上用", "settings.office.index", bool(Settings.company_name)),
        Step(f"给“{BUILT_IN}”改名", "改成自己的分站；有几个分站，就再加几个", "settings.branches.index", is_renamed),
        Step("加同事", "分站负责人和业务员各开一个账号，密码当面交给本人", "settings.users.index", has_people),
        Step("导入名单", "把现有的 Excel 名单导进来；也可以由业务员一位一位建档", "imports.index", has_customers),
        Step("打一张表", "先打一张空白表，看打印机和字体对不对", "paper.index", has_printed),
    )
    found = FirstHour(steps, has_demo)
    return None if found.is_over else found


def _done() -> tuple[bool, ...]:
    """By one query: the built-in branch has another name, there are people, customers, a print; there is a demo."""
    built_in = Branch.select().where(Branch.name == BUILT_IN, Branch.closed_at.is_null())
    people = User.select().where(User.role << OWNER_ROLES, User.disabled_at.is_null(), ~User.is_demo)
    customers = Customer.select().where(~Customer.is_demo)
    prints = Print.select().join(User, on=Print.by).where(~User.is_demo)
    blanks = AuditEvent.select().where(AuditEvent.action == "print.blank")
    demo = User.select().where(User.is_demo)
    asked = ~fn.EXISTS(built_in), *map(fn.EXISTS, (people, customers)), fn.EXISTS(prints) | fn.EXISTS(blanks)
    (row,) = User.select(*asked, fn.EXISTS(demo)).limit(1).tuples()
    return tuple(map(bool, row))
