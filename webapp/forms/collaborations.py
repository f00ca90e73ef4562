from wtforms import SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, options
from webapp.forms.tasks import NOBODY, id_or_none
from webapp.models.user import User
from webapp.models.written import LONGEST_REASON


class CollaborationForm(Form):
    """请人协同."""

    person = SelectField(
        "请谁", coerce=id_or_none, validate_choice=False, validators=[InputRequired("请选择一位在职的同事")]
    )
    reason = line("请来做什么", LONGEST_REASON, required="请写明请来做什么")

    @classmethod
    def of(cls, customer):
        form = cls()
        home = customer.branch.name
        people = User.who_may_help(customer)
        named = ((id_, name if branch == home else f"{name}（{branch}）") for id_, name, branch in people)
        form.person.choices = options(NOBODY, *named)
        return form

    @property
    def chosen(self) -> User | None:
        """Whoever that is; the domain says whether they may be asked."""
        return User.get_or_none(User.id == self.person.data)
