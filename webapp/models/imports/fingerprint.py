"""Tells whether anybody touched a customer or anything that hangs on it since an import (R-IMPORT, undo)."""

from collections.abc import Iterable

from peewee import Case, Model, fn

from webapp.models.customer import Customer
from webapp.models.search import SearchTerm
from webapp.models.task import Task

from .directory import chunks

_DERIVED = (SearchTerm,)


def fingerprints(customers: Iterable[int]) -> dict[int, dict]:
    """Per customer: its own state, and count and versions of everything that refers to it, whatever nouns there are."""
    found: dict[int, dict] = {}
    for chunk in chunks(customers):
        for row in Customer.select(*_columns()).where(Customer.id << chunk).dicts():
            found[row.pop("id")] = {name: str(value) for name, value in row.items()}
        for field, model in Customer._meta.backrefs.items():
            if model not in _DERIVED:
                _add_counts(found, field, model, chunk)
    return found


def _columns() -> tuple:
    return (Customer.id, Customer.version, Customer.owner, Customer.branch, Customer.verified_at, Customer.next_step)


def _add_counts(found: dict[int, dict], field, model: type[Model], chunk: list[int]) -> None:
    query = model.select(field, fn.COUNT(field), _sum_of_versions(model)).where(field << chunk).group_by(field)
    for customer, count, versions in query.tuples():
        found[customer][f"{model._meta.table_name}.{field.name}"] = [count, int(versions or 0)]


def _sum_of_versions(model: type[Model]):
    if model is Task:
        return fn.SUM(Case(None, [(Task.is_open, 1)], 0))
    version = model._meta.fields.get("version")
    return fn.SUM(version) if version else fn.COUNT(model._meta.primary_key)
