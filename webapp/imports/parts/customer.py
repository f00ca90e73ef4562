"""What a row says of the customer itself (R-BASE, R-USCC)."""

import re

from webapp.errors import DomainError
from webapp.imports.cells.reach import is_masked
from webapp.imports.parts.draft import TO_VERIFY, Draft
from webapp.imports.parts.fields import read_meant, read_own
from webapp.models.customer import Customer
from webapp.models.customer.fields import FIELDS, CustomerKind
from webapp.models.field import Field
from webapp.text import identifiers, naming

_READ_APART = frozenset({"name", "kind", "uscc", "remarks"})
_WORDS = frozenset({"industry", "source"})  # compared and counted: in Simplified characters
# part of an address: safe characters, and a digit, so that it is no word that means a page there (/customers/new)
_NUMBER = re.compile(r"(?=\D*\d)[A-Za-z0-9][\w.-]*", re.ASCII)
_NOT_NAMES = frozenset(
    "无 未知 不详 待定 暂无 同上 测试 客户 公司 某公司 某客户 未命名 名称 test none null na 待补 待补充".split()
)


def name_problem(name: str) -> str:
    """Why a text cannot be a customer's name, or nothing."""
    if not name:
        return "缺少客户名称"
    if len(name) > Customer.name.max_length:
        return f"客户名称超过 {Customer.name.max_length} 个字"
    words = naming.key(name)
    if len(words) < 2 or words in _NOT_NAMES or words.isdecimal():
        return f"客户名称“{name[:20]}”太笼统，看不出是哪一家"
    return ""


def read(draft: Draft) -> None:
    """Fill the draft's columns of the customer, field by field of its sheet."""
    draft.customer = {"name": draft.name}
    for field in FIELDS:
        if field.name not in _READ_APART:
            _read_field(draft, field)
    read_own(draft, draft.customer, draft.sheet.own)
    if traits := draft.customer.get("need_traits"):
        draft.customer.setdefault("need", traits)  # 需求特征 stands in for a need nobody wrote down
    _read_kind(draft)
    _read_credit_code(draft)
    _check_number(draft)


def _read_field(draft: Draft, field: Field) -> None:
    text = draft.cell(field.name)
    if text and not read_meant(draft, draft.customer, field):
        draft.keep(draft.customer, Customer, field.name, naming.simplified(text) if field.name in _WORDS else text)


def _read_kind(draft: Draft) -> None:
    if draft.is_person:
        draft.customer["kind"] = CustomerKind.INDIVIDUAL.value
    elif is_masked(draft.name):
        draft.verify(f"客户名称“{draft.name}”像是打了码")
    draft.notes += [f"{TO_VERIFY}{doubt}" for doubt in naming.doubts(draft.name, is_company=not draft.is_person)]


def _read_credit_code(draft: Draft) -> None:
    code, problem = credit_code(draft.cell("uscc"))
    if code:
        draft.customer["uscc"] = code
    elif problem:
        draft.verify(f"{FIELDS['uscc'].label} {draft.cell('uscc')}（{problem}）", keep=True)


def _check_number(draft: Draft) -> None:
    if draft.number and (len(draft.number) > Customer.number.max_length or not _NUMBER.fullmatch(draft.number)):
        draft.verify(f"编号“{draft.number[:40]}”不能用作客户编号，改用新编号", keep=True)
        draft.number = ""


def credit_code(text: str) -> tuple[str, str]:
    """The code in its one spelling, or why it is none."""
    try:
        return identifiers.credit_code(text), ""
    except DomainError as error:
        return "", error.message
