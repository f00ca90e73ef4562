"""Forms of complaints, and of what is done about them (R-COMPLAINT)."""

from datetime import datetime

from wtforms import DateTimeLocalField, RadioField, SelectField
from wtforms.validators import Optional

from webapp.clock import local, now, to_the_minute
from webapp.errors import DomainError
from webapp.forms import Form, lines, options, plausible
from webapp.forms.fields import asks
from webapp.forms.records import RecordForm, moment_of
from webapp.forms.tasks import id_or_none
from webapp.models.complaint import Complaint
from webapp.models.complaint.clocks import Clock
from webapp.models.complaint.fields import FIELDS
from webapp.models.complaint.handling import LABELS, TEXTS, Handling
from webapp.models.user import User

SATISFIED = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}
SETTLED = {"yes": "已解决，结案", "no": "没解决，重新处理"}


@asks(FIELDS, Complaint)
class CorrectedComplaintForm(RecordForm):
    """What was complained of, and who was asked first."""

    chosen_beside = ("first_asked",)
    first_asked = SelectField("首问责任人", coerce=id_or_none, validate_choice=False)

    @classmethod
    def of(cls, row: Complaint) -> "CorrectedComplaintForm":
        form = super().of(row)
        form.offer(row.customer, row.first_asked)
        if not form.first_asked.raw_data:
            form.first_asked.data = row.first_asked_id
        return form

    def beside(self) -> dict:
        return {"first_asked": self.chosen}

    def offer(self, customer, present: User) -> None:
        """Those who may be chosen: whoever works on the customer, `present` first."""
        self.first_asked.choices = options(*dict([(present.id, present.name), *User.working_on(customer)]).items())

    @property
    def chosen(self) -> User | None:
        """Whoever was asked first; None where nothing is said of it."""
        if self.first_asked.data is None:
            return None
        found = User.get_or_none(User.id == self.first_asked.data)
        if found is None:
            raise DomainError("请选择首问责任人", "first_asked")
        return found


class ComplaintForm(CorrectedComplaintForm):
    """The same when it arrives: with what was answered at once."""

    answer = lines("当场答复", description="当场已经答复客户的写在这里，就算已响应。")

    @classmethod
    def of_customer(cls, customer, present: User) -> "ComplaintForm":
        """The form for a complaint of this customer; `present` was asked first unless somebody else is chosen."""
        form = cls(data={"complained_at": local(to_the_minute(now())).replace(tzinfo=None), "first_asked": present.id})
        form.offer(customer, present)
        return form


class HandlingForm(Form):
    """What was done, and when, if not now."""

    kind: Clock
    at = DateTimeLocalField("时间", validators=[Optional(), plausible], description="不填就是现在。")

    @property
    def moment(self) -> datetime | None:
        return moment_of(self.at.data)


class ResponseForm(HandlingForm):
    kind = Clock.RESPONSE
    body = lines(LABELS[kind], required="请写明怎样答复了客户")

    def handle(self, complaint: Complaint, *, by: User) -> Handling:
        return complaint.respond(self.body.data, at=self.moment, by=by)


class SolutionForm(HandlingForm):
    kind = Clock.SOLUTION
    cause = lines(TEXTS["cause"])
    body = lines(LABELS[kind], required="请写明解决方案")
    improvement = lines(TEXTS["improvement"])

    def handle(self, complaint: Complaint, *, by: User) -> Handling:
        told = {"cause": self.cause.data or "", "improvement": self.improvement.data or ""}
        return complaint.solve(self.body.data, **told, at=self.moment, by=by)


class CallBackForm(HandlingForm):
    kind = Clock.CALL_BACK
    satisfaction = RadioField("满意度", choices=options(*SATISFIED.items()), coerce=id_or_none, validate_choice=False)
    body = lines(LABELS[kind], required="请写明客户怎么说")
    settled = RadioField("客户认为", choices=options(*SETTLED.items()), default="yes")

    def handle(self, complaint: Complaint, *, by: User) -> Handling:
        said = {"satisfaction": self.satisfaction.data, "is_settled": self.settled.data == "yes"}
        return complaint.call_back(self.body.data, **said, at=self.moment, by=by)


FORMS = {form.kind: form for form in (ResponseForm, SolutionForm, CallBackForm)}
