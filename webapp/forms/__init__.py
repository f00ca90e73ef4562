"""Forms: what a person may type, checked for shape; the rules themselves live on the models."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.clock import today
from webapp.errors import DomainError

EARLIEST, FURTHEST = 1990, 20


class Form(FlaskForm):
    """A form with Chinese messages that takes the domain's refusals in beside their fields.

        form = MemoForm.of(g.user)
        if not form.submit(lambda: Memo.write(customer, form.kind.data, form.body.data, by=g.user)):
            return htmx.dialog("memos/_form.html", "备忘与批示", form=form, customer=customer)

    `http_status` is that of the answer which shows the form, `given` what the verb gave.
    """

    http_status = 200
    given = None
    is_clash = False
    duplicates = ()

    class Meta:
        locales = ["zh"]
        csrf = False  # CSRFProtect asks for the token before any form is made (webapp/security.py)

        def render_field(self, field, render_kw):
            """`hx_get=…` in a template is the attribute hx-get; WTForms itself knows this of data_… and aria_… only."""
            dashed = {
                name.replace("_", "-") if name.startswith("hx_") else name: value for name, value in render_kw.items()
            }
            return super().render_field(field, dashed)

    def submit(self, verb: Callable[[], object]) -> bool:
        """Validate, then do it. False where the form or the domain refuses: what is wrong stands beside its field."""
        if not self.validate():
            self.http_status = 422
            return False
        try:
            self.given = verb()
        except DomainError as refusal:
            self.refuse(refusal)
            return False
        return True

    def has_errors_beyond(self, *names: str) -> bool:
        """Is something wrong with a field other than those named? Then the part that is folded away must open."""
        return any(field.errors for field in self if field.name not in names)

    def refuse(self, error: DomainError) -> None:
        """Show a refusal beside the field it names, or on top of the form."""
        self.http_status = error.status
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


def stripped(value: str | None) -> str:
    """The text without outer space, its lines ended by \\n alone: browsers send \\r\\n."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def plausible(_form, field) -> None:
    """Years no office remembers, or plans for, are slips of the finger."""
    if field.data and not EARLIEST <= field.data.year <= today().year + FURTHEST:
        raise ValidationError(f"请核对年份：{field.data.year}")


def options(*pairs: tuple, blank: str = "") -> list[SelectChoice]:
    """The choices of a field from (value, label) pairs or plain words; `blank` labels an empty one put first."""
    choices = [SelectChoice(*pair) if isinstance(pair, tuple) else SelectChoice(pair) for pair in pairs]
    return [SelectChoice("", blank), *choices] if blank else choices


def line(label: str, longest: int, *, required: str = "", **options) -> StringField:
    """One line of text; `required` is the message when it is missing."""
    return StringField(label, filters=[stripped], validators=_validators(longest, required), **options)


def lines(label: str, longest: int = 4000, *, required: str = "", **options) -> TextAreaField:
    """Several lines of text."""
    return TextAreaField(label, filters=[stripped], validators=_validators(longest, required), **options)


def _validators(longest: int, required: str) -> list:
    length = Length(max=longest, message=f"最多 {longest} 个字")
    return [InputRequired(required), length] if required else [length]
