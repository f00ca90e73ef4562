"""Words for things the database names in English: columns, acts, origins."""

from webapp.models.memo import MemoKind
from webapp.paper.forms import FORMS
from webapp.screens.counting import figure
from webapp.screens.timeline.sources import FILE_ACTS
from webapp.text import masking

COLUMNS = {
    "kind": "类型", "name": "全称", "short_name": "简称", "uscc": "统一社会信用代码", "industry": "行业", "source": "来源",
    "source_detail": "来源明细", "province": "省", "city": "市", "district": "区县", "address": "地址", "main_business": "主营", "need": "核心需求",
    "expected_need": "期望需求", "filed_on": "建档日期", "first_contact_on": "首次接触", "cooperation_since": "合作起始", "social_accounts": "社交账号",
    "influence": "行业地位", "decision_process": "决策流程", "remarks": "备注", "owner": "负责人", "at": "时间", "method": "方式", "tool": "工具", "topic": "主题", "content": "内容", "attitude": "客户态度",
    "need_change": "需求变化", "objections": "异议", "our_participants": "我方参与人", "their_participants": "客户方参与人", "consensus": "共识",
    "issue_type": "问题类型",
}  # fmt: skip
ORIGINS = {
    "drag": "拖动",
    "menu": "点选",
    "keyboard": "键盘",
    "filing": "建档",
    "import": "导入",
    "undo": "撤销",
    "demo": "示例",
}


def for_eyes(text: str, may_read: bool) -> str:
    """Free text as it is for those who work on the customer, its phone numbers and e-mails masked for the rest."""
    return text if may_read else masking.text(text)


def file_act(action: str) -> str:
    return FILE_ACTS.get(action, action)


def account_for_eyes(account: str, may_read: bool) -> str:
    return account if may_read else masking.account(account)


FILTERS = {
    "figure": figure,
    "account_for_eyes": account_for_eyes,
    "for_eyes": for_eyes,
    "file_act": file_act,
    "memo_kind": lambda kind: MemoKind(kind).label,
    "column": lambda name: COLUMNS.get(name, name),
    "origin": lambda name: ORIGINS.get(name, name),
    "form_name": lambda slug: FORMS[slug].name if slug in FORMS else slug,
}
