"""客户资料: what people fill in about a customer (R-BASE). A field more is a column and its line in FIELDS."""

from enum import StrEnum

from peewee import BigIntegerField, CharField, IntegerField, TextField

from webapp.clock import today
from webapp.database import BaseModel, DayField
from webapp.models.customer import parts
from webapp.models.field import Field, Sheet
from webapp.text import identifiers, naming

SOURCES = ("展会", "线上广告投放", "官网", "伙伴转介绍", "老客户介绍", "主动拜访", "电话拓展", "招投标", "其他")


INDUSTRIES = (  # the sections of GB/T 4754
    "农、林、牧、渔业",
    "采矿业",
    "制造业",
    "电力、热力、燃气及水生产和供应业",
    "建筑业",
    "批发和零售业",
    "交通运输、仓储和邮政业",
    "住宿和餐饮业",
    "信息传输、软件和信息技术服务业",
    "金融业",
    "房地产业",
    "租赁和商务服务业",
    "科学研究和技术服务业",
    "水利、环境和公共设施管理业",
    "居民服务、修理和其他服务业",
    "教育",
    "卫生和社会工作",
    "文化、体育和娱乐业",
    "公共管理、社会保障和社会组织",
    "国际组织",
)


class CustomerKind(StrEnum):
    COMPANY = "company"
    INDIVIDUAL = "individual"

    @property
    def label(self) -> str:
        return {"company": "企业", "individual": "个人"}[self]


class CustomerColumns(BaseModel):
    """The columns of a customer's file."""

    kind = CharField(12, default=CustomerKind.COMPANY)
    name = CharField(80)
    industry = CharField(40, default="")
    short_name = CharField(40, default="")
    source = CharField(40, default="")
    source_detail = CharField(80, default="")
    need = TextField(default="")
    expected_need = TextField(default="")
    uscc = CharField(18, default="", index=True)
    main_business = CharField(200, default="")
    province = CharField(20, default="")
    city = CharField(20, default="")
    district = CharField(20, default="")
    address = CharField(120, default="")
    first_contact_on = DayField(null=True)
    cooperation_since = DayField(null=True)
    filed_on = DayField(default=today)
    social_accounts = CharField(120, default="")
    influence = CharField(200, default="")
    decision_process = CharField(200, default="")
    remarks = TextField(default="")
    pain_points = TextField(default="")
    latent_needs = TextField(default="")
    expected_solution = TextField(default="")
    expected_value = TextField(default="")
    time_requirement = CharField(80, default="")
    need_urgency = CharField(20, default="")
    budget = CharField(200, default="")
    preferences = TextField(default="")
    special_requests = TextField(default="")
    need_traits = CharField(200, default="")
    interest = IntegerField(null=True)
    expected_purchase_on = DayField(null=True)
    expected_amount = BigIntegerField(null=True)
    industry_scale = CharField(20, default="")
    budget_trend = CharField(20, default="")
    referrals = IntegerField(null=True)
    stability = CharField(20, default="")


KINDS = tuple((kind.value, kind.label) for kind in CustomerKind)

# head, main, more: what the file itself asks for; needs, prospect, value: parts of the card with forms of their own
FIELDS = Sheet(
    (
        Field(
            "kind",
            "客户类型",
            "choice",
            choices=KINDS,
            group="head",
            shown="kind_label",
            headings=("客户性质",),
        ),
        Field(
            "name",
            "客户名称",
            required="请填写客户名称",
            spelled=naming.tidy,
            group="head",
            shown=None,
            headings=(
                "客户全称",
                "公司名称",
                "企业名称",
                "单位名称",
                "开发单位",
                "公司/组织名称",
                "公司全称",
                "客户单位",
                "公司",
                "客户",
            ),
        ),
        Field(
            "industry",
            "所属行业",
            required="请填写所属行业",
            group="main",
            suggestions=INDUSTRIES,
            headings=("行业", "行业类型", "客户行业", "行业分类"),
        ),
        Field("short_name", "简称", group="main", headings=("客户简称",)),
        Field(
            "source",
            "来源渠道",
            required="请填写来源渠道",
            group="main",
            suggestions=SOURCES,
            headings=("客户来源", "来源", "客户来源渠道", "获客渠道"),
        ),
        Field(
            "source_detail",
            "来源明细",
            help="如：展会-2024 年展、官网-产品页",
            group="main",
            headings=("来源说明", "来源详情"),
        ),
        Field(
            "need",
            "核心需求",
            "lines",
            required="请填写核心需求",
            group="main",
            shown=None,
            headings=(
                "初步需求",
                "需求",
                "客户需求",
                "核心需求描述",
                "主要需求",
                "主要需求/痛点",
                "主要需求/应用产品",
                "采购需求",
            ),
        ),
        Field("expected_need", "期望需求", "lines", group="main", shown=None, rows=2),
        Field(
            "uscc",
            "统一社会信用代码",
            group="more",
            eyes="open",
            keyboard="latin",
            longest_typed=30,
            spelled=identifiers.credit_code,
            headings=("信用代码", "社会信用代码", "税号", "纳税人识别号"),
        ),
        Field(
            "main_business",
            "主营业务",
            group="more",
            headings=("主要业务/产品", "主要业务", "主营产品", "经营范围"),
        ),
        Field("province", "省", help="如：江苏省", group="more", shown=None),
        Field("city", "市", help="如：苏州市", group="more", shown=None),
        Field("district", "区县", help="如：吴江区", group="more", shown=None),
        Field(
            "address",
            "地址",
            group="more",
            shown="full_address",
            headings=("详细地址", "企业地址", "公司地址", "联系地址", "单位地址", "客户地址"),
        ),
        Field(
            "first_contact_on",
            "首次接触日期",
            "day",
            group="more",
            headings=("首次接触时间", "首次跟进时间", "首次跟进日期", "首次联系时间"),
        ),
        Field(
            "cooperation_since",
            "合作起始日期",
            "day",
            group="more",
            headings=("合作起始时间", "合作开始时间", "合作开始日期"),
        ),
        Field(
            "filed_on",
            "建档日期",
            "day",
            required="请填写建档日期",
            group="more",
            shown=None,
            headings=("建档时间", "登记日期", "录入日期"),
        ),
        Field(
            "social_accounts",
            "社交账号",
            group="more",
            eyes="account",
            headings=("客户的社交媒体账号/其他联系方式", "社交媒体账号"),
        ),
        Field(
            "influence",
            "行业地位",
            group="more",
            headings=("客户的行业地位/影响力", "行业地位/影响力"),
        ),
        Field("decision_process", "决策流程", group="more", headings=("决策流程/关键决策者",)),
        Field(
            "remarks",
            "备注",
            "lines",
            group="more",
            headings=("其他备注", "其它备注", "其他信息", "其他需记录的事项/备注", "其他特殊要求或备注", "说明"),
        ),
        *parts.NEEDS,
        *parts.PROSPECT,
        *parts.VALUE,
    )
)
FILE = Sheet(field for field in FIELDS if field.group in ("head", "main", "more"))  # what 建档 and 改资料 ask for
NEEDS = Sheet((FIELDS["need"], FIELDS["expected_need"], *FIELDS.group("needs")))
PROSPECT, VALUE = (Sheet(FIELDS.group(name)) for name in ("prospect", "value"))
# what a person words as 资料重大变更, where it changes (R-MEMO)
MAJOR = FIELDS.only("name", "kind", "uscc", "province", "city", "district", "address", "main_business")
