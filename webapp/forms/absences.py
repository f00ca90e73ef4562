from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, options, plausible
from webapp.forms.tasks import NOBODY, id_or_none
from webapp.models.user import User
from webapp.models.written import LONGEST_REASON


class AbsenceForm(Form):
    """Who is away, from when to when, and who stands in."""

    user = SelectField("谁请假", coerce=id_or_none, validate_choice=False)
    since = DateField("第一天", validators=[InputRequired("请填写第一天"), plausible])
    until = DateField("最后一天", validators=[InputRequired("请填写最后一天"), plausible])
    stand_in = SelectField(
        "代理人", coerce=id_or_none, validate_choice=False, validators=[InputRequired("请选择代理人")]
    )
    note = line("备注", LONGEST_REASON)

    @classmethod
    def of(cls, present: User, **shown):
        """The form for somebody: of themselves, or of whom they enter it for."""
        form = cls(**shown)
        people = User.who_may_be_away(present)
        form.user.choices = options(*people)
        form.stand_in.choices = options(NOBODY, *User.who_may_stand_in(present))
        form.people = dict(people)
        return form

    @property
    def person(self) -> User | None:
        return User.get_or_none(User.id == self.user.data) if self.user.data in self.people else None

    @property
    def replaced_by(self) -> User | None:
        """Whoever that is; the domain says whether they may stand in."""
        return User.get_or_none(User.id == self.stand_in.data)
