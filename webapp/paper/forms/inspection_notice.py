"""督察记录及负激励通知单: of one inspection, or the ledger of a month (forms.md 18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webapp.formatting import day, minute
from webapp.models.inspection import Finding, Inspection
from webapp.models.printing import Subject
from webapp.paper.eyes import Eyes
from webapp.paper.press import Kit, Page, PaperForm, flow

TITLE = "督察记录及负激励通知单"
LEDGER = "负激励台账"
FACTS = (("branch", "分站"), ("number", "编号"))
WRITABLE = {"note", "opinion"}


@dataclass(frozen=True)
class Notice:
    """A notice, texts by the template's places, or where there are `rows` the ledger; masked already (R-MASK)."""

    values: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Mapping[str, str]] = ()
    total: str = ""


def notice(inspection: Inspection) -> tuple[Subject, Notice]:
    """Of one inspection."""
    customer = inspection.customer
    eyes, about = Eyes.of(False, [customer]), inspection.followup
    said = f"{minute(about.at)} {eyes.staff(about.executor_name)}：{eyes.text(about.content)}" if about else "客户资料"
    values = {
        "branch": inspection.branch.name,
        "number": str(inspection.id),
        "inspector": eyes.staff(inspection.by.name),
        "on": day(inspection.inspected_on),
        "person": eyes.staff(inspection.person.name) if inspection.person_id else "公海",
        "how": inspection.how,
        "about": f"{eyes.customer(customer)}（{customer.number}）\n{said}",
        "finding": Finding(inspection.finding).label,
        "penalty": f"{inspection.penalty} 元" if inspection.is_untrue else "无",
        "note": eyes.text(inspection.note),
        "opinion": eyes.text("\n".join(filter(None, (inspection.opinion, _outcome(inspection))))),
    }
    return Subject.of(inspection), Notice(values)


def _outcome(inspection: Inspection) -> str:
    told = (("异议", inspection.objection), ("处理结果", inspection.decision))
    said = "；".join(f"{label}：{text}" for label, text in told if text)
    return f"{said}{'' if inspection.counts or not inspection.is_untrue else '（负激励撤销）'}"


def ledger(about: Subject, month: str, branch: str, people: Sequence) -> tuple[Subject, Notice]:
    """Of a month: `people` are the name and branch of each, how many untrue files and records, and what they cost."""
    rows = [
        {
            "place": str(place),
            "person": one.name,
            "branch": one.branch,
            "data": str(one.data or ""),
            "tracking": str(one.tracking or ""),
            "withdrawn": str(one.withdrawn or ""),
            "amount": f"{one.amount:,} 元",
        }
        for place, one in enumerate(people, 1)
    ]
    counts = (sum(one.data for one in people), sum(one.tracking for one in people))
    total = f"资料不真实 {counts[0]} 项，跟踪服务不真实 {counts[1]} 次，合计 {sum(one.amount for one in people):,} 元"
    return about, Notice({"branch": branch, "number": month}, rows, total)


def pages(sheet: Notice, kit: Kit) -> list[Page]:
    """The notice on one page, its writable rows raised; or the ledger, its columns on every page."""
    facts = {name: sheet.values.get(name, "") for name, _ in FACTS}
    if sheet.rows:
        return _ledger(sheet, facts, kit)
    head = kit.band("head", facts, title=TITLE, facts=FACTS)
    again = kit.band("head_again", {"about": facts["number"]}, title=TITLE)
    about = {name: sheet.values.get(name) for name in kit.piece("about").places}
    rows = (kit.band(name, {"text": sheet.values.get(name)}) for name in ("note", "opinion"))
    groups = [[kit.band("about", about)], *([row] for row in rows), [kit.band("signatures")]]
    dealt = flow.pages(kit, groups, first=[head], again=[again])
    return [flow.filled(kit, page, WRITABLE) for page in dealt]


def _ledger(sheet: Notice, facts: Mapping[str, str], kit: Kit) -> list[Page]:
    head = kit.band("head", facts, title=LEDGER, facts=(("branch", "分站"), ("number", "月份")))
    again = kit.band("head_again", {"about": "　".join(facts.values())}, title=LEDGER)
    heads, rows = kit.band("heads"), [[kit.band("row", row)] for row in sheet.rows]
    end = [kit.band("total", {"total": sheet.total}), kit.band("signatures")]
    groups = [*rows[:-1], [*rows[-1], *end]]
    return flow.pages(kit, groups, first=[head, heads], again=[again], heads={"row": heads})


FORM = PaperForm(slug="inspection-notice", title=TITLE, name=TITLE, pages=pages, blank=Notice)
