from wtforms import DateField, RadioField, StringField
from wtforms.validators import DataRequired, Optional, ValidationError

from webapp.clock import today
from webapp.forms import Form, line, lines, options, plausible, stripped
from webapp.forms.duplicates import Compared
from webapp.forms.editing import ReasonedForm
from webapp.models.customer import CustomerKind
from webapp.models.customer.fileable import REQUIRED
from webapp.text import naming

KINDS = options(*((kind.value, kind.label) for kind in CustomerKind))
SOURCES = ("展会", "线上广告投放", "官网", "伙伴转介绍", "老客户介绍", "主动拜访", "电话拓展", "招投标", "其他")
CONTACT = ("contact_name", "position", "phone", "email", "qq", "wechat")


class CustomerForm(Form):
    """客户资料 as it is edited."""

    kind = RadioField("类型", choices=KINDS, default=CustomerKind.COMPANY)
    name = line("客户全称", 80, required=REQUIRED["name"])
    short_name = line("简称", 40)
    uscc = line("统一社会信用代码", 30)
    industry = line("所属行业", 40, required=REQUIRED["industry"])
    source = line("来源渠道", 40, required=REQUIRED["source"])
    source_detail = line("来源明细", 80, description="如：展会-2024 年展、官网-产品页")
    province = line("省", 20)
    city = line("市", 20)
    district = line("区县", 20)
    address = line("详细地址", 120)
    main_business = line("主要业务/产品", 200)
    need = lines("核心需求", required=REQUIRED["need"])
    expected_need = lines("期望需求")
    filed_on = DateField("建档日期", default=today, validators=[DataRequired("请填写建档日期"), plausible])
    first_contact_on = DateField("首次接触日期", validators=[Optional(), plausible])
    cooperation_since = DateField("合作起始日期", validators=[Optional(), plausible])
    social_accounts = line("社交账号", 120)
    influence = line("行业地位/影响力", 200)
    decision_process = line("决策流程", 200)
    remarks = lines("备注")

    def values(self) -> dict:
        """The customer's own columns, as far as they were sent: what a page leaves out stays as it is."""
        return {field.name: field.data for field in self if field.name in CUSTOMER_FIELDS and field.raw_data}


CUSTOMER_FIELDS = frozenset(
    name
    for name in dir(CustomerForm)
    if not name.startswith("_") and hasattr(getattr(CustomerForm, name), "field_class")
)


class FilingForm(Compared, CustomerForm):
    """建档: the file together with its first contact.

    `confirmed_name` is the doubtful name the person has said is the full one; another name is doubted anew (R-NAME).
    """

    contact_name = line("联系人", 40, required="请填写联系人姓名")
    position = line("职位/角色", 40)
    phone = line("电话", 30, description="电话、邮箱、QQ、微信至少填一样")
    email = line("邮箱", 120)
    qq = line("QQ", 20)
    wechat = line("微信", 40)
    duplicate_reason = StringField("仍要另建的理由", filters=[stripped])
    confirmed_name = StringField("客户全称", filters=[stripped])

    @property
    def reason(self) -> str:
        return self.duplicate_reason.data or ""

    @property
    def is_name_confirmed(self) -> bool:
        return naming.tidy(self.confirmed_name.data) == naming.tidy(self.name.data)

    def validate_confirmed_name(self, _field) -> None:
        if self.doubts() and not self.is_name_confirmed:
            raise ValidationError("请核对；没有写错就勾上“这就是全称”")

    def contact(self) -> dict:
        values = {name: self[name].data or "" for name in CONTACT}
        return {"name": values.pop("contact_name"), **values}


class EditForm(ReasonedForm, CustomerForm):
    """改资料."""
