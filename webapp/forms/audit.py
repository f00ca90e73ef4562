from wtforms import DateField, SelectField
from wtforms.validators import Optional

from webapp.forms import Form, line, options, plausible
from webapp.forms.tasks import id_or_none
from webapp.models.search import LONGEST_QUERY


class TrailForm(Form):
    """What the trail is searched for."""

    person = SelectField("谁", coerce=id_or_none, validate_choice=False)
    customer = line("客户", LONGEST_QUERY)
    noun = SelectField("事情", validate_choice=False, default="")
    since = DateField("从", validators=[Optional(), plausible])
    until = DateField("到", validators=[Optional(), plausible])

    def offer(self, people: list[tuple[int, str]], nouns: dict[str, str]) -> None:
        """Whom and what it may be searched for."""
        self.person.choices = options(*people, blank="所有人")
        self.noun.choices = options(*nouns.items(), blank="所有事情")
