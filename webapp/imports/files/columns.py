"""Which column of an office's list holds which field (R-IMPORT):
headings of all the paper forms, Simplified or Traditional."""

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from webapp.imports.files.refusals import MappingRefused
from webapp.models.contact.fields import FIELDS as CONTACT
from webapp.models.customer.fields import FIELDS as CUSTOMER
from webapp.models.dimension import Catalogue
from webapp.models.followup.fields import FIELDS as FOLLOWUP
from webapp.models.own_field import CUSTOMER as FILED
from webapp.models.own_field import FOLLOWUP as FOLLOWED_UP
from webapp.models.own_field import label_of, own_sheet
from webapp.models.project.fields import FIELDS as PROJECT
from webapp.text.naming import simplified

IGNORED = "ignore"

# field → label on the mapping page, then further headings that mean it. The dimensions come from the database, after
# the tags.
FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("客户编号", "编号", "客户代码", "客户号", "客户编码"),
    **CUSTOMER.headings,
    "contact_name": ("联系人", "客户联系人", "联系人姓名", "客户姓名", "姓名", "联络人", "受访人"),
    "contact_reach": ("联系方式", "联络方式", "客户联系方式", "联系人联系方式"),
    **{field.name: CONTACT.headings[field.name] for field in CONTACT.group("main") if field.name != "name"},
    "core_person": ("核心人物", "关键决策人", "核心人物姓名"),
    "tags": ("客户分类标签", "分类标签", "客户标签", "标签", "客户分类"),
    "last_followup": (
        "最近跟进时间",
        "最近跟进",
        "最近跟进日期",
        "最近跟踪日期",
        "跟进时间",
        "跟进日期",
        "沟通日期",
        "沟通时间",
        "最近联系时间",
        "拜访日期",
        "拜访时间",
    ),
    **{field.name: FOLLOWUP.headings[field.name] for field in FOLLOWUP if field.headings},
    "feedback": ("客户反馈", "客户反馈与需求", "反馈"),
    "participants": ("参与人", "参与人员"),
    "next_step": ("下一步", "下一步跟进计划", "下一步行动", "下一步计划", "结果/下一步", "待办事项"),
    "owner": ("负责人", "业务员", "对接业务员", "营销跟踪人", "跟进人", "客户负责人", "执行人", "客户经理"),
    "project_name": PROJECT.headings["name"],
    "project_description": PROJECT.headings["description"],
    "project_status": PROJECT.headings["status"],
    "project_due": PROJECT.headings["completes_on"],
    "region_linkage": PROJECT.headings["regional_linkage"],
    "is_agent": PROJECT.headings["is_agent"],
    "satisfaction": ("服务满意度评分", "满意度"),
    "evaluation": ("具体评价",),
    "problem": ("问题描述", "应用中的问题及解决"),
    "remedy": ("解决方案",),
    "outcome": ("解决结果",),
    "decision_change": ("关键决策人变更",),
}
# Fields without a place of their own in the file yet: kept word for word in the remarks, under their name.
NOTED = (
    "satisfaction",
    "evaluation",
    "problem",
    "remedy",
    "outcome",
    "decision_change",
)
COUNTED = ("序号", "行号", "跟踪次数", "跟进次数", "录入时间", "拒绝原因", "导入结果")

_BRACKETED = re.compile(r"[(\[【〔{][^()\[\]【】〔〕{}]*[)\]】〕}]")
_NOISE = re.compile(r"[\s*※•:_\-—]+")


def plain(heading: str) -> str:
    """A heading without width, spaces, marks and character set, as headings are compared."""
    text = simplified(unicodedata.normalize("NFKC", heading)).casefold()
    return _NOISE.sub("", text)


@dataclass
class ColumnMapping:
    """`fields` maps a field key to its column index; `unmapped` are headings whose column is left out."""

    fields: dict[str, int] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)

    def cell(self, cells: list[str], key: str) -> str:
        """The row's text for that field, empty when the list has no such column."""
        index = self.fields.get(key)
        return "" if index is None else cells[index]

    def by_column(self, headers: list[str]) -> list[str]:
        """The field key of each heading in turn, empty where the column is left out."""
        keys = {index: key for key, index in reversed(self.fields.items())}
        return [keys.get(index, "") for index in range(len(headers))]

    def take(self, index: int, heading: str, key: str | None) -> None:
        """A column whose heading means this field; the first of two has it."""
        if key and key != IGNORED and key not in self.fields:
            self.fields[key] = index
        elif key != IGNORED:
            self.unmapped.append(heading or f"第 {index + 1} 列（无列名）")

    def tell_persons_from_companies(self) -> None:
        """A list of persons (form 11) has no company: the person is the customer."""
        if "name" not in self.fields and "contact_name" in self.fields:
            self.fields["name"] = self.fields["contact_name"]


class Columns:
    """The fields a list may hold: `names` maps a field's key to its label and further headings.

    FIXED are those every office has; `Columns.now()` has the office's dimensions and fields of its own too, under
    headings that mean nothing else.
    """

    def __init__(self, names: Mapping[str, tuple[str, ...]]):
        self.names = names

    @classmethod
    def now(cls) -> "Columns":
        taken = FIXED.headings
        named = {axis.slug: (axis.label, *axis.headings.splitlines()) for axis in Catalogue.now().axes}
        axes = {
            slug: free for slug, names in named.items() if (free := tuple(n for n in names if plain(n) not in taken))
        }
        taken = taken | {plain(name) for names in axes.values() for name in names}
        # of two that are called alike the customer's is meant
        own = {plain(field.label): field for noun in (FOLLOWED_UP, FILED) for field in own_sheet(noun)}
        own = {field.name: (field.label,) for heading, field in own.items() if heading not in taken}
        before = list(FIELDS).index("tags") + 1
        fixed = list(FIELDS.items())
        return cls(dict([*fixed[:before], *axes.items(), *own.items(), *fixed[before:]]))

    @property
    def headings(self) -> Set[str]:
        """All that mean one of the fields, as they are compared."""
        return self._index.keys()

    @cached_property
    def _index(self) -> dict[str, str]:
        index = {plain(name): key for key, names in self.names.items() for name in names}
        return index | {plain(key): key for key in self.names} | {plain(name): IGNORED for name in COUNTED}

    def field_of(self, heading: str) -> str | None:
        """Field key of a heading: `联系人（必填）*`, `聯繫人` and `contact_name` are one.
        None when it is none of ours."""
        text = plain(heading)
        return self._index.get(text) or self._index.get(_BRACKETED.sub("", text))

    def label(self, key: str) -> str:
        """The Chinese name of a field key."""
        return "不导入" if key == IGNORED else self.names[key][0] if key in self.names else key

    def recognise(self, headers: list[str], overrides: Mapping[str, str] | None = None) -> "ColumnMapping":
        """The mapping of a list's headings. `overrides` maps headings to field keys or labels (`忽略` leaves one out).

        Raises MappingRefused for a heading or field that does not exist and for a field given twice by hand.
        """
        chosen = self._chosen(headers, overrides or {})
        mapping = ColumnMapping({key: index for index, key in chosen.items() if key != IGNORED})
        for index, heading in enumerate(headers):
            if index not in chosen:
                mapping.take(index, heading, self.field_of(heading))
        mapping.tell_persons_from_companies()
        return mapping

    def _chosen(self, headers: list[str], overrides: Mapping[str, str]) -> dict[int, str]:
        positions = {plain(heading): index for index, heading in enumerate(headers)}
        chosen: dict[int, str] = {}
        for heading, wanted in overrides.items():
            if plain(heading) not in positions:
                raise MappingRefused(f"表中没有“{heading}”这一列")
            key = self._wanted_key(wanted)
            if key != IGNORED and key in chosen.values():
                raise MappingRefused(f"有两列都对应“{self.label(key)}”，请只保留一列")
            chosen[positions[plain(heading)]] = key
        return chosen

    def _wanted_key(self, wanted: str) -> str:
        if plain(wanted) in ("", "忽略", "不导入", IGNORED):
            return IGNORED
        key = self.field_of(wanted)
        if key is None:
            raise MappingRefused(f"没有“{wanted}”这个字段")
        return key


FIXED = Columns(FIELDS)


def label(key: str) -> str:
    """The Chinese name of a field every office has, or of one of its own."""
    return label_of(FIXED.label(key))
