from wtforms import SelectField

from webapp.forms import Form, hidden, lines, options
from webapp.forms.tasks import id_or_none
from webapp.models.letter import LONGEST, Choice


class GreetingForm(Form):
    """问候: the text, from one of the office's letters, in the person's own words."""

    occasion = hidden(20)
    letter = SelectField("模板", coerce=id_or_none, validate_choice=False)
    text = lines(
        "问候的内容", LONGEST, required="请写下问候的内容", description="发给对方的原文；存下后记作一次“节日问候”跟进。"
    )

    @classmethod
    def among(cls, letters: tuple[Choice, ...], **data) -> "GreetingForm":
        form = cls(data=data)
        form.letter.choices = options(*((letter.id, letter.title) for letter in letters))
        return form
