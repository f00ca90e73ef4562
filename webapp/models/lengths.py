"""Lengths the database keeps, said as a sentence before it refuses them."""

from collections.abc import Mapping

from peewee import CharField

from webapp.errors import DomainError


def check_lengths(model, values: Mapping[str, object]) -> None:
    """Raise DomainError beside the first text that is longer than its column."""
    for field, value in values.items():
        column = model._meta.fields.get(field)
        if isinstance(column, CharField) and isinstance(value, str):
            check_length(value, column.max_length, field)


def check_length(value: str, most: int, field: str) -> None:
    if len(value) > most:
        raise DomainError(f"最多 {most} 个字，现在有 {len(value)} 个", field)
