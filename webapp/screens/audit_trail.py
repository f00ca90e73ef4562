"""操作日志: who did what to whom and when, searchable (R-AUDIT)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from peewee import JOIN, fn

from webapp.clock import midnight
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.record import Record
from webapp.models.roles import ROLE_LABELS
from webapp.models.search import LONGEST_QUERY, asked, fits
from webapp.models.settings import KNOWN
from webapp.models.user import SYSTEM, User
from webapp.screens.timeline.sources import LABELS, in_words

PAGE = 50
LAST = 2**63 - 1  # no entry has that id
MOST_CUSTOMERS = 200  # that what is typed may mean

NOUNS = {
    "customer": "客户",
    "contact": "联系人",
    "project": "项目资料",
    "followup": "跟进",
    "task": "下一步",
    "memo": "备忘与批示",
    "proposal": "重大变更提示",
    "collaboration": "协同",
    "handling": "投诉处理",
    "attachment": "附件",
    "greeting": "问候",
    **{noun.noun(): noun.word for noun in Record.__subclasses__()},
    "print": "打印",
    "import": "导入",
    "duplicates": "查重",
    "session": "登录",
    "user": "账号",
    "absence": "请假",
    "handover": "移交",
    "inspection": "督察",
    "draw": "抽查",
    "region": "区域",
    "branch": "分站",
    "setting": "办公设置",
    "pool": "公海",
    "calendar_day": "工作日历",
    "calendar_link": "日历链接",
    "purpose": "跟进目的",
    "outline": "跟进提纲",
    "letter": "问候信",
    "issuetype": "问题类型",
    "ownfield": "自定义字段",
    "dimension": "分类",
    "dimensionvalue": "分类值",
    "preset": "行业预设",
    "job": "后台任务",
    "request": "越权请求",
    "demo": "演示数据",
}

ACTS = {
    "acknowledged": "已阅",
    "added": "新增",
    "applied": "套用",
    "appointed": "指定客户成功经理",
    "asked": "询问",
    "assigned": "更换负责人",
    "assignment_undone": "撤销更换负责人",
    "binned": "移入回收站",
    "breached": "超时",
    "cancelled": "取消",
    "changed": "修改",
    "cleared": "清除",
    "claimed": "认领",
    "closed": "关闭",
    "completed": "完成",
    "confirmed": "确认",
    "copy_noted": "登记各联",
    "corrected": "更正",
    "decided": "处理",
    "denied": "被拒绝",
    "disabled": "停用",
    "discarded": "丢弃",
    "dismissed": "不用写",
    "drafted": "拟定",
    "enabled": "恢复",
    "entered": "登记",
    "ended": "结束",
    "escalated": "上报",
    "expired": "过期清理",
    "exported": "导出",
    "failed": "失败",
    "filed": "建档",
    "first_asked": "更换首问责任人",
    "forgotten": "取消",
    "handled": "处理",
    "import_undone": "撤销导入",
    "imported": "导入",
    "loaded": "装入",
    "looked": "看资料",
    "made": "生成",
    "merged": "合并",
    "merger_undone": "撤销合并",
    "moved": "移动",
    "noted": "记入",
    "objected": "提出异议",
    "opened": "新开",
    "password_changed": "改密码",
    "password_refused": "密码不对",
    "password_reset": "重设密码",
    "paused": "暂停跟进",
    "pinned": "置顶",
    "planned": "安排",
    "purged": "彻底删除",
    "put": "上传",
    "reassigned": "转交",
    "submitted": "提交",
    "reassignment_undone": "撤销转交",
    "recorded": "记录",
    "reinstated": "取消作废",
    "remapped": "改列的对应",
    "released": "放入公海",
    "renamed": "改名",
    "rule_changed": "改规则",
    "reopened": "恢复",
    "requested": "要求运行",
    "rescheduled": "改期",
    "restored": "恢复",
    "retired": "停用",
    "revealed": "显示联系方式",
    "revised": "修改",
    "sessions_ended": "退出全部登录",
    "settled": "知道了",
    "started": "开始",
    "taken_back": "撤下",
    "throttled": "试错太多",
    "undone": "撤销",
    "unverified": "转为未核对",
    "verified": "核对",
    "voided": "作废",
    "withdrawn": "撤回",
    "written": "填写",
}
SAID_OTHERWISE = {
    "collaboration.asked": "请人协同",
    "collaboration.ended": "不再协同",
    "contact.revealed": "显示联系方式",
    "duplicates.asked": "查重问整个号码",
    "print.made": "打印",
    "print.blank": "打印空白表",
    "request.denied": "越权请求被拒绝",
    "session.opened": "登录",
    "session.ended": "退出登录",
    "session.refused": "登录被拒绝",
    "session.throttled": "登录试错太多",
}
# what stands among an entry's details, where its word says enough
DETAILS = {
    "reason": "原因",
    "duplicate_reason": "另建的理由",
    "name": "姓名",
    "role": "角色",
    "branch": "分站",
    "region": "区域",
    "to": "给",
    "how": "方式",
    "due_on": "日期",
    "address": "地址",
    "field": "项目",
    "form": "表",
    "count": "数量",
}


class Told(NamedTuple):
    """An entry of the trail. `number` and `customer` are empty where it is about none, or one that is gone."""

    id: int
    at: datetime
    by: str
    origin: str
    act: str
    subject: str
    number: str
    customer: str
    said: tuple[str, ...]


class Asked(NamedTuple):
    """What the trail is searched for: a person (id), a customer as typed, a noun of NOUNS, days."""

    person: int | None = None
    customer: str = ""
    noun: str = ""
    since: date | None = None
    until: date | None = None


class AuditTrail:
    """The trail as somebody may read it, the last entry first: all of it, or their branch's."""

    def __init__(self, user: User, wanted: Asked, before: int | None = None):
        self.user, self.wanted, self.before = user, wanted, before

    @cached_property
    def _rows(self) -> list[tuple]:
        shown = AuditEvent.id, AuditEvent.at, AuditEvent.actor_name, AuditEvent.origin, AuditEvent.action
        customer = Customer.number, Customer.name_for(self.user)
        rows = AuditEvent.select(*shown, AuditEvent.subject, AuditEvent.details, *customer)
        rows = rows.join(Customer, JOIN.LEFT_OUTER, on=AuditEvent.customer_id == Customer.id)
        for condition in self._conditions():
            rows = rows.where(condition)
        return list(rows.order_by(AuditEvent.id.desc()).limit(PAGE + 1).tuples())

    @property
    def entries(self) -> list[Told]:
        return [_told(*row) for row in self._rows[:PAGE]]

    @property
    def older(self) -> int | None:
        """Behind which entry it goes on, if it does."""
        return self._rows[PAGE - 1][0] if len(self._rows) > PAGE else None

    def _conditions(self) -> Iterator:
        wanted = self.wanted
        if not self.user.sees_all:
            yield AuditEvent.branch_id == self.user.branch_id
        if self.before:
            yield AuditEvent.id < self.before
        if wanted.person:
            yield AuditEvent.actor == wanted.person
        if wanted.noun:
            yield AuditEvent.action.between(f"{wanted.noun}.", f"{wanted.noun}.~")
        if wanted.since:
            yield AuditEvent.id >= _first_since(wanted.since)
        if wanted.until:
            yield AuditEvent.id < fn.COALESCE(_first_since(wanted.until + timedelta(days=1)), LAST)
        if wanted.customer:
            yield self._is_about(wanted.customer[:LONGEST_QUERY])

    def _is_about(self, typed: str):
        """The customers it may mean; or one that is gone, by its number."""
        found, subject = asked(typed.strip()), AuditEvent.subject == typed.strip()
        if not found:
            return subject
        some = Customer.visible_to(self.user).select(Customer.id).where(fits(Customer.id, self.user, *found))
        ids = [id_ for (id_,) in some.order_by(Customer.id).limit(MOST_CUSTOMERS).tuples()]
        return subject | (AuditEvent.customer_id << ids)

    def people(self) -> list[tuple[int, str]]:
        """Whom it may be searched for."""
        rows = User.select(User.id, User.name).order_by(User.name)
        return list((rows if self.user.sees_all else rows.where(User.branch == self.user.branch_id)).tuples())


def _first_since(day: date):
    """For a query: the id of the day's first entry, or of a later one. Entries stand in the order of their time."""
    event = AuditEvent.alias()
    return event.select(event.id).where(event.at >= midnight(day)).order_by(event.at, event.id).limit(1)


def act_label(action: str) -> str:
    """客户 · 建档 for customer.filed."""
    noun, _, act = action.partition(".")
    return SAID_OTHERWISE.get(action) or f"{NOUNS.get(noun, noun)} · {ACTS.get(act, act)}"


def _told(id_, at, by, origin, action, subject, details, number, customer) -> Told:
    subject = KNOWN[subject].label if subject in KNOWN else "" if _is_bare(subject, number) else subject
    told = tuple(_said(details, LABELS.get(action.partition(".")[0], {})))
    return Told(id_, at, by, origin, act_label(action), subject, number or "", customer or "", told)


def _is_bare(subject: str, number: str | None) -> bool:
    """Says no more than the customer's own column, or an id."""
    return subject in (number, SYSTEM) or subject.isdigit()


def _said(details: dict, labels: dict[str, str]) -> Iterator[str]:
    for what, before, after in in_words(DETAILS | labels, details.get("changes", {})):
        yield f"{what}：{_word(before)} → {_word(after)}"
    yield from _turned(details.get("before"), details.get("after"), "before" in details)
    if "from_day" in details:
        yield f"{_word(details['from_day'])} → {_word(details.get('to_day'))}"
    for what, label in DETAILS.items():
        if details.get(what) not in (None, "", []):
            yield f"{label}：{_word(details[what])}"


def _turned(before, after, has_before: bool) -> Iterator[str]:
    """What became of what; of a row with several columns those that changed, of a new one nothing but its name."""
    if isinstance(after, dict):
        stood = before if isinstance(before, dict) else {}
        changed = [name for name in after if has_before and stood.get(name) != after[name]]
        yield from (f"{_word(stood.get(name))} → {_word(after[name])}" for name in changed)
    elif has_before or after is not None:
        yield f"{_word(before)} → {_word(after)}"


def _word(value) -> str:
    """A value as people read it."""
    if isinstance(value, (list, tuple)):
        return "、".join(map(_word, value)) or "空"
    if isinstance(value, dict):
        return "、".join(map(_word, value.values())) or "空"
    if value in (None, ""):
        return "空"
    return {True: "是", False: "否"}.get(value) if isinstance(value, bool) else ROLE_LABELS.get(value, str(value))
