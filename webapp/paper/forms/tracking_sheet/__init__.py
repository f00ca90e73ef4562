"""客户信息资料数据库（代跟踪服务表）: the sheet printed in triplicate, front and back (forms.md 8, R-TRIPLE)."""

from webapp.paper.forms.tracking_sheet.filling import fill
from webapp.paper.forms.tracking_sheet.layout import SUBTITLE, TITLE, pages
from webapp.paper.forms.tracking_sheet.sheet import Entry, Person, TrackingSheet, blank, default_notes, texts
from webapp.paper.press import PaperForm

__all__ = ["FORM", "Entry", "Person", "TrackingSheet", "blank", "default_notes", "fill", "pages"]

WORDS = {
    "owner": "对接业务员",
    "company": "开发单位",
    "address": "联系地址",
    "project": "项目名称",
    "is_agent": "是否代理",
    "status": "项目状态",
    "contact": "联系人",
    "agent": "代理联系人",
    "core": "核心人物",
    "linkage": "区域联动",
    "other": "其它备注",
    "records": "跟踪服务内容",
    "memos": "备忘",
    "changes": "客户资料重大变更",
    "instructions": "批示",
}
OF_A_PERSON = {"name": "姓名", "title": "职务", "phone": "电话", "qq": "QQ"}
OF_AN_ENTRY = {"on": "日期", "text": "内容", "by": "执行人"}

FORM = PaperForm(
    slug="tracking-sheet",
    title=f"{TITLE}（{SUBTITLE}）",
    name=SUBTITLE,
    pages=pages,
    blank=blank,
    fill=fill,
    texts=texts,
    copy_labels=("第一联 业务人员存", "第二联 分站负责人存", "第三联 公司督察存"),
    duplex=True,
    words=WORDS,
    parts=OF_A_PERSON | OF_AN_ENTRY,
)
