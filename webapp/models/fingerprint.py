"""Tells whether anybody touched a customer or anything that hangs on it since an import (R-IMPORT, undo)."""

from collections.abc import Iterable, Iterator

from peewee import BooleanField, Case, Field, Model, fn

from webapp.models.customer import Customer
from webapp.models.escalation import Escalation
from webapp.models.former import Former
from webapp.models.notice import Notice
from webapp.models.rows import chunks
from webapp.models.search import SearchTerm
from webapp.models.task.completable import Completion

# what is told by something else already: terms are derived, a step's `is_open` tells of its completion, a notice says
# nothing of its own, what the night finds overdue nobody has touched, and who was called otherwise has another version
REPEATED = frozenset({SearchTerm, Completion, Notice, Escalation, Former})
_OWN = (Customer.version, Customer.owner, Customer.branch, Customer.verified_at, Customer.next_step)


def fingerprints(customers: Iterable[int]) -> dict[int, dict]:
    """Per customer: its own state, and count and versions of everything that refers to it, whatever nouns there are,
    also by way of something else: a step's reschedulings."""
    found: dict[int, dict] = {}
    for chunk in chunks(customers):
        for id_, *state in Customer.select(Customer.id, *_OWN).where(Customer.id << chunk).tuples():
            found[id_] = own_state(state)
        for key, *way in _ways():
            _add_counts(found, key, way, chunk)
    return found


def own_state(values: Iterable) -> dict[str, str]:
    """The part of a fingerprint that the customer's own columns make: version, owner, branch and the others."""
    return {field.name: str(value) for field, value in zip(_OWN, values, strict=True)}


def _ways() -> Iterator[tuple[Field, ...]]:
    """The keys by which rows refer to a customer, each with those it goes by: (Task.customer,), (Rescheduling.task,
    Task.customer)."""
    reached = {Customer, *REPEATED}
    ways = [(key,) for key in Customer._meta.backrefs]
    for way in ways:  # it grows: nearest first, so that each model is counted by its shortest way
        model = way[0].model
        if model in REPEATED or (len(way) > 1 and model in reached):
            continue
        reached.add(model)
        yield way
        ways += [(key, *way) for key in model._meta.backrefs if key.on_delete != "SET NULL"]


def _add_counts(found: dict[int, dict], key: Field, way: list[Field], chunk: list[int]) -> None:
    owner = way[-1] if way else key
    query = key.model.select(owner, fn.COUNT(key), _sum_of_versions(key.model))
    for before, onward in zip((key, *way), way, strict=False):
        query = query.join(onward.model, on=before)
    for customer, count, versions in query.where(owner << chunk).group_by(owner).tuples():
        found[customer][mark_of(key)] = [count, int(versions or 0)]


def mark_of(field: Field) -> str:
    """What the rows that refer by this key are called in a fingerprint."""
    return f"{field.model._meta.table_name}.{field.name}"


def _told_by(model: type[Model]) -> Field | None:
    """The column by which a row tells that somebody was here since: its version, or whether it is open."""
    columns = model._meta.fields
    return columns.get("version") or columns.get("is_open")


def _sum_of_versions(model: type[Model]):
    column = _told_by(model)
    if column is None:
        return fn.COUNT(model._meta.primary_key)
    return fn.SUM(Case(None, [(column, 1)], 0) if isinstance(column, BooleanField) else column)


def version_of_new(model: type[Model], row: dict) -> int:
    """What a row that is just written adds to the sum of versions."""
    column = _told_by(model)
    return 1 if column is None else int(row.get(column.name, column.default))
