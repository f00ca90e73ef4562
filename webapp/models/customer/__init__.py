"""客户: the file every other noun hangs on (spec §1)."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from peewee import SQL, BooleanField, CharField, ForeignKeyField, IntegerField, TextField, fn

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField
from webapp.formatting import day
from webapp.models.customer.classifiable import Classifiable
from webapp.models.customer.comparable import Comparable
from webapp.models.customer.fileable import Fileable
from webapp.models.customer.schedulable import Schedulable
from webapp.models.organisation import Branch
from webapp.models.user import User

# where those stand in a list who were never followed up, and those nobody has promised anything: an index on a column
# itself would not serve its order, for the two databases do not put what is missing at the same end
NEVER, NO_DAY = datetime.min, date.max
_NEVER, _NO_DAY = f"'{NEVER}'", f"'{NO_DAY}'"
_SILENT, _DUE = f"COALESCE(last_followup_at, {_NEVER})", f"COALESCE(next_due_on, {_NO_DAY})"


def _ordered(name: str, by: str, where: str = "") -> list[SQL]:
    """The indexes of a list in that order: a branch's, and the company's."""
    columns = {"": f"{by}, id", "branch_": f"branch_id, {by}, id"}
    return [
        SQL(f"CREATE INDEX customer_{whose}{name} ON customer ({order}) {where}") for whose, order in columns.items()
    ]


class CustomerKind(StrEnum):
    COMPANY = "company"
    INDIVIDUAL = "individual"

    @property
    def label(self) -> str:
        return {"company": "企业", "individual": "个人"}[self]


class Customer(Fileable, Comparable, Classifiable, Schedulable, BaseModel):
    """A company or individual the office deals with.

    `name_key`, `name_stem` and `name_sort` are kept for comparing and sorting; `last_followup_at`, `followup_count`,
    `next_due_on` and `next_step` are written by the verbs that change them; `version` counts edits of the file.
    """

    id = LastingIdField()
    number = CharField(30, unique=True)
    kind = CharField(12, default=CustomerKind.COMPANY)
    name = CharField(80)
    name_key = CharField(80, index=True)
    name_stem = CharField(80, index=True)
    name_sort = CharField(160, default="")
    short_name = CharField(40, default="")
    uscc = CharField(18, default="", index=True)
    industry = CharField(40, default="")
    source = CharField(40, default="")
    source_detail = CharField(80, default="")
    province = CharField(20, default="")
    city = CharField(20, default="")
    district = CharField(20, default="")
    address = CharField(120, default="")
    main_business = CharField(200, default="")
    need = TextField(default="")
    expected_need = TextField(default="")
    filed_on = DayField(default=today)
    first_contact_on = DayField(null=True)
    cooperation_since = DayField(null=True)
    social_accounts = CharField(120, default="")
    influence = CharField(200, default="")
    decision_process = CharField(200, default="")
    remarks = TextField(default="")
    owner = ForeignKeyField(User, backref="customers", index=False, on_delete="RESTRICT")
    branch = ForeignKeyField(Branch, backref="customers", index=False, on_delete="RESTRICT")
    verified_at = UtcDateTimeField(null=True)
    verified_by = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    last_followup_at = UtcDateTimeField(null=True)
    followup_count = IntegerField(default=0)
    next_due_on = DayField(null=True)
    next_step = CharField(400, default="")
    version = IntegerField(default=1)
    created_by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    created_at = UtcDateTimeField(default=now)
    updated_at = UtcDateTimeField(default=now)
    is_demo = BooleanField(default=False)

    class Meta:
        indexes = (
            (("branch", "number"), False),
            (("owner", "number"), False),
            (("branch", "name_sort", "id"), False),
            (("name_sort", "id"), False),
            *_ordered("due", _DUE),
            *_ordered("silent", _SILENT),
            *_ordered("undated", _SILENT, "WHERE next_due_on IS NULL"),
        )

    @classmethod
    def visible_to(cls, user: User):
        """The query every lookup of a customer starts from: what is not in it does not exist for this person."""
        return cls.select().where(user.scope(cls))

    @property
    def kind_label(self) -> str:
        return CustomerKind(self.kind).label

    @property
    def full_address(self) -> str:
        """省市区 and detail in one line, a municipality named once."""
        return _in_one_line(self.province, self.city, self.district, self.address)

    @property
    def district_address(self) -> str:
        """The address to the district: what everybody may know of where a person lives (R-MASK)."""
        return _in_one_line(self.province, self.city, self.district)

    def people(self, present: User) -> tuple[tuple[int, str], ...]:
        """Who can be asked to do a step, by id and name, `present` first."""
        return tuple({present.id: present.name, **dict(User.working_on(self))}.items())

    def facts(self) -> "Facts":
        """What the page's left column says of it."""
        shown = (
            ("简称", self.short_name), ("类型", self.kind_label), ("行业", self.industry),
            ("来源", " · ".join(filter(None, (self.source, self.source_detail)))), ("地址", self.full_address),
            ("信用代码", self.uscc), ("主营", self.main_business), ("首次接触", day(self.first_contact_on)),
            ("合作起始", day(self.cooperation_since)), ("行业地位", self.influence), ("决策流程", self.decision_process),
        )  # fmt: skip
        plain = tuple(fact for fact in shown if fact[1])
        return Facts(plain, self.social_accounts, self.remarks, self.need, self.expected_need)


def _in_one_line(*parts: str) -> str:
    return "".join(dict.fromkeys(part for part in parts if part))


SILENT_SINCE = fn.COALESCE(Customer.last_followup_at, SQL(_NEVER))
DUE_ON = fn.COALESCE(Customer.next_due_on, SQL(_NO_DAY))


class Facts(NamedTuple):
    """The left column: `plain` are lines of what is filled in, heading and text; the rest stands apart, '' for none."""

    plain: tuple[tuple[str, str], ...]
    accounts: str
    remarks: str
    need: str
    expected_need: str
