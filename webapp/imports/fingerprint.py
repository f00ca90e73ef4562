"""Tells whether anybody touched a customer or anything that hangs on it since an import (R-IMPORT, undo)."""

from collections.abc import Iterable

from peewee import Case, Field, Model, fn

from webapp.models.customer import Customer
from webapp.models.rows import chunks
from webapp.models.search import SearchTerm
from webapp.models.task import Task

_DERIVED = (SearchTerm,)
_OWN = (Customer.version, Customer.owner, Customer.branch, Customer.verified_at, Customer.next_step)


def fingerprints(customers: Iterable[int]) -> dict[int, dict]:
    """Per customer: its own state, and count and versions of everything that refers to it, whatever nouns there are."""
    found: dict[int, dict] = {}
    for chunk in chunks(customers):
        for id_, *state in Customer.select(Customer.id, *_OWN).where(Customer.id << chunk).tuples():
            found[id_] = own_state(state)
        for field, model in Customer._meta.backrefs.items():
            if model not in _DERIVED:
                _add_counts(found, field, model, chunk)
    return found


def own_state(values: Iterable) -> dict[str, str]:
    """The part of a fingerprint that the customer's own columns make: version, owner, branch, verified_at, next_step."""
    return {field.name: str(value) for field, value in zip(_OWN, values, strict=True)}


def _add_counts(found: dict[int, dict], field: Field, model: type[Model], chunk: list[int]) -> None:
    query = model.select(field, fn.COUNT(field), _sum_of_versions(model)).where(field << chunk).group_by(field)
    for customer, count, versions in query.tuples():
        found[customer][mark_of(field)] = [count, int(versions or 0)]


def mark_of(field: Field) -> str:
    """What the rows that refer to a customer by this key are called in a fingerprint."""
    return f"{field.model._meta.table_name}.{field.name}"


def _sum_of_versions(model: type[Model]):
    if model is Task:
        return fn.SUM(Case(None, [(Task.is_open, 1)], 0))
    version = model._meta.fields.get("version")
    return fn.SUM(version) if version else fn.COUNT(model._meta.primary_key)


def version_of_new(model: type[Model], row: dict) -> int:
    """What a row that is just written adds to the sum of versions."""
    return int(row["is_open"]) if model is Task else 1
