"""All that the database holds."""

from peewee import BlobField

from webapp.database import db, is_sqlite
from webapp.models import ALL, Session


def everything() -> dict[str, list[tuple]]:
    """Every row of every table, as the driver gives it: equal before and after what writes nothing.

    Sessions are left out, they come and go with whoever signs in.
    """
    return {model._meta.table_name: _rows(model) for model in ALL if model is not Session}


def holds(text: str) -> bool:
    """Does it stand in any of these rows? Asked in one query, which reads a hundred times as fast as Python does."""
    models = [model for model in ALL if model is not Session]
    asked = [f'SELECT 1 FROM "{model._meta.table_name}" WHERE {_written(model)} LIKE {db.param}' for model in models]
    return db.execute_sql(f"{' UNION ALL '.join(asked)} LIMIT 1", [f"%{text}%"] * len(asked)).fetchone() is not None


def _written(model) -> str:
    """A row in one text."""
    return " || ' ' || ".join(f"COALESCE({_as_text(field)}, '')" for field in model._meta.sorted_fields)


def _as_text(field) -> str:
    if isinstance(field, BlobField) and not is_sqlite():
        return f"encode(\"{field.column_name}\", 'escape')"
    return f'CAST("{field.column_name}" AS TEXT)'


def _rows(model) -> list[tuple]:
    key = ", ".join(f'"{field.column_name}"' for field in model._meta.get_primary_keys())
    return db.execute_sql(f'SELECT * FROM "{model._meta.table_name}" ORDER BY {key}').fetchall()
