"""From the customers' files to paper: who may print what, under which number, and what is kept of it (R-PRINTLOG, R-TRACE)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

from webapp.database import transaction
from webapp.errors import DomainError, NotAllowed
from webapp.formatting import day, minute
from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.printing import Print, Subject
from webapp.models.user import User
from webapp.paper import press
from webapp.paper.eyes import Eyes
from webapp.paper.forms import FORMS
from webapp.paper.press import Composition, Imprint, PaperForm, PaperResult

MOST = 2_000  # customers at once
COPIES = "123"


class NotFound(DomainError):
    """A form or customer that there is not, or not for this person."""

    status = 404


def form(slug: str) -> PaperForm:
    """Raises NotFound."""
    if slug not in FORMS:
        raise NotFound(f"没有“{slug}”这种表；现有：{'、'.join(FORMS)}")
    return FORMS[slug]


def visible(by: User, numbers: Sequence[str] | None = None) -> list[Customer]:
    """The customers of these numbers, in this order, or (None) all that the person sees. Raises NotFound, DomainError."""
    query = by.visible_customers().select(Customer, User, Branch).join(User, on=Customer.owner).switch(Customer).join(Branch)
    if numbers is None:
        _require_few(by.visible_customers().count())
        return list(query.order_by(Customer.number))
    numbers = list(dict.fromkeys(numbers))
    _require_few(len(numbers))
    found = {customer.number: customer for customer in query.where(Customer.number << numbers)}
    for number in numbers:
        if number not in found:
            raise NotFound(f"没有编号为“{number}”的客户")
    return [found[number] for number in numbers]


def _require_few(count: int) -> None:
    if count > MOST:
        raise DomainError(f"一次最多打印 {MOST} 位客户，这里有 {count} 位：请分批打印，例如按业务员")


def print_customers(
    slug: str,
    numbers: Sequence[str] | None = None,
    *,
    by: User,
    base_url: str,
    copies: str = COPIES,
    collate: str = "copies",
    unmasked: bool = False,
    variant: str = "",
    deliver: Callable[[bytes], None] = lambda _pdf: None,
) -> PaperResult:
    """Print a form filled for customers, by their numbers, or (None) for all that the person sees.

    `copies` names the copies as digits, "123" for all three. Masked unless the person works on every one of the customers
    and asks for it. `deliver` takes the file where it is to go: as long as it has not arrived no number is spent and
    nothing is on record. Raises DomainError.
    """
    wanted = form(slug)
    if variant not in wanted.variants:
        raise DomainError(f"{wanted.name}没有“{variant}”这种印法；现有：{'、'.join(filter(None, wanted.variants)) or '无'}")
    customers = visible(by, numbers)
    if unmasked and not all(by.can_print_unmasked(customer) for customer in customers):
        raise NotAllowed("不遮盖的表只有负责人、分站负责人和协同人可以打印")
    sheets = _filled(wanted, customers, unmasked, variant)
    subjects = _subjects(wanted, customers, numbers, by)
    composed = press.compose(wanted, sheets)
    with transaction():
        rows = Print.log(
            slug, list(zip(subjects, map(asdict, sheets), strict=True)),
            copies=copies if wanted.copy_labels else "1", is_unmasked=unmasked, by=by,
        )  # fmt: skip
        result = _printed(composed, [_imprint(row, by, base_url) for row in rows], copies, collate)
        deliver(result.pdf)
    return result


def _filled(wanted: PaperForm, customers: Sequence[Customer], unmasked: bool, variant: str) -> list:
    if not customers:
        raise DomainError("请写明要给哪些客户打印：填客户编号，或者选“全部客户”")
    options = {"variant": variant} if variant else {}
    return list(wanted.fill(customers, Eyes.of(unmasked), **options))


def _subjects(wanted: PaperForm, customers: Sequence[Customer], numbers: Sequence[str] | None, by: User) -> list[Subject]:
    """What each sheet is about."""
    if not wanted.is_list:
        return [Subject.of(customer) for customer in customers]
    return [Subject.seen_by(by) if numbers is None else Subject.picked(customers)]


def _printed(composed: Composition, imprints: Sequence[Imprint], copies: str, collate: str) -> PaperResult:
    return composed.print(imprints, copies=[int(copy) for copy in copies], collate=collate)


def print_blank(slug: str, copies: str = COPIES) -> PaperResult:
    """The form with nothing filled in; of no number and on no record. Raises NotFound."""
    wanted = form(slug)
    return press.print_blank(wanted, copies=[int(copy) for copy in copies], **wanted.texts())


def _imprint(row: Print, by: User, base_url: str) -> Imprint:
    """The sheet's trace. The code opens the customer's page, or the list's; the watermark names who printed it unmasked."""
    page = f"/customers/{row.customer.number}" if row.customer else "/customers"
    return Imprint(
        print_number=row.number,
        nth=row.times,
        printed_at=minute(row.at),
        printed_by=by.name,
        url=f"{base_url.rstrip('/')}{page}",
        watermark=f"{by.name} {day(row.at)}" if row.is_unmasked else "",
    )
