"""Every office setting: what people may change while the app runs. What the machine decides: webapp/config.py."""

from itertools import pairwise

from webapp.clock import fault_of_time
from webapp.database import locked, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.roles import ROLE_LABELS
from webapp.models.setting import Flag, Known, Number, Setting, Some, Synonyms, Text, Words, stored
from webapp.text import numbering
from webapp.text.screening import refuse_identity
from webapp.worktime import fault_of_hours

CLIMBING = ("urgent_after", "told_after", "offered_after")  # from the lowest level up
LONGEST_WAIT = 60  # working days


class Settings:
    """The settings in force: `Settings.penalty_tracking` is one as it is now; `Settings()` is all of them, which stay
    as they are for whoever needs several that belong together.

    A line is group, label and meaning as people read them, what holds until the office says otherwise, and the bounds.
    """

    company_name = Text("公司", "公司名称", "登录页上和纸质表上公司叫什么", default="", longest=60)

    number_pattern = Text(
        "编号",
        "客户编号格式",
        "新客户的编号怎样编：{PREFIX} 前缀，{YYYY} {YYYYMM} {YYYYMMDD} 日期，{seq:3} 流水号及位数",
        default="C{YYYYMMDD}{seq:3}",
        longest=40,
        rule=numbering.fault_of_pattern,
    )
    number_prefix = Text(
        "编号",
        "客户编号前缀",
        "编号格式里 {PREFIX} 处的字样，可以空着",
        default="ABC",
        longest=8,
        rule=numbering.fault_of_prefix,
    )
    vague_words = Words(
        "跟进", "笼统词", "内置的之外，还有哪些词等于没写：只写了它们的跟进存不进去", default=(), most=200, longest=20
    )
    synonyms = Synonyms(
        "导入", "同义词", "内置的之外，名单里的哪些说法当作哪个分类名", default={}, most=500, longest=40
    )
    staff_in_full_on_paper = Flag("打印", "员工写全名", "联系方式打了码的表上，本公司的人是否仍写全名", default=True)
    tracking_sheet_notes = Text(
        "打印", "代跟踪服务表的备注", "印在表末的备注；空着则印自带的六条", default="", longest=1_000
    )
    penalty_customer_data = Number(
        "罚则", "客户资料不真实", "客户资料不真实，每个负激励多少元", default=50, least=0, most=100_000
    )
    penalty_tracking = Number(
        "罚则", "跟踪服务内容不真实", "跟踪服务内容不真实，每次负激励多少元", default=100, least=0, most=100_000
    )

    amounts_for = Some(
        "金额",
        "还有谁看得到金额",
        "负责人和分站负责人之外，哪些角色在看得到的客户上也看得到订单和合同金额；别人看到 ●●●",
        default=(),
        choices=ROLE_LABELS,
    )

    bin_days = Number(
        "回收站", "回收站保留", "客户移入回收站满多少天，管理员才能彻底删除", default=30, least=1, most=3_650
    )
    pool_claims_per_day = Number("公海", "每天认领", "一个人一天最多从公海认领几位", default=5, least=1, most=1_000)
    pool_cooldown_days = Number(
        "公海",
        "原负责人冷却期",
        "放入公海后，原负责人多少天内不能再认领；0 为不限",
        default=30,
        least=0,
        most=3_650,
    )
    pool_looks_per_day = Number(
        "公海", "每天看公海资料", "一个人一天最多看几位公海客户的资料和记录", default=20, least=1, most=10_000
    )
    pool_contract_days = Number(
        "公海",
        "合同到期未续",
        "最后一份合同的续约日期过后多少天没有新订单，就放入公海；0 为从不",
        default=0,
        least=0,
        most=3_650,
    )

    file_update_days = Number(
        "跟进",
        "资料更新周期",
        "在跟的客户，资料多少天没人改过、也没人核对过，就列在负责人的工作台上；分类值另有规定的，按最严的",
        default=90,
        least=1,
        most=3_650,
    )

    renewal_remind_days = Number(
        "跟进", "续约提醒", "合同的续约日期之前多少天提醒负责人", default=30, least=0, most=365
    )

    attachment_mb = Number("附件", "附件大小", "一个附件最大多少 MB", default=10, least=1, most=100)

    office_hours = Text(
        "投诉",
        "办公时间",
        "投诉的时钟在这些时间里走，一段或几段：08:30-12:00,13:30-17:30",
        default="08:30-17:30",
        longest=60,
        rule=fault_of_hours,
    )
    complaint_clocks_rest = Flag(
        "投诉",
        "时钟只在办公时间走",
        "是：不足一天的按办公时间算，24 小时是下一个工作日的同一时刻；否：全天连续走",
        default=True,
    )
    complaint_response_minutes = Number("投诉", "响应时限", "多少分钟内响应投诉", default=60, least=1, most=10_000)
    complaint_solution_hours = Number("投诉", "方案时限", "多少小时内给出解决方案", default=24, least=1, most=2_000)
    complaint_callback_days = Number("投诉", "回访时限", "解决之后多少天内回访", default=3, least=1, most=90)

    night_run_at = Text(
        "后台任务",
        "夜间任务时间",
        "每天几点运行夜间任务；那时没有开机，就在开机后补上",
        default="02:30",
        longest=5,
        rule=fault_of_time,
    )

    urgent_after = Number(
        "逾期", "标急", "下一步逾期满多少个工作日标“急”；0 为从不", default=3, least=0, most=LONGEST_WAIT
    )
    told_after = Number(
        "逾期", "上报", "下一步逾期满多少个工作日告知分站负责人；0 为从不", default=5, least=0, most=LONGEST_WAIT
    )
    offered_after = Number(
        "逾期", "可改派", "下一步逾期满多少个工作日可改派给别人；0 为从不", default=7, least=0, most=LONGEST_WAIT
    )

    def __init__(self):
        self.stored = stored()

    @classmethod
    def read_anew(cls) -> "Settings":
        """For a command, which may meet a database that is not migrated yet."""
        settings = cls.__new__(cls)
        settings.stored = stored.find()
        return settings

    @classmethod
    def write(cls, name: str, value, *, by) -> None:
        """Set it, on record with what it was before (R-AUDIT).

        Raises DomainError beside the setting for one there is not, or a value it cannot have.
        """
        if name not in KNOWN:
            raise DomainError("没有这项设置", name)
        by.require_setting_up()
        if fault := KNOWN[name].fault(value) or cls._fault_of_order(name, value):
            raise DomainError(fault, name)
        refuse_identity(KNOWN[name].shown(value), name)
        with transaction():
            row = locked(Setting.select().where(Setting.name == name)).first()
            insert = Setting.insert(name=name, value=value)
            insert.on_conflict(conflict_target=[Setting.name], update={Setting.value: value}).execute()
            AuditEvent.record("setting.changed", by=by, subject=name, before=row and row.value, after=value)

    @classmethod
    def reset(cls, name: str, *, by) -> None:
        """恢复默认: as it came, on record with what it was. The same again changes nothing."""
        if name not in KNOWN:
            raise DomainError("没有这项设置", name)
        by.require_setting_up()
        if fault := cls._fault_of_order(name, KNOWN[name].default):
            raise DomainError(fault, name)
        with transaction():
            row = locked(Setting.select().where(Setting.name == name)).first()
            if row:
                Setting.delete().where(Setting.name == name).execute()
                AuditEvent.record("setting.changed", by=by, subject=name, before=row.value, after=None)

    @classmethod
    def _fault_of_order(cls, name: str, value) -> str:
        """What climbs is not told before it is urgent, nor offered before it is told (R-ESCALATE); 0 is never."""
        if name not in CLIMBING:
            return ""
        settings = cls()
        days = {known: getattr(settings, known) for known in CLIMBING} | {name: value}
        for (lower, first), (higher, then) in pairwise((known, count) for known, count in days.items() if count):
            if then < first:
                lower, higher = KNOWN[lower].label, KNOWN[higher].label
                return f"“{higher}”（{then} 个工作日）不能早于“{lower}”（{first} 个工作日）"
        return ""


KNOWN: dict[str, Known] = {name: known for name, known in vars(Settings).items() if isinstance(known, Known)}
