from wtforms import SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, options
from webapp.forms.fields import ChoicesField
from webapp.forms.tasks import NOBODY, id_or_none
from webapp.models.handover import Handover
from webapp.models.handover.item import Confirmation, HandoverItem
from webapp.models.user import User


def _person(label: str) -> SelectField:
    return SelectField(label, coerce=id_or_none, validate_choice=False, validators=[InputRequired(f"请选择{label}")])


class HandoverForm(Form):
    """A handover to be drafted."""

    giver = _person("移交人")
    receiver = _person("接收人")
    supervisor = _person("监交人")
    reason = line("原因", Handover.reason.max_length, required="请写明为什么移交", description="如：李敏调往佛山分站。")

    @classmethod
    def of(cls, present: User, **shown):
        """For whoever drafts it: the people they may name."""
        form = cls(**shown)
        form.giver.choices = options(NOBODY, *User.who_may_hand_over(present))
        form.receiver.choices = options(NOBODY, *User.who_may_stand_in(present))
        form.supervisor.choices = options(NOBODY, *User.who_may_supervise(present))
        return form

    def person(self, name: str) -> User | None:
        """Whoever stands in that field; the domain says whether they may."""
        return User.get_or_none(User.id == self[name].data)


class ItemsForm(Form):
    """What becomes of some customers of a draft."""

    item = ChoicesField("客户", validate_choice=False)
    receiver = SelectField("接收人", coerce=id_or_none, validate_choice=False)
    note = line("备注", HandoverItem.note.max_length)

    @classmethod
    def of(cls, handover: Handover):
        form = cls()
        form.receiver.choices = options(NOBODY, *User.owning_in(handover.branch_id))
        return form

    @property
    def items(self) -> list[int]:
        """The ids of those that are ticked."""
        return [int(id_) for id_ in self.item.data or () if id_.isdecimal() and len(id_) < 19]

    @property
    def chosen(self) -> User | None:
        return User.get_or_none(User.id == self.receiver.data)


class ConfirmationForm(Form):
    """Somebody signs for a giver who is not there any more."""

    reason = line("原因", Confirmation.reason.max_length, required="请写明移交人为什么不能自己确认")
