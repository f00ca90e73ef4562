from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from webapp.forms import line, options, plausible
from webapp.forms.editing import ReasonedForm
from webapp.models.contact import CHANNELS


class ContactForm(ReasonedForm):
    """联系人. Phones, e-mails and QQ are checked by the model, which names the field."""

    name = line("姓名", 40, required="请填写联系人姓名")
    position = line("职位/角色", 40)
    department = line("部门", 40)
    sex = SelectField("性别", choices=options("男", "女", blank="未填"))
    age = IntegerField("年龄", validators=[Optional(), NumberRange(16, 99, "年龄应在 16 到 99 之间")])
    phone = line("电话", 30)
    email = line("邮箱", 120)
    qq = line("QQ", 20)
    wechat = line("微信", 40)
    preferred_channel = SelectField("喜欢的联系方式", choices=options(*CHANNELS, blank="未填"))
    unverified = line("待核实", 200, description="还没弄清的电话或邮箱，核实后填到上面再清空这里。")
    is_primary = BooleanField("主要联系人")
    is_decision_maker = BooleanField("关键决策人")
    left_on = DateField("离职日期", validators=[Optional(), plausible])

    def values(self) -> dict:
        return {name: self[name].data for name in self.fields_edited}
