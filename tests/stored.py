"""All that the database holds."""

from webapp.database import db
from webapp.models import ALL, Session


def everything() -> dict[str, list[tuple]]:
    """Every row of every table, as the driver gives it: equal before and after what writes nothing.

    Sessions are left out, they come and go with whoever signs in.
    """
    return {model._meta.table_name: _rows(model) for model in ALL if model is not Session}


def _rows(model) -> list[tuple]:
    key = ", ".join(f'"{field.column_name}"' for field in model._meta.get_primary_keys())
    return db.execute_sql(f'SELECT * FROM "{model._meta.table_name}" ORDER BY {key}').fetchall()
