"""Form fields made from a noun's sheet."""

import re
from collections.abc import Callable

from peewee import Model
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, StopValidation
from wtforms.widgets import TextInput

from webapp.errors import DomainError
from webapp.forms import Form, line, lines, options, plausible
from webapp.models.field import Field, Sheet
from webapp.models.written import check_text, longest_of
from webapp.text import money
from webapp.text.plain import plain

LONGEST_NUMBER = 20  # digits
_WHOLE = re.compile("[+-]?[0-9]+")


class Legible:
    """A field that says no more than why it cannot be read, where something was typed that cannot."""

    def pre_validate(self, form) -> None:
        super().pre_validate(form)
        if self.process_errors and any(self.raw_data or ()):
            raise StopValidation


class NumberField(Legible, IntegerField):
    """A number of few digits: of thousands Python makes one that no limit can be compared with."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and (typed := plain(valuelist[0]).strip()):
            if len(typed) > LONGEST_NUMBER or not _WHOLE.fullmatch(typed):
                raise ValueError("请填写整数，如 12")
            self.data = int(typed)


class YuanInput(TextInput):
    """Shows an amount of fen in yuan, or what was typed."""

    def __call__(self, field, **attributes):
        return super().__call__(
            field, value=field.raw_data[0] if field.raw_data else money.yuan(field.data), **attributes
        )


class MoneyField(Legible, StringField):
    """An amount: typed as people write it, kept in fen."""

    widget = YuanInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                check_text(valuelist[0], money.LONGEST, self.name)
                self.data = money.fen(valuelist[0])
            except DomainError as refusal:
                raise ValueError(refusal.message) from refusal


YES_OR_NO = (("yes", "是"), ("no", "否"))
TRUTH = {"yes": True, "no": False, True: True, False: False}


class ChoicesField(SelectMultipleField):
    """Boxes to tick. An empty value goes along with them, so that none of them ticked is told from not asked."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value for value in valuelist if value])


def asks(sheet: Sheet, model: type[Model]) -> Callable[[type[Form]], type[Form]]:
    """Give a form class a field for each of the sheet that it does not declare itself. The first sheet it asks stands
    in `sheet`."""

    def complete(form: type[Form]) -> type[Form]:
        for field in sheet:
            if field.name not in vars(form):
                setattr(form, field.name, control(field, model))
        form.sheet = getattr(form, "sheet", sheet)
        return form

    return complete


def control(field: Field, model: type[Model] | None = None) -> UnboundField:
    """What asks for one field; a day or choice that the column fills by itself begins with that. One of the office's
    own has no column."""
    column = model._meta.fields[field.name] if model else None
    default = column and column.default
    longest = field.longest_typed or longest_of(column)
    about = {"description": field.help}
    match field.control:
        case "line":
            return line(field.label, longest, required=field.required, spelled=field.spelled, **about)
        case "lines":
            return lines(field.label, longest, required=field.required, **about)
        case "number":
            limits = NumberRange(field.least, field.most, field.bounds)
            return NumberField(field.label, validators=[Optional(), limits], **about)
        case "money":
            needed = InputRequired(field.required) if field.required else Optional()
            limits = NumberRange(field.least, field.most, field.bounds)
            return MoneyField(field.label, validators=[needed, limits], **about)
        case "day":
            needed = DataRequired(field.required) if field.required else Optional()
            return DateField(field.label, default=default, validators=[needed, plausible], **about)
        case "moment":
            needed = InputRequired(field.required) if field.required else Optional()
            return DateTimeLocalField(field.label, validators=[needed, plausible], **about)
        case "yes or no":
            choices = options(*YES_OR_NO, blank=field.blank)
            return RadioField(field.label, choices=choices, coerce=TRUTH.get, default=default, **about)
        case "choices":
            choices = options(*field.choices)
            return ChoicesField(field.label, choices=choices, validate_choice=False, **about)
    kind = {"choice": RadioField, "select": SelectField}[field.control]
    choices = options(*field.choices, blank=field.blank)
    if column is None:  # it may hold what is not offered any more
        about |= {"default": "", "validate_choice": False}
    return kind(field.label, choices=choices, **{"default": default} | about)
