"""联系人: what people fill in about somebody at the customer's (R-CONTACT). A field more is a column and its line in
FIELDS."""

from peewee import CharField, IntegerField

from webapp.database import BaseModel, DayField
from webapp.models.field import Field, Sheet
from webapp.text import birthdays, identifiers, naming

WAYS = ("phone", "email", "qq", "wechat")  # to reach somebody
NO_WAY = "电话、邮箱、QQ、微信至少填一样"
SEXES = ("男", "女")
CHANNELS = ("电话", "微信", "企业微信", "QQ", "邮件", "短信", "面谈")


class ContactColumns(BaseModel):
    """The columns of what is known of a person. `unverified` keeps a way to reach them that is no valid phone or e-mail
    yet (待核实)."""

    name = CharField(40)
    position = CharField(40, default="")
    department = CharField(40, default="")
    phone = CharField(30, default="")
    email = CharField(120, default="", index=True)
    qq = CharField(20, default="")
    wechat = CharField(40, default="")
    preferred_channel = CharField(20, default="")
    sex = CharField(4, default="")
    age = IntegerField(null=True)
    birthday = CharField(20, default="")
    unverified = CharField(200, default="")
    left_on = DayField(null=True)


# main: what the form always asks; later: what it asks once there is something to say
FIELDS = Sheet(
    (
        Field("name", "姓名", required="请填写联系人姓名", group="main", spelled=naming.person),
        Field("position", "职位", group="main", headings=("职务", "职位/角色", "岗位", "职称")),
        Field("department", "部门", group="main", headings=("所在部门",)),
        Field(
            "phone",
            "电话",
            group="main",
            keyboard="tel",
            spelled=identifiers.phone,
            headings=(
                "联系电话",
                "手机",
                "手机号",
                "手机号码",
                "电话号码",
                "移动电话",
                "行动电话",
                "联系人电话",
                "座机",
                "固定电话",
            ),
        ),
        Field(
            "email",
            "邮箱",
            group="main",
            keyboard="email",
            spelled=identifiers.email,
            headings=("电子邮箱", "电子邮件", "邮件", "电子信箱", "email", "e-mail", "邮箱地址"),
        ),
        Field(
            "qq",
            "QQ",
            group="main",
            keyboard="numeric",
            eyes="account",
            spelled=identifiers.qq,
            headings=("qq号", "qq号码"),
        ),
        Field("wechat", "微信", group="main", eyes="account", headings=("微信号",)),
        Field("preferred_channel", "喜欢的联系方式", "select", group="main", choices=CHANNELS, blank="未填"),
        Field("sex", "性别", "select", group="main", choices=SEXES, blank="未填"),
        Field("age", "年龄", "number", group="main", least=16, most=99),
        Field(
            "birthday",
            "生日",
            group="main",
            help="如 3-15、1985-3-15、农历八月十五",
            eyes="account",
            longest_typed=birthdays.LONGEST,
            spelled=birthdays.spelled,
            headings=("出生日期", "生日日期"),
        ),
        Field("unverified", "待核实", help="还没弄清的电话或邮箱，核实后填到上面再清空这里。", group="later"),
        Field("left_on", "离职日期", "day", group="later"),
    )
)
