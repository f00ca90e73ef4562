"""客户信息资料数据库（代跟踪服务表）: the sheet printed in triplicate, front and back (forms.md 8, R-TRIPLE)."""

from webapp.paper.forms.tracking_sheet.filling import fill
from webapp.paper.forms.tracking_sheet.layout import SUBTITLE, TITLE, pages
from webapp.paper.forms.tracking_sheet.sheet import Entry, Person, TrackingSheet, blank, default_notes, texts
from webapp.paper.press import PaperForm

__all__ = ["FORM", "Entry", "Person", "TrackingSheet", "blank", "default_notes", "fill", "pages"]

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
)
