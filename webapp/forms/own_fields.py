"""Forms that ask for the office's own fields as well (R-FIELDS)."""

from functools import lru_cache

from wtforms import BooleanField, RadioField, SelectChoice

from webapp.forms import Form, line, lines, options
from webapp.forms.fields import control
from webapp.models.field import Sheet
from webapp.models.own_field import CONTROLS, CUSTOMER, LONGEST_CHOICE, MOST_CHOICES, NOUNS, OwnField, own_sheet


def _one_a_line(choices: list[str] | str | None) -> str | None:
    return "\n".join(choices) if isinstance(choices, list) else choices


class OwnFieldForm(Form):
    """A field of the office's own."""

    noun = RadioField("用在", choices=options(*NOUNS.items()), default=CUSTOMER)
    label = line("名称", OwnField.label.max_length, required="请填写名称", description="如车型、户型、意向课程")
    control = RadioField("种类", choices=options(*CONTROLS.items()), default="line")
    choices = lines("选项", MOST_CHOICES * (LONGEST_CHOICE + 2), read=_one_a_line, description="一行一个。")
    in_forms = BooleanField("在表单和客户卡上显示", default=True)
    in_list = BooleanField("在客户名单里显示一列（最多三个）")
    in_filters = BooleanField("客户名单可以按它筛选")
    on_paper = BooleanField("印在纸质表的备注里")

    @property
    def data(self) -> dict:
        """As the noun takes it."""
        return super().data | {"choices": (self.choices.data or "").split("\n")}


def own_form(form: type[Form], noun: str) -> type[Form]:
    """The form with what the office asks for of its own; `own` is that sheet."""
    return _with(form, own_sheet(noun))


@lru_cache(maxsize=50)
def _with(form: type[Form], sheet: Sheet) -> type[Form]:
    if not sheet:
        return form
    return type(form.__name__, (form,), {"own": sheet, **{field.name: control(field) for field in sheet}})


def offer_what_it_holds(form: Form) -> None:
    """A choice that is offered no more stays one of the form's, where it is held."""
    for field in form.own:
        asked = form[field.name]
        if field.control not in ("choice", "choices"):
            continue
        held = asked.data if isinstance(asked.data, list) else [asked.data]
        known = {choice.value for choice in asked.choices}
        asked.choices = [*asked.choices, *(SelectChoice(one) for one in held if one and one not in known)]
