"""Does a sheet that was printed still say what the book says? (R-CONSIST)"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from peewee import JOIN

from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.printing import Print
from webapp.models.user import User
from webapp.paper.eyes import Eyes
from webapp.paper.forms import FORMS
from webapp.paper.press import PaperForm


class Change(NamedTuple):
    """A line that the sheet says otherwise than the book does now; `before` is "" for one that has come since."""

    label: str
    before: str
    after: str


def is_compared(made: Print) -> bool:
    """Can it be told? Of a sheet about one customer, whose form the book still has."""
    form = FORMS.get(made.slug)
    return bool(made.customer_id and form and form.words and made.variant in form.variants)


def changes(made: Print) -> list[Change]:
    """What has changed since, line by line; nothing for one that cannot be compared."""
    return changes_of([made])[made.id]


def changes_of(prints: Sequence[Print]) -> dict[int, list[Change]]:
    """The same of several, each form read once for all of its customers."""
    found: dict[int, list[Change]] = {made.id: [] for made in prints}
    kinds: dict[tuple, list[Print]] = {}
    for made in filter(is_compared, prints):
        kinds.setdefault((made.slug, made.variant, made.is_unmasked, made.by_id), []).append(made)
    for (slug, variant, unmasked, _), alike in kinds.items():
        form, customers = FORMS[slug], _customers({made.customer_id for made in alike})
        amounts = unmasked and all(alike[0].by.sees_amounts(customer) for customer in customers)
        filled = form.fill(
            customers, Eyes.of(unmasked, customers, amounts), **({"variant": variant} if variant else {})
        )
        sheets = {customer.id: _plain(sheet) for customer, sheet in zip(customers, filled, strict=True)}
        for made in alike:
            found[made.id] = list(_compared(made.snapshot, sheets[made.customer_id], form))
    return found


def _customers(ids: set[int]) -> list[Customer]:
    rows = Customer.select(Customer, User, Branch).join(User, JOIN.LEFT_OUTER, on=Customer.owner)
    return list(rows.join_from(Customer, Branch).where(Customer.id << ids).order_by(Customer.id))


def _plain(sheet: Any) -> dict:
    """As the snapshot has it."""
    return json.loads(json.dumps(asdict(sheet), ensure_ascii=False))


def _compared(before: Mapping, after: Mapping, form: PaperForm) -> Iterator[Change]:
    """Field by field, in the order of the form's words: what has none is no part of what the sheet tells."""
    for name, label in form.words.items():
        yield from _differing(label, before.get(name), after.get(name), form.parts)


def _differing(label: str, before: Any, after: Any, parts: Mapping[str, str]) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name, word in parts.items():
            named = "：".join(filter(None, (label, word)))
            yield from _differing(named, before.get(name), after.get(name), parts)
    elif isinstance(before, list) and isinstance(after, list):
        old, new = (Counter(_line(row, parts) for row in rows) for rows in (before, after))
        yield from (Change(label, line, "") for line in (old - new).elements())
        yield from (Change(label, "", line) for line in (new - old).elements())
    elif (before or "") != (after or ""):
        yield Change(label, _said(before), _said(after))


def _line(row: Any, parts: Mapping[str, str]) -> str:
    """In the order of the parts: a database gives the keys of a snapshot back in an order of its own."""
    said = [row.get(name) for name in parts] if isinstance(row, Mapping) else [row]
    return "　".join(filter(None, map(_said, said)))


def _said(value: Any) -> str:
    return {True: "是", False: "否", None: ""}.get(value, str(value)) if not isinstance(value, str) else value
