"""The universal form kept as a list of fields under one another: 模块, 字段名称, 内容 (form 2)."""

from collections.abc import Iterable

from webapp.imports.files.columns import FIXED, plain

_FIELD, _CONTENT = "字段名称", "内容"
_CUSTOMER = ("name", "number")


def is_vertical(headers: list[str]) -> bool:
    """Whether these headers say that each row holds one field of a customer."""
    return {_FIELD, _CONTENT} <= {plain(header) for header in headers}


def turn(headers: list[str], rows: Iterable[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Headers and numbered rows of the same list laid flat: a further 沟通日期 begins a further row of its customer."""
    names = [plain(header) for header in headers]
    field, content = names.index(_FIELD), names.index(_CONTENT)
    records: list[tuple[int, dict[str, str]]] = []
    for number, cells in rows:
        if cells[field] and cells[content]:
            _place(records, number, cells[field], cells[content])
    fields = list(dict.fromkeys(name for _, record in records for name in record))
    return fields, [(number, [record.get(name, "") for name in fields]) for number, record in records]


def _place(records: list[tuple[int, dict[str, str]]], number: int, header: str, content: str) -> None:
    if not records:
        records.append((number, {}))
    elif header in records[-1][1]:
        records.append((number, _same_customer(header, records[-1][1])))
    records[-1][1][header] = content


def _same_customer(header: str, record: dict[str, str]) -> dict[str, str]:
    if FIXED.field_of(header) in _CUSTOMER:
        return {}
    return {name: text for name, text in record.items() if FIXED.field_of(name) in _CUSTOMER}
