"""From the customers' files to paper: who may print what, under which number, and what is kept of it.

Rules R-PRINTLOG, R-TRACE.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from peewee import JOIN

from webapp.clock import today
from webapp.database import transaction
from webapp.errors import DomainError, NotAllowed
from webapp.formatting import day, minute
from webapp.models.audit import AuditEvent
from webapp.models.contact import require_reason
from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.printing import OVERTAKEN, Overtaken, Print, Subject
from webapp.models.user import User
from webapp.models.written import LONGEST_REASON, check_text
from webapp.paper import press
from webapp.paper.eyes import Eyes
from webapp.paper.forms import FORMS
from webapp.paper.press import COPIES, Composition, Imprint, PaperForm, PaperResult
from webapp.text import masking

MOST = 2_000  # customers at once
MOST_PAGES = 12_000  # so many in triplicate
SMALL = 25  # sheets, a twentieth of a second
TRIES = 3  # under the numbers that come next, then under reserved ones

Deliver = Callable[[bytes], AbstractContextManager]


class NotFound(DomainError):
    """A form or customer that there is not, or not for this person."""

    status = 404


@dataclass(frozen=True)
class Order:
    """How a form is to be printed.

    `copies` count from 1; `collate` "copies" or "sheets"; `variant` is one of the form's; `reason` says why somebody
    who does not own the customers prints them unmasked.
    """

    copies: tuple[int, ...] = COPIES
    collate: str = "copies"
    unmasked: bool = False
    variant: str = ""
    reason: str = ""


class Printed(NamedTuple):
    """A file as it goes out, and what it is called in the archive (R-ARCHIVE)."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]
    name: str


def form(slug: str) -> PaperForm:
    """Raises NotFound."""
    if slug not in FORMS:
        raise NotFound(f"没有“{slug}”这种表；现有：{'、'.join(FORMS)}")
    return FORMS[slug]


def visible(by: User, numbers: Sequence[str] | None = None) -> list[Customer]:
    """The customers of these numbers, in this order, or (None) all that the person sees.

    Raises NotFound, DomainError.
    """
    query = (
        Customer.visible_to(by)
        .select(Customer, User, Branch)
        .join(User, JOIN.LEFT_OUTER, on=Customer.owner)
        .switch(Customer)
        .join(Branch)
    )
    if numbers is None:
        _require_few(Customer.visible_to(by).count(), "您还没有可以打印的客户")
        return list(query.order_by(Customer.number))
    numbers = list(dict.fromkeys(numbers))
    _require_few(len(numbers), "请写明要给哪些客户打印：填客户编号，或者选“全部客户”")
    asked = [number for number in numbers if number.isprintable()]  # no database compares anything else
    found = {customer.number: customer for customer in query.where(Customer.number << asked)}
    for number in numbers:
        if number not in found:
            raise NotFound(f"没有编号为“{number}”的客户")
    return [found[number] for number in numbers]


def _require_few(count: int, if_none: str) -> None:
    if not count:
        raise DomainError(if_none)
    if count > MOST:
        raise DomainError(f"一次最多打印 {MOST} 位客户，这里有 {count} 位：请分批打印，例如按业务员")


def print_customers(
    slug: str,
    numbers: Sequence[str] | None = None,
    order: Order = Order(),
    *,
    by: User,
    viewer: User | None = None,
    base_url: str,
    deliver: Deliver = lambda _pdf: nullcontext(),
) -> Printed:
    """Print a form filled for customers, by their numbers, or (None) for all that the person sees. The command line
    prints `by` itself what some `viewer` sees.

    Masked unless the person works on every one of the customers and asks for it. `deliver` takes the file where it
    is to go and holds it back until everything is on record: no number is spent on a file that does not arrive, and
    none arrives that is not on record. Raises DomainError.
    """
    if not by.can_print_filled:
        raise NotAllowed("管理员只打印空白表；填好的表由业务员、分站负责人和督察打印")
    wanted = form(slug)
    if not wanted.fill:
        raise DomainError(f"{wanted.name}不按客户打印，请在它自己的页面上打印")
    if order.variant not in wanted.variants:
        known = "、".join(filter(None, wanted.variants)) or "无"
        raise DomainError(f"{wanted.name}没有“{order.variant}”这种印法；现有：{known}")
    viewer = viewer or by
    customers = visible(viewer, numbers)
    if order.unmasked:
        if not all(viewer.can_print_unmasked(customer) for customer in customers):
            raise NotAllowed("不遮盖的表只有负责人、分站负责人和协同的业务员可以打印")
        check_text(order.reason, LONGEST_REASON, "reason")
        require_reason(order.reason, customers, by)
    sees_amounts = order.unmasked and all(viewer.sees_amounts(customer) for customer in customers)
    eyes = Eyes.of(order.unmasked, customers, sees_amounts)
    sheets = list(wanted.fill(customers, eyes, **({"variant": order.variant} if order.variant else {})))
    if not wanted.is_list:
        subjects = [Subject.of(customer) for customer in customers]
    else:
        subjects = [Subject.seen_by(viewer) if numbers is None else Subject.picked(customers)]
    about = eyes.customer(customers[0]) if len(customers) == 1 else f"{len(customers)}位客户"
    batch = _Batch(wanted, list(zip(subjects, sheets, strict=True)), order, by, base_url, customers, viewer)
    return batch.kept(deliver, "全部客户" if numbers is None else about)


def print_sheets(
    slug: str,
    sheets: Sequence[tuple[Subject, Any]],
    about: str,
    *,
    by: User,
    base_url: str,
    deliver: Deliver = lambda _pdf: nullcontext(),
) -> Printed:
    """Print a form that is about something else than customers: its sheets, each with its subject, as whoever asks may
    see it. `about` names the file. Otherwise like `print_customers`. Raises DomainError."""
    if not by.can_print_filled:
        raise NotAllowed("管理员只打印空白表；填好的表由业务员、分站负责人和督察打印")
    return _Batch(form(slug), sheets, Order(), by, base_url).kept(deliver, about)


class _Batch:
    """Sheets that are read and laid out, to be numbered, printed and put on record. `customers` are whom they are about
    where they are about customers, `viewer` whose of them somebody else has printed."""

    def __init__(
        self,
        form: PaperForm,
        sheets: Sequence[tuple[Subject, Any]],
        order: Order,
        by: User,
        url: str,
        customers: Sequence[Customer] = (),
        viewer: User | None = None,
    ):
        self.form, self.customers = form, customers
        self.order, self.by, self.viewer, self.url = order, by, viewer or by, url
        self.told = [(subject, asdict(sheet)) for subject, sheet in sheets]
        self.composed: Composition = press.compose(form, [sheet for _, sheet in sheets])
        if (count := self.composed.count(order.copies)) > MOST_PAGES:
            raise DomainError(f"这一批要印 {count} 页，一次最多 {MOST_PAGES} 页：请分批打印，或少印几联")

    def kept(self, deliver: Deliver, about: str) -> Printed:
        """The file, under a name that says whom it is about."""
        result = self.printed(deliver)
        self.form.kit.keep()
        return Printed(*result, self.form.file_name(about, today()))

    def printed(self, deliver: Deliver) -> PaperResult:
        """The file is made while everybody goes on writing, under the numbers that come next.

        Where others keep taking those a few sheets are made while nobody else prints, many under numbers that are
        reserved. Raises Overtaken where even then others print the same of the same customers again and again.
        """
        for _ in range(TRIES):
            with suppress(Overtaken):
                return self._made(deliver)
        if len(self.told) <= SMALL:
            with transaction():
                Print.hold()
                return self._made(deliver)
        for _ in range(TRIES):
            with suppress(Overtaken), Print.reserved(len(self.told)) as given:
                return self._made(deliver, given)
        raise Overtaken(OVERTAKEN)

    def _made(self, deliver: Deliver, given: Sequence[str] = ()) -> PaperResult:
        order = self.order
        copies = "".join(map(str, order.copies)) if self.form.copy_labels else "1"
        rows = Print.draft(
            self.form.slug,
            self.told,
            copies=copies,
            is_unmasked=order.unmasked,
            by=self.by,
            given=given,
            variant=order.variant,
        )
        imprints = [self._imprint(row) for row in rows]
        result = self.composed.print(imprints, copies=order.copies, collate=order.collate)
        whose = self.customers if order.unmasked and self.form.is_list else ()
        with deliver(result.pdf), transaction():
            Print.enter(rows, reserved=bool(given), whose=whose, why=self._why(), by=self.by)
        return result

    def _why(self) -> dict:
        """What the trail says besides: why it is unmasked, and whose customers somebody else had printed."""
        reason = {"reason": masking.text(self.order.reason)} if self.order.unmasked and self.order.reason else {}
        return reason | ({"viewer": self.viewer.name} if self.viewer != self.by else {})

    def _imprint(self, row: Print) -> Imprint:
        """The sheet's trace. The code opens the print's own page (R-SCAN); the watermark names who printed it
        unmasked."""
        return Imprint(
            print_number=row.number,
            nth=row.times,
            printed_at=minute(row.at),
            printed_by=self.by.name,
            url=f"{self.url.rstrip('/')}/prints/{row.number}",
            watermark=f"{self.by.name} {day(row.at)}" if row.is_unmasked else "",
        )


def note_blank(slug: str, *, by: User) -> None:
    """Put on record that somebody printed the form empty."""
    with transaction():
        AuditEvent.record("print.blank", by=by, subject=FORMS[slug].name)


def print_blank(slug: str, copies: Sequence[int] = COPIES) -> Printed:
    """The form with nothing filled in; of no number. Raises NotFound."""
    wanted = form(slug)
    return Printed(*press.print_blank(wanted, copies=copies, **wanted.texts()), f"{wanted.name}-空白表.pdf")
