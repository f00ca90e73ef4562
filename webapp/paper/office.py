"""From the customer's file to the filled sheet: what is printed, under which number, and what is kept of it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

from webapp import masking
from webapp.database import transaction
from webapp.errors import DomainError, NotAllowed
from webapp.formatting import day, minute
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.followup import FollowUp
from webapp.models.memo import Memo, MemoKind
from webapp.models.printing import Print
from webapp.models.project import Project
from webapp.models.setting import Setting
from webapp.models.user import User
from webapp.paper import FORMS, Imprint, PaperResult, render, render_blank
from webapp.paper.tracking_sheet import Entry, Person, TrackingSheet, default_notes

COPIES = "123"


def print_customers(
    slug: str, customers: Iterable[Customer], *, by: User, base_url: str, copies: str = COPIES, collate: str = "copies", unmasked: bool = False
) -> PaperResult:
    """Print the form `slug` filled for each customer, one print number each (R-PRINTLOG).

    `copies` names the copies as digits, "123" for all three. Masked unless the person works on every one of the
    customers and asks for it. Raises DomainError where a form is unknown or nobody is to be printed.
    """
    customers = list(customers)
    _require_printable(slug, customers, by, unmasked)
    sheets = [tracking_sheet(customer, unmasked=unmasked) for customer in customers]
    rows = _log(slug, customers, sheets, copies, unmasked, by)
    try:  # outside the transaction: typesetting takes long, and everybody's writes would wait for it
        return _typeset(slug, _imprinted(sheets, rows, by, base_url), copies, collate)
    except BaseException:
        Print.void(rows, by=by)
        raise


def _require_printable(slug: str, customers: Sequence[Customer], by: User, unmasked: bool) -> None:
    known(slug)
    if not customers:
        raise DomainError("没有要打印的客户")
    if unmasked and not all(by.can_print_unmasked(customer) for customer in customers):
        raise NotAllowed("不遮盖的表只有负责人、分站负责人和协同人可以打印")


def _log(slug: str, customers: Sequence[Customer], sheets: Sequence[TrackingSheet], copies: str, unmasked: bool, by: User) -> list[Print]:
    with transaction():
        return [
            Print.log(customer, slug, asdict(sheet), copies=copies, is_unmasked=unmasked, by=by)
            for customer, sheet in zip(customers, sheets, strict=True)
        ]


def _imprinted(sheets: Sequence[TrackingSheet], rows: Sequence[Print], by: User, base_url: str) -> list[TrackingSheet]:
    return [replace(sheet, imprint=_imprint(row, by, base_url)) for sheet, row in zip(sheets, rows, strict=True)]


def _typeset(slug: str, sheets: list[TrackingSheet], copies: str, collate: str) -> PaperResult:
    """The sheets as PDF. Where no font has a character, the sheets say so in their foot: it is to be added by hand."""
    numbers = [int(copy) for copy in copies]
    result = render(slug, sheets, copies=numbers, collate=collate)
    if not result.missing:
        return result
    codes = "、".join(f"U+{ord(character):04X}" for character in result.missing)
    notice = f"字库里没有的字（{codes}）印不出来，请手写补上"
    noted = [replace(sheet, imprint=replace(sheet.imprint, notice=notice)) for sheet in sheets]
    return replace(render(slug, noted, copies=numbers, collate=collate), missing=result.missing)


def print_blank(slug: str, copies: str = COPIES) -> PaperResult:
    return render_blank(known(slug), copies=tuple(int(copy) for copy in copies), notes=office_notes())


def known(slug: str) -> str:
    if slug not in FORMS:
        raise DomainError(f"没有“{slug}”这种表；现有：{'、'.join(FORMS)}")
    return slug


def office_notes() -> str:
    """The office's own 备注, or the default with the configured penalties."""
    return Setting.read("tracking_sheet_notes") or default_notes(
        Setting.read("penalty_customer_data", 50), Setting.read("penalty_tracking", 100)
    )


def tracking_sheet(customer: Customer, *, unmasked: bool = False) -> TrackingSheet:
    """代跟踪服务表 of one customer. Masked, it masks staff too, as the source does (R-MASK)."""
    project, contacts, memos = Project.of(customer), _contacts(customer), _memos(customer)
    masked, staff = (_whole, _whole) if unmasked else (masking.text, masking.name)
    return TrackingSheet(
        number=customer.number,
        owner=staff(customer.owner.name),
        company=customer.name,
        address=masked(customer.full_address),
        project=masked(project.name),
        is_agent=project.is_agent,
        project_status=masked(customer.value_label("project-node") or project.status),
        contact=_person(contacts, 0, unmasked),
        agent=_person(contacts, 1, unmasked),
        core=_core(contacts, unmasked),
        linkage=masked(project.regional_linkage),
        other=masked(customer.remarks),
        records=[_record(row, masked, staff) for row in _followups(customer)],
        memos=[_entry(memo, masked, staff) for memo in memos if memo.kind == MemoKind.NOTE],
        changes=[_entry(memo, masked, staff) for memo in memos if memo.kind == MemoKind.CHANGE],
        instructions=[_entry(memo, masked, staff) for memo in memos if memo.kind == MemoKind.INSTRUCTION],
        notes=office_notes(),
    )


def _whole(text: str) -> str:
    return text


def _contacts(customer: Customer) -> list[Contact]:
    present = Contact.select().where(Contact.customer == customer, Contact.left_on.is_null())
    return list(present.order_by(Contact.is_primary.desc(), Contact.id))


def _person(contacts: Sequence[Contact], place: int, unmasked: bool) -> Person:
    return _as_person(contacts[place], unmasked) if place < len(contacts) else Person()


def _core(contacts: Sequence[Contact], unmasked: bool) -> Person:
    return next((_as_person(contact, unmasked) for contact in contacts if contact.is_decision_maker), Person())


def _as_person(contact: Contact, unmasked: bool) -> Person:
    shown = masking.card(contact, revealed=unmasked)
    return Person(name="　".join(filter(None, (shown.name, shown.title))), phone=shown.phone, qq=shown.qq)


def _followups(customer: Customer):
    return FollowUp.select().where(FollowUp.customer == customer).order_by(FollowUp.at, FollowUp.id)


def _memos(customer: Customer) -> list[Memo]:
    return list(Memo.select(Memo, User).join(User).where(Memo.customer == customer).order_by(Memo.at, Memo.id))


def _record(followup: FollowUp, masked, staff) -> Entry:
    text = f"{followup.method}：{followup.content}"
    if followup.consensus:
        text += f"；共识：{followup.consensus}"
    return Entry(masked(text), staff(followup.executor_name), day(followup.at))


def _entry(memo: Memo, masked, staff) -> Entry:
    return Entry(masked(memo.body), staff(memo.by.name), day(memo.at))


def _imprint(row: Print, by: User, base_url: str) -> Imprint:
    """The sheet's trace (R-TRACE). The watermark names who printed it unmasked."""
    return Imprint(
        print_number=row.number,
        nth=row.times,
        printed_at=minute(row.at),
        printed_by=by.name,
        url=f"{base_url.rstrip('/')}/customers/{row.customer.number}",
        watermark=f"{by.name} {day(row.at)}" if row.is_unmasked else "",
    )
