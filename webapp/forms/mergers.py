from wtforms import RadioField

from webapp.forms import Form, line, options
from webapp.models.customer import Customer
from webapp.screens.mergers import Comparison

OWN, THEIRS = "own", "theirs"


class OtherForm(Form):
    """Which other file is the same customer's."""

    number = line("另一位的客户编号", Customer.number.max_length, required="请填写另一位客户的编号")


def merger_form(comparison: Comparison) -> Form:
    """Of each field that they say differently, whose holds."""
    fields = {
        one.name: RadioField(
            one.label,
            choices=options((OWN, one.own or "空着"), (THEIRS, one.theirs)),
            default=THEIRS if one.prefers_theirs else OWN,
            validate_choice=False,
        )
        for one in comparison.differing
    }
    return type("MergerForm", (Form,), fields)()


def theirs(form: Form) -> set[str]:
    """The fields of which the other's holds."""
    return {field.name for field in form if field.data == THEIRS}
