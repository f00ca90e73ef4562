from collections.abc import Sequence

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from webapp.clock import from_local, now, to_the_minute, today
from webapp.database import BaseModel
from webapp.errors import DomainError
from webapp.forms import Form, hidden, line, lines, options, plausible
from webapp.forms.fields import asks
from webapp.forms.own_fields import offer_what_it_holds
from webapp.forms.tasks import DatedOrPaused, Responsible, id_or_none
from webapp.models.followup import FollowUp
from webapp.models.followup.act import Act
from webapp.models.followup.checks import Vague, refuse_vague
from webapp.models.followup.fields import ATTITUDES, CAUSES, FIELDS, METHODS, TOOLS, TRY_AGAIN
from webapp.models.task import BARE, Task
from webapp.models.task.arrangeable import GONE_BY
from webapp.models.user import User
from webapp.screens.next_days import PAUSE

MOST_CHOSEN = 50  # nobody ticks off more at once, or tells more people
STEPS = ("_2", "_3")  # what the names of the further steps' two fields end in
WECHAT = "微信"  # said as a way of its own, kept as 网络对话 by that tool
CHANNELS = (("电话", "电话"), (WECHAT, WECHAT), ("面谈", "面谈"), ("登门拜访", "登门"), ("邮件", "邮件"))
RARER = tuple(method for method in METHODS if method not in dict(CHANNELS))


@asks(FIELDS, FollowUp)
class RecordForm(Form):
    """What is said of one contact, whether written or put right."""

    tool = SelectField(FIELDS["tool"].label, choices=options(*TOOLS, blank="不填"), validate_choice=False)
    cause = SelectField(FIELDS["cause"].label, choices=options(*CAUSES, blank="已响应"), validate_choice=False)

    def values(self) -> dict:
        """The follow-up's columns."""
        at = from_local(self.at.data) if self.at.data else to_the_minute(now())
        told = {field.name: self[field.name].data for field in FIELDS}
        empty = {field.name: "" for field in FIELDS if field.control != "number" and not told[field.name]}
        return told | empty | {"at": at, "method": self.method.data} | self.own_values()


class FollowUpForm(Responsible, DatedOrPaused, RecordForm):
    """One contact and what it leads to, as the composer asks for it (webapp/screens/composer.py)."""

    method = RadioField(
        FIELDS["method"].label,
        choices=options(*CHANNELS, *RARER),
        default="电话",
        validate_choice=False,
    )
    content = lines(FIELDS["content"].label)
    is_unanswered = BooleanField("未接通")
    cause = RadioField(FIELDS["cause"].label, choices=options(*CAUSES), default=CAUSES[0], validate_choice=False)
    adjustment = line(FIELDS["adjustment"].label, 200, default=TRY_AGAIN)
    attitude = RadioField(FIELDS["attitude"].label, choices=options(*ATTITUDES), default="中性", validate_choice=False)
    purpose = SelectField("目的", coerce=id_or_none, validate_choice=False)
    category = SelectField("客户类别", coerce=id_or_none, validate_choice=False)
    fulfils = SelectMultipleField("完成", coerce=id_or_none, validate_choice=False)
    mentions = SelectMultipleField("知会", coerce=id_or_none, validate_choice=False)
    action = line("下一步", Task.action.max_length)
    action_2 = line("再一步", Task.action.max_length)
    due_on_2 = DateField("日期", validators=[Optional(), plausible])
    action_3 = line("再一步", Task.action.max_length)
    due_on_3 = DateField("日期", validators=[Optional(), plausible])
    place = hidden(20)
    step = hidden(20)

    @classmethod
    def asking(cls, people: Sequence[tuple[int, str]], chosen: str, fulfils: Sequence[int] = ()) -> "FollowUpForm":
        """The form before anybody has typed, as a Composer has it."""
        return cls.among(people, when=chosen, fulfils=fulfils, formdata=None)

    def validate(self, extra_validators=None) -> bool:
        """Where anything is refused, so is at once what the domain would say of the content."""
        is_right = super().validate(extra_validators)
        if not (is_right or self.content.errors or self.is_unanswered.data):
            self._show_what_is_vague()
        return is_right

    def _show_what_is_vague(self) -> None:
        try:
            refuse_vague(self.content.data)
        except Vague as refusal:
            self.refuse(refusal)

    def validate_purpose(self, field) -> None:
        """What was chosen and is none is not left out in silence."""
        if field.data is None and any(field.raw_data or ()):
            raise ValidationError("请重新选择")

    validate_category = validate_purpose

    def validate_fulfils(self, field) -> None:
        if len(field.data or ()) > MOST_CHOSEN:
            raise ValidationError(f"一次最多选 {MOST_CHOSEN} 项")
        if None in (field.data or ()):
            raise ValidationError("请重新选择")

    validate_mentions = validate_fulfils

    def validate_content(self, field) -> None:
        """Where nobody responded there may be no more to say than why."""
        if not field.data and not self.is_unanswered.data:
            raise ValidationError(FIELDS["content"].required)

    def validate_action_2(self, field) -> None:
        day = self[field.name.replace("action", "due_on")]
        if field.data and not (day.data or day.raw_data and day.raw_data[0]):
            raise ValidationError("请给这一步也定个日期")

    def validate_due_on_2(self, field) -> None:
        if field.data and not self[field.name.replace("due_on", "action")].data:
            raise ValidationError("写了日期，请也写明下一步做什么")
        if field.data and field.data < today():
            raise ValidationError(GONE_BY)

    validate_action_3, validate_due_on_3 = validate_action_2, validate_due_on_2

    @property
    def led_by(self) -> int | None:
        """The id of the step that led here."""
        return id_or_none(self.step.data)

    def values(self) -> dict:
        said = super().values()
        if said["method"] == WECHAT:
            said |= {"method": "网络对话", "tool": WECHAT}
        said |= {"attitude": ""} if self.is_unanswered.data else {"cause": "", "adjustment": ""}
        return said | {"purpose": self.purpose.data, "category": self.category.data}

    def steps(self) -> list[dict]:
        """The next steps: the first on the day that was chosen, with or without words; none where the person wants
        none."""
        day, action = self.day, self.action.data
        first = [(action or BARE, day)] if day or action else []
        further = ((self[f"action{end}"].data, self[f"due_on{end}"].data) for end in STEPS)
        written = [*first, *((action, due_on) for action, due_on in further if action)]
        whose = self.chosen if written else None
        return [{"action": action, "due_on": due_on, "responsible": whose} for action, due_on in written]

    def ticked(self, customer) -> list[Task]:
        """The customer's steps that are to be ticked off. Raises DomainError where one is not there any more."""
        steps = Task.select().where(Task.customer == customer)
        return _all_of(Task, self.fulfils.data, steps, DomainError("要完成的一步已经不在了，请看过再记", "fulfils"))

    def act(self, customer) -> Act:
        """What is one act with the record."""
        otherwise = DomainError("请重新选择要知会的同事", "mentions")
        pause = (self.pause_reason.data or "", self.pause_until.data) if self.when.data == PAUSE else None
        return Act(
            fulfils=self.ticked(customer),
            mentions=_all_of(User, self.mentions.data, User.select(), otherwise),
            pause=pause,
            promises=self.present.keeps(customer),
        )


def _all_of(noun: type[BaseModel], ids: Sequence[int] | None, among, otherwise: DomainError) -> list:
    """The rows with these ids; raises `otherwise` where one is missing."""
    wanted = set(ids or ())
    found = list(among.where(noun.id << wanted)) if wanted else []
    if len(found) < len(wanted):
        raise otherwise
    return found


class CorrectionForm(RecordForm):
    """更正: the same record, put right in place."""

    def put_beside_others(self, mark: object) -> None:
        """Other forms of the page may ask for the same: the ids of these fields end in the mark."""
        offer_what_it_holds(self)
        for field in self.own:
            asked = self[field.name]
            asked.id = asked.label.field_id = f"{asked.id}-{mark}"

    method = SelectField(FIELDS["method"].label, choices=options(*METHODS), validate_choice=False)
    attitude = SelectField(FIELDS["attitude"].label, choices=options(*ATTITUDES, blank="未填"), validate_choice=False)
    at = DateTimeLocalField(FIELDS["at"].label, validators=[InputRequired("请填写时间"), plausible])
    content = lines(
        FIELDS["content"].label, required=FIELDS["content"].required, description="原来的文字会留在历史里。"
    )

    def values(self) -> dict:
        """As far as they were sent: what a page leaves out stays as it is."""
        return {name: value for name, value in super().values().items() if self[name].raw_data}
