"""The copies of printed sheets: which are out, and which have come back (R-SCAN)."""

from collections import Counter

from peewee import fn

from webapp.models.printing import Print
from webapp.models.rows import chunks


def copies_out(customers: list[int]) -> Counter[int]:
    """How many paper copies of these customers' sheets are out, by customer."""
    found: Counter[int] = Counter()
    made = Print.select(Print.customer, fn.SUM(fn.LENGTH(Print.copies))).group_by(Print.customer)
    for some in chunks(customers):
        found.update(dict(made.where(Print.customer << some).tuples()))
    return found
