"""客户信息记录表（销售人员专用）: one customer, six sections (forms.md 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from webapp.clock import today
from webapp.formatting import day
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.paper import reading
from webapp.paper.eyes import Eyes
from webapp.paper.press import MM, Band, Kit, Page, PaperForm, flow

TITLE, SUBTITLE = "客户信息记录表", "销售人员专用"
FACTS = (("writer", "填表人"), ("written_on", "填表日期"))
BLANK_FOLLOWUPS = 6
LINES = {
    "needs": ("pains", "interests", "budget", "timeline", "preferences", "special"),
    "competition": ("competitors", "competing_products", "competing_opinion", "competing_strategy"),
    "others": ("standing", "decision", "social", "other"),
}
WRITABLE = {"contact", "followup", "line"}
ROOMY = 20 * MM


@dataclass(frozen=True)
class Contacted:
    """A contact with the customer: day, method, what was said."""

    on: str = ""
    method: str = ""
    text: str = ""


@dataclass(frozen=True)
class SalesRecord:
    """What one customer's record prints, already masked (R-MASK).

    `values` by the names of the template's places and lines.
    """

    number: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    first: Contacted = Contacted()
    followups: Sequence[Contacted] = ()
    remarks: str = ""
    writer: str = ""
    written_on: str = ""


def fill(customers: Sequence[Customer], eyes: Eyes) -> Iterator[SalesRecord]:
    """A record for each customer. What an office does not record yet stays empty, to be written in."""
    contacts, followups, steps = reading.contacts(customers), reading.followups(customers), reading.steps(customers)
    for customer in customers:
        spoken = [_contacted(one, steps[customer.id][one.id], eyes) for one in followups[customer.id]]
        yield SalesRecord(
            number=customer.number,
            values=_person(next(iter(contacts[customer.id]), None), eyes) | _company(customer, eyes),
            first=spoken[0] if spoken else Contacted(on=day(customer.first_contact_on)),
            followups=spoken[1:],
            remarks=reading.remarks(customer, eyes),
            writer=eyes.staff(customer.owner_name),
            written_on=day(today()),
        )


def _person(contact: Contact | None, eyes: Eyes) -> dict[str, str]:
    if contact is None:
        return {}
    card = eyes.card(contact)
    return {
        "name": card.name,
        "sex": eyes.personal(contact.sex),
        "age": eyes.personal(contact.age),
        "position": card.title,
        "phone": card.phone or card.unverified,
        "email": card.email,
    }


def _company(customer: Customer, eyes: Eyes) -> dict[str, str]:
    return {
        "number": customer.number,
        "company": eyes.customer(customer),
        "industry": eyes.text(customer.industry),
        "address": eyes.address(customer),
        "business": eyes.text(customer.main_business),
        "pains": eyes.text(customer.need),
        "interests": eyes.text(customer.expected_need),
        "standing": eyes.text(customer.influence),
        "decision": eyes.text(customer.decision_process),
        "social": eyes.account(customer.social_accounts),
    }


def _contacted(spoken: reading.Spoken, steps: Sequence[reading.Step], eyes: Eyes) -> Contacted:
    return Contacted(day(spoken.at), spoken.method, spoken.record(steps, eyes, names_method=False))


def pages(sheet: SalesRecord, kit: Kit) -> list[Page]:
    """Sections in order; rows and lines rise to fill each page, the remarks take the rest of the last."""
    title = f"{TITLE}（{SUBTITLE}）"
    facts = {"writer": sheet.writer, "written_on": sheet.written_on}
    head = kit.band("head", facts, title=TITLE, subtitle=f"（{SUBTITLE}）", facts=FACTS)
    about = "　".join(filter(None, (sheet.number, sheet.values.get("company"))))
    again, heads = kit.band("head_again", {"about": about}, title=title), {"followup": _followup_heads(kit)}
    dealt = flow.pages(kit, _groups(sheet, kit), first=[head], again=[again], heads=heads)
    return [*(flow.filled(kit, page, WRITABLE) for page in dealt[:-1]), _last(kit, dealt[-1])]


def _last(kit: Kit, page: Page) -> Page:
    """The last page: lines tall enough to write on, all the rest for the remarks; where there is too little, shared."""
    roomy = [kit.taller(band, ROOMY) if band.piece.macro in WRITABLE else band for band in page]
    if flow.height(roomy) > flow.room(page[0]):
        return flow.filled(kit, page, {*WRITABLE, "remarks"})
    return flow.filled(kit, roomy, {"remarks"})


def _groups(sheet: SalesRecord, kit: Kit) -> Iterator[list[Band]]:
    """What stays together: a section, where a page holds it; the head of a list with its first row."""
    places = kit.piece("basics").places
    yield [kit.band("section", name="basics"), kit.band("basics", {name: sheet.values.get(name) for name in places})]
    heads = kit.band("contact_heads", part="1. 首次接触", method="接触方式", text="接触内容摘要")
    yield [kit.band("section", name="followups"), heads, _row(kit, "contact", sheet.first)]
    heading = [_followup_heads(kit)]
    rows = sheet.followups or [Contacted()] * (1 if sheet.number else BLANK_FOLLOWUPS)
    for number, row in enumerate(rows, 1):
        yield [*heading, _row(kit, "followup", row, str(number))]
        heading = []
    for section, names in LINES.items():
        lines = (kit.band("line", {"text": sheet.values.get(name)}, name=name) for name in names)
        yield [kit.band("section", name=section), *lines]
    yield [kit.band("section", name="remarks"), kit.band("remarks", {"text": sheet.remarks})]


def _followup_heads(kit: Kit) -> Band:
    return kit.band("contact_heads", part="2. 跟进记录", method="跟进方式", text="跟进内容摘要")


def _row(kit: Kit, macro: str, contacted: Contacted, number: str = "") -> Band:
    return kit.band(macro, {"number": number, "on": contacted.on, "method": contacted.method, "text": contacted.text})


WORDS = {"values": "", "first": "首次接触", "followups": "跟进记录", "remarks": "备注", "writer": "填表人"}
OF_THE_FILE = {
    "name": "客户姓名",
    "sex": "性别",
    "age": "年龄",
    "position": "职位",
    "company": "公司名称",
    "industry": "行业类型",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "地址",
    "business": "主要业务",
    "pains": "主要需求",
    "interests": "潜在需求",
    "budget": "预算",
    "timeline": "购买时间线",
    "preferences": "偏好",
    "special": "其他特殊要求",
    "competitors": "主要竞争对手",
    "competing_products": "竞争对手的产品",
    "competing_opinion": "客户对竞争对手的评价",
    "competing_strategy": "竞争对手的策略",
    "standing": "客户的影响力",
    "decision": "决策流程",
    "social": "社交媒体账号",
    "other": "其他事项",
    "on": "日期",
    "method": "方式",
    "text": "内容",
}
FORM = PaperForm(
    slug="sales-record",
    title=f"{TITLE}（{SUBTITLE}）",
    name=TITLE,
    pages=pages,
    blank=SalesRecord,
    fill=fill,
    words=WORDS,
    parts=OF_THE_FILE,
)
