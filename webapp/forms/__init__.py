"""Forms: what a person may type, checked for shape; the rules themselves live on the models."""

from collections.abc import Callable
from datetime import date

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, HiddenField, PasswordField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, StopValidation, ValidationError

from webapp import passwords
from webapp.clock import today
from webapp.errors import DomainError
from webapp.models.field import Sheet
from webapp.models.own_field import PREFIX, label_of
from webapp.models.written import LONGEST
from webapp.text.plain import visible
from webapp.text.screening import found_in, refuse_identity

EARLIEST, FURTHEST = 1990, 20
# without it Chromium gives a year six places, and in a Chinese interface eight typed digits are no date
_LATEST = {DateField: {"max": "9999-12-31"}, DateTimeLocalField: {"max": "9999-12-31T23:59"}}


class Form(FlaskForm):
    """A form with Chinese messages that takes the domain's refusals in beside their fields.

        form = MemoCorrectionForm()
        if not form.submit(lambda: memo.correct(form.body.data, by=g.user)):
            return htmx.dialog("memos/_edit.html", "更正", form=form, memo=memo, customer=memo.customer)

    `http_status` is that of the answer which shows the form, `given` what the verb gave, `duplicates` the customers
    because of which it was refused; `own` is what it asks for of the office's own fields.
    """

    http_status = 200
    own = Sheet()
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
            return super().render_field(field, _LATEST.get(type(field), {}) | dashed)

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

    def own_values(self) -> dict:
        """Of the office's own fields what was sent: what a page leaves out stays as it is.

        DomainError, with the text, for one that was given up since the page was made."""
        for name, text in request.form.items():
            if name.startswith(PREFIX) and name not in self.own.names and text.strip():
                said = "" if found_in(text) else f"您填的是：{text.strip()[:LONGEST]}"
                raise DomainError(f"“{label_of(name)}”刚刚停用，没有存下。{said}")
        return {field.name: self[field.name].data for field in self.own if self[field.name].raw_data}

    def is_used_beyond(self, *names: str) -> bool:
        """Is a field other than those named filled, or wrong? Then the part that is folded away must be open."""
        return any(_is_used(field) for field in self if field.name not in names)

    def refuse(self, error: DomainError) -> None:
        """Show a refusal beside the field it names, or on top of the form; of several each."""
        self.http_status = error.status
        self.duplicates = getattr(error, "duplicates", ())
        for refusal in getattr(error, "refusals", ()):
            self._show(refusal)
        if not hasattr(error, "refusals"):
            self._show(error)

    def _show(self, error: DomainError) -> None:
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


def _is_used(field) -> bool:
    """Is something wrong with it, or was something put in that did not stand there by itself?"""
    return bool(field.errors) or bool(field.data) and field.data != field.object_data


def stripped(value: str | None) -> str:
    """The text without outer space and without what nobody sees, its lines ended by \\n alone."""
    return visible(value or "").strip()


def plausible(_form, field) -> None:
    """Years no office remembers, or plans for, are slips of the finger."""
    if field.data and not is_plausible(field.data):
        raise ValidationError(f"请核对年份：{field.data.year}")


def is_plausible(day: date | None) -> bool:
    return day is not None and EARLIEST <= day.year <= today().year + FURTHEST


def options(*pairs: tuple, blank: str = "") -> list[SelectChoice]:
    """The choices of a field from (value, label) pairs or plain words; `blank` labels an empty one put first."""
    choices = [SelectChoice(*pair) if isinstance(pair, tuple) else SelectChoice(pair) for pair in pairs]
    return [SelectChoice("", blank), *choices] if blank else choices


class Longest:
    """How many characters a field takes. It comes before anything that looks at the text, and ends it there."""

    def __init__(self, most: int):
        self.most = most

    def __call__(self, _form, field) -> None:
        if len(field.data or "") > self.most:
            raise StopValidation(f"最多 {self.most} 个字，现在有 {len(field.data)} 个")


def told(check: Callable[[str], object]) -> Callable:
    """A validator that says what the domain would say of the text, so that all that is wrong is said at once."""

    def validate(_form, field) -> None:
        try:
            check(field.data or "")
        except DomainError as refusal:
            raise ValidationError(refusal.message) from refusal

    return validate


def line(label: str, longest: int, *, required: str = "", spelled: Callable[[str], str] | None = None, **options):
    """One line of text; `required` is the message when it is missing, `spelled` raises DomainError for a wrong one."""
    return StringField(label, filters=[stripped], validators=_validators(longest, required, spelled), **options)


def lines(label: str, longest: int = LONGEST, *, required: str = "", read: Callable = str, **options) -> TextAreaField:
    """Several lines of text; `read` makes one of what the row holds."""
    filters = [stripped] if read is str else [read, stripped]
    return TextAreaField(label, filters=filters, validators=_validators(longest, required), **options)


def secret(label: str, *, required: str, **options) -> PasswordField:
    """A password, as it is typed."""
    return PasswordField(label, validators=[InputRequired(required), Longest(passwords.LONGEST)], **options)


def hidden(longest: int = 200, **options) -> HiddenField:
    """What the page itself sends along."""
    return HiddenField(validators=[Longest(longest)], **options)


def _validators(longest: int, required: str, spelled: Callable[[str], str] | None = None) -> list:
    needed = [InputRequired(required)] if required else []
    return [*needed, Longest(longest), told(refuse_identity), *([told(spelled)] if spelled else [])]
