"""What a row says in a field: as the field means it, or else as text to be verified (R-FIELDS, R-IMPORT)."""

from collections.abc import Iterable

from webapp.errors import DomainError
from webapp.imports.parts.draft import Draft, plain_day
from webapp.models.field import Field
from webapp.text import naming
from webapp.text.money import HIDDEN
from webapp.text.screening import found_in

_EXACT = frozenset({"number", "money", "choice", "choices", "yes or no"})


def read_own(draft: Draft, values: dict, sheet: Iterable[Field]) -> None:
    """Fill in what stands in the office's own fields."""
    for field in sheet:
        if read_meant(draft, values, field) or not (text := draft.cell(field.name)):
            continue
        if kind := found_in(f"{field.label}：{text}"):
            draft.verify(f"{field.label}里含有{kind}，没有记入")
        else:
            values[field.name] = draft.shorten(text, field.longest_typed, field.label)


def read_meant(draft: Draft, values: dict, field: Field) -> bool:
    """Whether the field is more than text: a day, a number, an amount, one of some words. What is none is verified."""
    if field.control == "day":
        if day := draft.day(field.name):
            values[field.name] = plain_day(day)
        return True
    if field.control not in _EXACT:
        return False
    if text := draft.cell(field.name):
        try:
            values[field.name] = field.read(naming.simplified(text))
        except DomainError as error:
            draft.verify(f"{field.label} {HIDDEN if field.is_money else text}（{error.message}）", keep=True)
    return True
