from wtforms import SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, options
from webapp.forms.tasks import NOBODY, id_or_none
from webapp.models.assignment import Assignment
from webapp.models.user import User


class AssignmentForm(Form):
    """更换负责人."""

    owner = SelectField(
        "新负责人", coerce=id_or_none, validate_choice=False, validators=[InputRequired("请选择新负责人")]
    )
    reason = line("原因", Assignment.reason.max_length, required="请写明为什么更换负责人")

    @classmethod
    def of(cls, present: User, but: int | None = None):
        """The form for whoever leads a branch: those of it who own customers, `but` whose the customer is."""
        form = cls()
        form.owner.choices = options(NOBODY, *(pair for pair in User.owning_in(present.branch_id) if pair[0] != but))
        return form

    @property
    def chosen(self) -> User | None:
        """Whoever that is; the domain says whether they may be."""
        return User.get_or_none(User.id == self.owner.data)
