from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, lines, options, plausible
from webapp.forms.fields import NumberField
from webapp.forms.tasks import NOBODY, id_or_none
from webapp.models.inspection import HOWS, LABELS, LONGEST_NOTE, Finding
from webapp.models.inspection.draw import What
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.models.written import LONGEST_REASON

DECISIONS = (("withdrawn", "撤销负激励"), ("upheld", "维持"))


class InspectionForm(Form):
    """What an inspector found."""

    finding = RadioField("核查结果", choices=options(*LABELS.items()), validate_choice=False, default=Finding.TRUE)
    how = SelectField("核查方式", choices=options(*HOWS), validate_choice=False)
    inspected_on = DateField("核查日期", validators=[InputRequired("请填写核查日期"), plausible])
    note = lines("核查情况", LONGEST_NOTE, description="不真实的，写明怎么不真实。")
    opinion = lines("处理意见", LONGEST_NOTE)


class ObjectionForm(Form):
    """异议."""

    text = line("异议", LONGEST_REASON, required="请写明为什么不是这样")


class DecisionForm(Form):
    """What becomes of it."""

    decision = RadioField("处理", choices=options(*DECISIONS), validate_choice=False)
    reason = line("理由", LONGEST_REASON, required="请写明理由")


class DrawForm(Form):
    """抽查."""

    branch = SelectField("分站", coerce=id_or_none, validate_choice=False)
    person = SelectField("谁的", coerce=id_or_none, validate_choice=False)
    what = RadioField("抽查什么", choices=options(*((it.value, it.label) for it in What)), default=What.FOLLOWUPS)
    since = DateField("从", validators=[InputRequired("请填写从哪一天"), plausible])
    until = DateField("到", validators=[InputRequired("请填写到哪一天"), plausible])
    count = NumberField("抽几条", validators=[InputRequired("请填写抽几条")])

    @classmethod
    def of(cls, present: User, **shown):
        form = cls(**shown)
        form.branch.choices = options(NOBODY, *present.visible_branches())
        form.person.choices = options(("", "整个分站"), *present.visible_owners())
        return form

    @property
    def its_branch(self) -> Branch | None:
        return Branch.get_or_none(Branch.id == self.branch.data)

    @property
    def its_person(self) -> User | None:
        return User.get_or_none(User.id == self.person.data)
