"""What a sheet of paper costs: the tracking sheet in triplicate, filled and blank, warm."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

from webapp import paper
from webapp.models import Customer, User
from webapp.paper import Imprint, office
from webapp.paper.tracking_sheet import TrackingSheet

SLUG = "tracking-sheet"
RECORDS, TIMES = 8, 15


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor time (the median, the least), bytes and pages of one sheet."""

    name: str
    cpu: float
    least: float
    size: int
    pages: int


def costs() -> list[Cost]:
    """Of the triplicate sheet of the first customer, and of the blank one. Needs a connected, built database."""
    sheets = [_filled(customer, turn) for turn, customer in enumerate(Customer.select().order_by(Customer.id).limit(TIMES + 1))]
    return [
        _measure(f"triplicate, {RECORDS} records", lambda turn: paper.render(SLUG, [sheets[turn]])),
        _measure("triplicate, blank", lambda turn: office.print_blank(SLUG)),
    ]


def _filled(customer: Customer, turn: int) -> TrackingSheet:
    by = User.get(User.id == customer.owner_id).name
    imprint = Imprint(f"P20260101-{turn:04}", 1, "2026-01-01 10:00", by, f"http://genjinbu.example/customers/{customer.number}")
    sheet = office.tracking_sheet(customer)
    return replace(sheet, records=sheet.records[:RECORDS], imprint=imprint)


def _measure(name: str, make: Callable[[int], paper.PaperResult]) -> Cost:
    """The first one loads fonts and templates and is not counted."""
    make(0)
    taken, result = [], None
    for turn in range(1, TIMES + 1):
        start = time.process_time()
        result = make(turn)
        taken.append((time.process_time() - start) * 1000)
    return Cost(name, median(taken), min(taken), len(result.pdf), result.pages)
