"""What stands in the office's own fields (R-FIELDS): kept in the row they are of, in its column `own`, by their ids.
As an attribute it is `own_<id>`, like any other column."""

from datetime import date

from webapp.errors import DomainError, Mistakes
from webapp.models.field import Field, Sheet
from webapp.models.own_field import BUILT_IN, PREFIX, field_named, id_of, own_sheet
from webapp.models.written import check_text
from webapp.text.screening import refuse_identity


class HasOwn:
    """A row with a column `own`: what the office's own fields hold, by their ids. `own_noun` says whose they are, and
    `built_in` is what every office asks for anyway."""

    own_noun = ""
    built_in = Sheet()

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        BUILT_IN.append(cls.built_in)

    def __getattr__(self, name: str):
        """`own_12` is what stands in that field: text, a number, a day, True or False, a list; None where nothing
        does."""
        if not name.startswith(PREFIX):
            raise AttributeError(name)
        value = (self.__data__.get("own") or {}).get(id_of(name))
        field = value and field_named(name)
        return date.fromisoformat(value) if field and field.control == "day" else value


def own_of(values: dict) -> tuple[dict, dict]:
    """The values of own fields, and the others."""
    own = {name: value for name, value in values.items() if name.startswith(PREFIX)}
    return own, {name: value for name, value in values.items() if name not in own}


def checked_own(noun: str, values: dict, current: HasOwn | None = None) -> dict:
    """The values of own fields as they are kept. DomainError beside each that is wrong, or is asked for no more; what
    `current` says already may stay, whatever is offered now."""
    if not values:
        return {}
    sheet, mistakes, found = own_sheet(noun), Mistakes(), {}
    for name, value in values.items():
        if current is not None and value == getattr(current, name):
            found[name] = value
            continue
        with mistakes.noted():
            if name not in sheet.names:
                raise DomainError("没有这个字段了，请刷新页面", name)
            found[name] = _checked(sheet[name], value)
    mistakes.tell()
    return found


def as_columns(values: dict, held: dict | None = None) -> dict:
    """Checked values as columns: those of own fields go into `own`, over what that `held`."""
    told, columns = own_of(values)
    if not told:
        return columns
    own = dict(held or {})
    for name, value in told.items():
        own[id_of(name)] = value.isoformat() if isinstance(value, date) else value
    return columns | {"own": {id_: value for id_, value in own.items() if value not in (None, "", [])}}


def _checked(field: Field, value):
    if value is None or value == "" or value == []:
        return None
    if field.is_text:
        check_text(value, field.longest_typed, field.name)
        refuse_identity(f"{field.label}：{value}", field.name)  # 家庭住址 is said by the label
        return value.strip() or None
    field.check_number(value)
    chosen = value if field.control == "choices" else [value] if field.control == "choice" else []
    if any(one not in field.choices for one in chosen):
        raise DomainError("没有这个选项，请重新选择", field.name)
    return value
