"""自定义字段: what an office asks for beyond what every office does (R-FIELDS).

What stands in one is kept in the row it is of (webapp/models/own_values.py). A field that is retired or hidden is
asked for no more, and what stands in it stays.
"""

import hashlib
import re
from typing import NamedTuple

from peewee import BooleanField, CharField, IntegerField

from webapp.database import ChineseJSONField
from webapp.errors import DomainError, Mistakes
from webapp.models.arranged import Arranged
from webapp.models.dimension import Catalogue
from webapp.models.field import Field, Sheet
from webapp.models.setup import SetUp, kept
from webapp.models.written import LONGEST, check_text
from webapp.prepared import Prepared
from webapp.text import masking, money, naming
from webapp.text.plain import plain

CUSTOMER, FOLLOWUP = "customer", "followup"
OWN = "own"  # their group
NOUNS = {CUSTOMER: "客户", FOLLOWUP: "跟进"}
CONTROLS = {
    "line": "单行文字",
    "lines": "多行文字",
    "number": "整数",
    "money": "金额",
    "day": "日期",
    "choice": "单选",
    "choices": "多选",
    "yes or no": "是 / 否",
}
CHOSEN = frozenset({"choice", "choices", "yes or no"})  # what a list can be narrowed by
PREFIX = "own_"
YES_OR_NO = ("是", "否")
LONGEST_LINE, LONGEST_CHOICE = 200, 20
MOST_FIELDS, MOST_CHOICES, MOST_IN_LIST = 40, 40, 3
LARGEST = 1_000_000_000
BUILT_IN: list[Sheet] = []  # what every office asks for of the nouns that have own fields (see own_values.py)
# what lists and screens have besides the sheets
ALSO_TAKEN = frozenset(
    "编号 客户编号 联系人 客户联系人 联系方式 电话 生日 负责人 业务员 标签 下一步".split()
    + "最近跟进 最近跟进时间 跟进时间".split()
)
_ASKS_IDENTITY = re.compile("身份证|护照|证件号|社保号|驾驶证号")
NOT_NAMED = frozenset("、；;\n")  # what parts several choices


class Own(NamedTuple):
    """A field as it is in use: with its sheet's line, and where it is shown."""

    noun: str
    field: Field
    in_forms: bool
    in_list: bool
    in_filters: bool
    on_paper: bool
    is_retired: bool

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What a list can be narrowed to, each as an address says it and as people read it."""
        words = self.field.choices or YES_OR_NO
        return tuple((word, word) for word in words)

    def term(self, word: str) -> str:
        """Under which a list finds those with this word (see webapp/models/search.py)."""
        return f"={id_of(self.name)}={hashlib.sha256(word.encode()).hexdigest()[:8]}"


class OwnField(Arranged, SetUp):
    """自定义字段 of a customer or a follow-up (`noun`). `choices` are the words of one that is chosen."""

    noun = CharField(12)
    label = CharField(20)
    control = CharField(12)
    choices = ChineseJSONField(default=list)
    in_forms = BooleanField(default=True)
    in_list = BooleanField(default=False)
    in_filters = BooleanField(default=False)
    on_paper = BooleanField(default=False)
    position = IntegerField()
    is_retired = BooleanField(default=False)
    word, named_by = "自定义字段", ("noun", "label")

    class Meta:
        indexes = ((("noun", "label"), True),)

    @classmethod
    def checked(
        cls,
        others: list["OwnField"],
        *,
        noun: str,
        label: str,
        control: str,
        choices: list[str],
        in_forms: bool = True,
        in_list: bool = False,
        in_filters: bool = False,
        on_paper: bool = False,
    ) -> dict:
        """What may stand in one, beside the others and what every office asks for."""
        label, mistakes = " ".join(label.split()), Mistakes()
        others = [row for row in others if row.noun == noun]
        with mistakes.noted():
            cls._check_label(others, noun, label)
        with mistakes.noted():
            if control not in CONTROLS:
                raise DomainError("请选择种类", "control")
        with mistakes.noted():
            choices = _choices(control, choices)
        with mistakes.noted():
            if in_list and cls.in_lists(others) >= MOST_IN_LIST:
                raise DomainError(f"名单里最多显示 {MOST_IN_LIST} 个自定义字段", "in_list")
        mistakes.tell()
        shown = {
            "in_forms": in_forms,
            "on_paper": on_paper and noun == CUSTOMER,
            "in_list": in_list and noun == CUSTOMER,
        }
        shown["in_filters"] = in_filters and noun == CUSTOMER and control in CHOSEN
        return {"noun": noun, "label": label, "control": control, "choices": choices, **shown}

    @classmethod
    def fitting(cls, told: dict) -> dict:
        """A further column is left out where the list is full."""
        has_room = cls.in_lists(cls.select().where(cls.noun == told["noun"])) < MOST_IN_LIST
        return {"choices": [], **told, "in_list": told.get("in_list", False) and has_room}

    @staticmethod
    def in_lists(rows: list["OwnField"]) -> int:
        """How many of these have a column in the list."""
        return sum(row.in_list and not row.is_retired for row in rows)

    @classmethod
    def _check_label(cls, others: list["OwnField"], noun: str, label: str) -> None:
        if noun not in NOUNS:
            raise DomainError("请选择用在哪里", "noun")
        cls.check_name(label, "label", "请填写名称", [row for row in others if row.label == label], "已经有这个字段了")
        _refuse_contact_data(label, "label")
        if _ASKS_IDENTITY.search(label):
            raise DomainError("按规定不收集身份证、护照一类的证件号码", "label")
        if spelled(label) in _built_in():
            raise DomainError(f"本来就有“{label}”，不用另加", "label")
        if len(others) >= MOST_FIELDS:
            raise DomainError(f"{NOUNS[noun]}最多 {MOST_FIELDS} 个自定义字段", "label")

    def revise(self, *, by, **told) -> None:
        """Say it anew. What it holds already keeps its kind: another one needs another field."""
        if (told["noun"], told["control"]) != (self.noun, self.control):
            raise DomainError("用在哪里和种类定下来就不能再改；需要别的，请停用这个，另加一个", "control")
        super().revise(by=by, **told)

    @property
    def group(self) -> str:
        return self.noun

    @property
    def told(self) -> str:
        """What it is, in short."""
        places = (("in_list", "名单"), ("in_filters", "筛选"), ("on_paper", "打印"))
        shown = [word for name, word in places if getattr(self, name)]
        hidden = [] if self.in_forms else ["不在表单里"]
        return "，".join([CONTROLS[self.control], *("、".join(part) for part in (self.choices, shown, hidden) if part)])

    def __str__(self) -> str:
        return self.label


def _built_in() -> set[str]:
    """The words of what every office asks for, and those that lists have for it, as they are compared."""
    words = {word for sheet in BUILT_IN for words in (*sheet.headings.values(), sheet.names) for word in words}
    return {spelled(word) for word in words | ALSO_TAKEN | Catalogue.now().words}


def spelled(word: str) -> str:
    """A word as it is compared: without width, character set and blanks."""
    return "".join(naming.simplified(plain(word)).casefold().split())


def _refuse_contact_data(word: str, field: str) -> None:
    """Labels and choices are read by everybody."""
    if masking.text(word) != word:
        raise DomainError("这里不要写电话、邮箱等联系方式：名称和选项大家都看得到", field)


def _choices(control: str, choices: list[str]) -> list[str]:
    """Each once, in their order; none of what is not chosen."""
    if control not in ("choice", "choices"):
        return []
    found = list(dict.fromkeys(choice.strip() for choice in choices if choice.strip()))
    if len(found) < 2:
        raise DomainError("请写下至少两个选项，一行一个", "choices")
    if len(found) > MOST_CHOICES:
        raise DomainError(f"最多 {MOST_CHOICES} 个选项，现在有 {len(found)} 个", "choices")
    for choice in found:
        check_text(choice, LONGEST_CHOICE, "choices")
        _refuse_contact_data(choice, "choices")
        if NOT_NAMED & set(choice):
            raise DomainError(f"选项里不能有“{'”“'.join(sorted(NOT_NAMED & set(choice)))}”", "choices")
    return found


# -- those there are


@kept
def own_fields(noun: str) -> tuple[Own, ...]:
    """Those of a noun that are not retired, in their order."""
    return tuple(own for own in _known().values() if own.noun == noun and not own.is_retired)


@kept
def own_sheet(noun: str) -> Sheet:
    """Those that are asked for, and shown."""
    return Sheet(own.field for own in own_fields(noun) if own.in_forms)


@kept
def _known() -> dict[str, Own]:
    """Each, retired or not, by its attribute."""
    return {own.field.name: own for own in (_own(row) for row in _rows())}


def field_named(name: str) -> Field | None:
    """The one whose values have this attribute, retired or not."""
    own = _known().get(name) if name.startswith(PREFIX) else None
    return own and own.field


def _own(row: "OwnField") -> Own:
    control = row.control
    least, most = (0, money.MOST) if control == "money" else (-LARGEST, LARGEST)
    field = Field(
        name_of(row.id),
        row.label,
        control,
        group=OWN,
        choices=tuple(row.choices),
        blank="未填" if control in ("choice", "yes or no") else "",
        eyes="amount" if control == "money" else "open" if control in ("day", "yes or no") else "text",
        least=least,
        most=most,
        longest_typed=LONGEST if control == "lines" else LONGEST_LINE,
    )
    return Own(row.noun, field, row.in_forms, row.in_list, row.in_filters, row.on_paper, row.is_retired)


def name_of(id_: int | str) -> str:
    """The attribute under which its value is found."""
    return f"{PREFIX}{id_}"


def id_of(name: str) -> str:
    """As the column has it."""
    return name.removeprefix(PREFIX)


def terms_of(own: dict) -> set[str]:
    """Every term under which a row with these values is found: those of what was chosen, shown or not."""
    terms = set()
    for known in _known().values():
        value = own.get(id_of(known.name))
        if known.field.control in CHOSEN and value is not None:
            words = value if isinstance(value, list) else [known.field.worded(value)]
            terms |= {known.term(word) for word in words}
    return terms


def told_of(own: dict) -> list[tuple[str, str, str]]:
    """What such a column holds, each as Field.told has it, in the office's order; of a retired field as well."""
    return [known.field.told(own[id_]) for known in _known().values() if (id_ := id_of(known.name)) in own]


def label_of(name: str) -> str:
    """As the trail and histories call what is kept under this name."""
    field = field_named(name)
    return field.label if field else name


_rows = Prepared(lambda: OwnField.select().order_by(OwnField.position, OwnField.id))
