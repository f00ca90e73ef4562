"""What people write, before anything is done with it: first how long it is, then what no field may hold (R-NOID), then
its one spelling."""

from collections.abc import Mapping

from peewee import CharField, Field, Model, TextField

from webapp.errors import DomainError, Mistakes
from webapp.models.field import Sheet
from webapp.text.screening import refuse_identity

LONGEST = 4_000  # of what is written in several lines
LONGEST_REASON = 200


def checked(sheet: Sheet, model: type[Model], values: Mapping[str, object], *, required: bool = False) -> dict:
    """The values as they are kept, or DomainError beside each field that is wrong. `required`: a field that must not be
    missing is missed even where it was not sent."""
    mistakes, kept = Mistakes(), dict(values)
    for name, message in sheet.required.items():
        if _is_missing(model._meta.fields.get(name), name, values, required):
            mistakes.note(DomainError(message, name))
    for name, value in values.items():
        if isinstance(value, str) or name in sheet.spelled:
            with mistakes.noted():
                kept[name] = _kept(value or "", name, sheet, longest_of(model._meta.fields.get(name)))
        elif name in sheet.names:
            with mistakes.noted():
                sheet[name].check_number(value)
    mistakes.tell()
    return kept


def _is_missing(column: Field | None, name: str, values: Mapping[str, object], required: bool) -> bool:
    """Was it sent empty, or not sent at all where it must be? What the column fills by itself is not missing."""
    if name not in values:
        return required and (column is None or column.default in (None, ""))
    value = values[name]
    return not value.strip() if isinstance(value, str) else value is None


def _kept(value: str, name: str, sheet: Sheet, most: int) -> str:
    field = sheet[name] if name in sheet.names else None
    check_text(value, (field and field.longest_typed) or most, name)
    if field and field.spelled:
        value = field.spelled(value)
        check_length(value, most, name)  # one full-width ㈱ becomes three characters
    return value


def check_text(value: str, most: int, field: str) -> None:
    """Raise DomainError for a text that is too long, or that holds identity data."""
    check_length(value, most, field)
    refuse_identity(value, field)


def check_length(value: str, most: int, field: str) -> None:
    if len(value) > most:
        raise DomainError(f"最多 {most} 个字，现在有 {len(value)} 个", field)


def longest_of(column: Field | None) -> int:
    """How many characters a column of text may be given."""
    return column.max_length if isinstance(column, CharField) and not isinstance(column, TextField) else LONGEST
