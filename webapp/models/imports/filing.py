"""A row as a draft: refused, or read into what it says of the customer, its people, classes and history (R-IMPORT, R-NOID)."""

import re
from datetime import date, datetime

from webapp.errors import DomainError
from webapp.models import identifiers, naming
from webapp.models.customer import Customer, CustomerKind
from webapp.models.project import Project
from webapp.models.screening import found_in

from . import classes, history, people
from .columns import NOTED, label
from .contacts import is_masked
from .drafts import TO_VERIFY, Draft, Sheet
from .table import Row

_TEXT = (
    "short_name", "source_detail", "address", "main_business", "need", "expected_need", "social_accounts", "standing", "decision_process",
)  # fmt: skip
_CHOICES = ("industry", "source")
_DAYS = {"filed_on": "filed_on", "cooperation_since": "cooperation_since", "first_followup": "first_contact_on"}
_PROJECT = {"project_name": "name", "project_status": "status", "region_linkage": "regional_linkage"}
# part of an address: safe characters, and a digit, so that it is no word that means a page there (/customers/new)
_NUMBER = re.compile(r"(?=\D*\d)[A-Za-z0-9][\w.-]*", re.ASCII)
_SUSPICIOUS = re.compile(r"\d(?:[\s-]?\d){14}|[身家][份庭]")
_NOT_NAMES = frozenset(
    [
        "无",
        "未知",
        "不详",
        "待定",
        "暂无",
        "同上",
        "测试",
        "客户",
        "公司",
        "某公司",
        "某客户",
        "未命名",
        "名称",
        "test",
        "none",
        "null",
        "na",
        "待补",
        "待补充",
    ]
)


def draft_row(row: Row, sheet: Sheet) -> Draft:
    """Read one row. A draft with a `rejection` holds nothing else."""
    draft = Draft(row, sheet)
    draft.name = naming.tidy(draft.cell("name"))
    draft.number, draft.owner = draft.cell("number"), draft.cell("owner")
    draft.rejection = _forbidden(draft) or _too_wide(draft) or name_problem(draft.name)
    if not draft.rejection:
        _read_customer(draft)
        people.read(draft)
        classes.read(draft)
        history.read(draft)
        _read_project(draft)
        _read_remarks(draft)
    return draft


def _too_wide(draft: Draft) -> str:
    return "这一行比表头多出几格，可能有没加引号的逗号" if len(draft.row.cells) > len(draft.sheet.headers) else ""


def _forbidden(draft: Draft) -> str:
    """R-NOID. The reason names the column and never the number."""
    if not _SUSPICIOUS.search("\n".join(draft.row.cells)):
        return ""
    kinds = {index: kind for index, cell in enumerate(draft.row.cells) if (kind := _kind_of(draft, index, cell))}
    draft.forbidden = list(kinds)
    return "；".join(
        f"“{draft.sheet.heading(index)}”列含有{kind}，本系统不保存这类信息" for index, kind in kinds.items()
    )


def _kind_of(draft: Draft, index: int, cell: str) -> str | None:
    kind = found_in(cell)
    is_code = kind == "银行卡号" and index == draft.sheet.mapping.fields.get("uscc") and _credit_code(cell)[0]
    return None if is_code else kind


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


def _read_customer(draft: Draft) -> None:
    draft.customer = {"name": draft.name}
    for key in _TEXT:
        draft.keep(draft.customer, Customer, key, draft.cell(key))
    for key in _CHOICES:
        draft.keep(draft.customer, Customer, key, naming.simplified(draft.cell(key)))
    _read_kind(draft)
    _read_credit_code(draft)
    for key, column in _DAYS.items():
        if day := draft.day(key):
            draft.customer[column] = _plain_day(day)
    _check_number(draft)


def _read_kind(draft: Draft) -> None:
    is_person = draft.sheet.is_of_persons or "个人" in draft.cell("kind")
    if is_person:
        draft.customer["kind"] = CustomerKind.INDIVIDUAL.value
    elif is_masked(draft.name):
        draft.verify(f"客户名称“{draft.name}”像是打了码")
    draft.notes += [f"{TO_VERIFY}{doubt}" for doubt in naming.doubts(draft.name, is_company=not is_person)]


def _read_credit_code(draft: Draft) -> None:
    code, problem = _credit_code(draft.cell("uscc"))
    if code:
        draft.customer["uscc"] = code
    elif problem:
        draft.verify(f"统一社会信用代码 {draft.cell('uscc')}（{problem}）", keep=True)


def _credit_code(text: str) -> tuple[str, str]:
    try:
        return identifiers.credit_code(text), ""
    except DomainError as error:
        return "", error.message


def _plain_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _check_number(draft: Draft) -> None:
    if draft.number and (len(draft.number) > Customer.number.max_length or not _NUMBER.fullmatch(draft.number)):
        draft.verify(f"编号“{draft.number[:40]}”不能用作客户编号，改用新编号", keep=True)
        draft.number = ""


def _read_project(draft: Draft) -> None:
    for key, column in _PROJECT.items():
        longest = getattr(Project._meta.fields[column], "max_length", None)
        if text := draft.cell(key):
            draft.project[column] = text[:longest]
    agent = draft.cell("is_agent")
    if agent in ("是", "否"):
        draft.project["is_agent"] = agent == "是"


def _read_remarks(draft: Draft) -> None:
    if text := draft.cell("remarks"):
        draft.remarks.insert(0, text)
    for key in NOTED:
        if text := draft.cell(key):
            _note(draft, key, text)


def _note(draft: Draft, key: str, text: str) -> None:
    """需求特征 stands in for a need nobody wrote down; the rest is kept under its name."""
    if key == "need_traits" and not draft.customer.get("need"):
        draft.customer["need"] = text
    else:
        draft.remarks.append(f"{label(key)}：{text}")
