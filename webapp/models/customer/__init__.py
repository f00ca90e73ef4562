"""客户: the file every other noun hangs on (spec §1)."""

import re
from datetime import date, datetime
from typing import NamedTuple

from peewee import SQL, BooleanField, CharField, ForeignKeyField, IntegerField, Value, fn

from webapp.clock import now
from webapp.database import ChineseJSONField, DayField, LastingIdField, UtcDateTimeField
from webapp.formatting import day
from webapp.models.customer.classifiable import Classifiable
from webapp.models.customer.comparable import Comparable
from webapp.models.customer.fields import FIELDS, CustomerColumns, CustomerKind
from webapp.models.customer.fileable import Fileable
from webapp.models.customer.helpable import Helpable
from webapp.models.customer.schedulable import Schedulable
from webapp.models.customer.verifiable import Verifiable
from webapp.models.customer.withdrawable import Withdrawable
from webapp.models.eyes import Eyes, known_at
from webapp.models.field import Field
from webapp.models.organisation import Branch
from webapp.models.own_field import CUSTOMER, own_sheet
from webapp.models.own_values import HasOwn
from webapp.models.user import User
from webapp.text import masking

POOL = "公海"  # where a customer stands who is nobody's
# where those stand in a list who were never followed up, and those nobody has promised anything: an index on a column
# itself would not serve its order, for the two databases do not put what is missing at the same end
NEVER, NO_DAY = datetime.min, date.max
_NEVER, _NO_DAY = f"'{NEVER}'", f"'{NO_DAY}'"
_SILENT, _DUE = f"COALESCE(last_followup_at, {_NEVER})", f"COALESCE(next_due_on, {_NO_DAY})"


def _ordered(name: str, by: str, where: str = "", also: str = "") -> list[SQL]:
    """The indexes of a list in that order: a branch's, and the company's. `also` is what is asked of each besides."""
    order = ", ".join(filter(None, (by, "id", also)))
    columns = {"": order, "branch_": f"branch_id, {order}"}
    return [
        SQL(f"CREATE INDEX customer_{whose}{name} ON customer ({order}) {where}") for whose, order in columns.items()
    ]


_DIVISION = re.compile(r"[^\d\s]{1,9}?(?:自治区|特别行政区|[省市区县旗州盟])")


class Customer(
    Fileable, Verifiable, Comparable, Classifiable, Schedulable, Withdrawable, Helpable, HasOwn, CustomerColumns
):
    """A company or individual the office deals with. What people fill in stands in fields.py. `owner` is None for one
    in the public pool.

    `former_numbers` are those of files that were merged into it; `name_key`, `name_stem` and `name_sort` are kept for
    comparing and sorting, `public_name` for those who do not work on the customer; `last_followup_at`,
    `followup_count`, `next_due_on`, `next_step`, `cadence_days` (the rhythm that is asked for), `contact_due_on` (by
    when it is missed) and `update_days` (the file's own) are written by the verbs that change them; `version` counts
    edits of the file; `success_manager` is the person of its own that a customer of the first grade has; `own` is what
    the office's own fields hold.
    """

    id = LastingIdField()
    number = CharField(30, unique=True)
    name_key = CharField(80, index=True)
    name_stem = CharField(80, index=True)
    name_sort = CharField(160, default="")
    public_name = CharField(80, default="")
    former_numbers = CharField(400, default="")
    owner = ForeignKeyField(User, null=True, backref="customers", index=False, on_delete="RESTRICT")
    branch = ForeignKeyField(Branch, backref="customers", index=False, on_delete="RESTRICT")
    success_manager = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    verified_at = UtcDateTimeField(null=True)
    verified_by = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    verified_how = CharField(20, default="")
    last_followup_at = UtcDateTimeField(null=True)
    followup_count = IntegerField(default=0)
    next_due_on = DayField(null=True)
    next_step = CharField(400, default="")
    cadence_days = IntegerField(null=True)
    contact_due_on = DayField(null=True)
    update_days = IntegerField(null=True)
    version = IntegerField(default=1)
    created_by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    created_at = UtcDateTimeField(default=now)
    updated_at = UtcDateTimeField(default=now)
    is_demo = BooleanField(default=False)
    own = ChineseJSONField(default=dict)
    own_noun, built_in = CUSTOMER, FIELDS

    class Meta:
        indexes = (
            (("branch", "number"), False),
            (("owner", "number"), False),
            (("branch", "name_sort", "id"), False),
            (("name_sort", "id"), False),
            *_ordered("due", _DUE),
            *_ordered("silent", _SILENT),
            *_ordered("undated", _SILENT, "WHERE next_due_on IS NULL"),
            SQL("CREATE INDEX customer_pool ON customer (branch_id, id) WHERE owner_id IS NULL"),
            *_ordered("cadence", "contact_due_on", "WHERE contact_due_on IS NOT NULL", "next_due_on"),
        )

    @classmethod
    def name_for(cls, user: User):
        """The column of the name as this person sees it on lists of all they see: whoever sees every customer works on
        none of them."""
        return cls.public_name if user.sees_all else cls.name

    @classmethod
    def visible_to(cls, user: User):
        """The query every lookup of a customer starts from: what is not in it does not exist for this person."""
        return cls.select().where(user.scope(cls))

    @classmethod
    def by_former_number(cls, number: str) -> "Customer | None":
        """The one that a file of this number was merged into."""
        if not number or " " in number:
            return None
        listed = Value(" ").concat(cls.former_numbers).concat(Value(" "))
        return cls.select().where(cls.former_numbers != "", listed.contains(f" {number} ")).first()

    @property
    def is_pooled(self) -> bool:
        """In the public pool (R-POOL): nobody's."""
        return self.owner_id is None

    @property
    def owner_name(self) -> str:
        """Whose it is, in words."""
        return POOL if self.is_pooled else self.owner.name

    @property
    def is_person(self) -> bool:
        """个人客户: name and address are a person's."""
        return self.kind == CustomerKind.INDIVIDUAL

    @classmethod
    def are_persons(cls):
        """The same as a condition."""
        return cls.kind == CustomerKind.INDIVIDUAL

    def masked(self, text: str) -> str:
        """What somebody wrote of the customer, as the trail keeps it: without what is known of its people (R-MASK)."""
        return masking.text(text, known_at(self.id))

    @property
    def kind_label(self) -> str:
        return CustomerKind(self.kind).label

    @property
    def full_address(self) -> str:
        """省市区 and detail in one line, a municipality named once."""
        return _in_one_line(self.province, self.city, self.district, self.address)

    @property
    def district_address(self) -> str:
        """The address to the district: what everybody may know of where a person lives (R-MASK); not what somebody
        wrote behind it in the same field."""
        return _in_one_line(*map(_division, (self.province, self.city, self.district)))

    def people(self, present: User) -> tuple[tuple[int, str], ...]:
        """Whom `present` can have do a step, by id and name, themselves first."""
        if not present.can_hand_on:
            return ((present.id, present.name),)
        return tuple({present.id: present.name, **dict(User.working_on(self))}.items())

    def facts(self, eyes: Eyes) -> tuple["Fact", ...]:
        """What the page's left column says of it: each field that is filled in."""
        told = [(field, self._shown(field, eyes)) for field in FIELDS if field.shown is not None]
        if self.own:
            told += [(field, eyes.told(field, getattr(self, field.name))) for field in own_sheet(CUSTOMER)]
        return tuple(Fact(field.label, text) for field, text in told if text)

    def needs(self, eyes: Eyes) -> tuple["Fact", ...]:
        """核心 and 期望, kept apart (R-NEED)."""
        told = ((FIELDS[name].label, getattr(self, name)) for name in ("need", "expected_need"))
        return tuple(Fact(label, eyes.text(text)) for label, text in told if text)

    def _shown(self, field: Field, eyes: Eyes) -> str:
        if field.shown == "full_address":
            return eyes.address(self)
        value = getattr(self, field.shown or field.name)
        return day(value) if isinstance(value, date) else eyes.text(value or "", field.eyes)


class Fact(NamedTuple):
    """A field as the page shows it."""

    label: str
    text: str


def _division(text: str) -> str:
    """吴中区 of 吴中区绍兴路8号, and 江苏 as it is."""
    found = _DIVISION.match(text)
    return found[0] if found else text[:4]


def _in_one_line(*parts: str) -> str:
    return "".join(dict.fromkeys(part for part in parts if part))


SILENT_SINCE = fn.COALESCE(Customer.last_followup_at, SQL(_NEVER))
DUE_ON = fn.COALESCE(Customer.next_due_on, SQL(_NO_DAY))
