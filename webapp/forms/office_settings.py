"""A setting of the office, asked for by the kind it is of."""

from wtforms import RadioField
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, lines, options
from webapp.forms.fields import TRUTH, YES_OR_NO, ChoicesField, NumberField
from webapp.models.setting import Flag, Known, Number, Some, Synonyms, Words

LONGEST_LINE = 100  # what is longer is asked for in several lines
LONGEST_LIST = 20_000
MEANS = "="  # between a word and what is meant by it


def setting_form(known: Known, **shown) -> Form:
    """The form of one setting, whose field is called as that is."""
    return type("SettingForm", (Form,), {known.name: _field(known)})(**shown)


def _field(known: Known) -> UnboundField:
    about = {"description": known.meaning}
    match known:
        case Flag():
            return RadioField(known.label, choices=options(*YES_OR_NO), coerce=TRUTH.get, **about)
        case Number():
            return NumberField(known.label, validators=[InputRequired("请填写整数，如 12")], **about)
        case Some():
            choices = options(*known.choices.items())
            return ChoicesField(known.label, choices=choices, validate_choice=False, **about)
        case Synonyms():
            return lines(known.label, LONGEST_LIST, read=_synonyms_as_text, **about)
        case Words():
            return lines(known.label, LONGEST_LIST, read=_words_as_text, **about)
    return (line if known.longest <= LONGEST_LINE else lines)(known.label, known.longest, **about)


def value_of(known: Known, typed):
    """What was typed, as the setting keeps it: a word a line, or a word and what is meant by it."""
    if not isinstance(known, Words):
        return typed
    told = [text.strip() for text in (typed or "").splitlines() if text.strip()]
    if not isinstance(known, Synonyms):
        return list(dict.fromkeys(told))
    pairs = (text.replace("＝", MEANS).partition(MEANS) for text in told)
    return {word.strip(): meant.strip() for word, _, meant in pairs}


def _words_as_text(value) -> str:
    return value if isinstance(value, str) else "\n".join(value or ())


def _synonyms_as_text(value) -> str:
    if isinstance(value, str):
        return value
    return "\n".join(f"{word} {MEANS} {meant}" for word, meant in (value or {}).items())
