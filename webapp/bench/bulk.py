"""Rows of many tables, gathered and written without the models' own detours."""

import json

from peewee import Field, Model

from webapp.database import db, is_sqlite


class Bulk:
    """`add` rows in the order of `columns`, then `write`: the tables in the order in which they are named.

    Columns left out take the model's default. Values must be what the driver stores: naive UTC, JSON as text.
    """

    def __init__(self, columns: dict[type[Model], tuple[str, ...]]):
        self.inserts = {model: Insert(model, names) for model, names in columns.items()}
        self.rows: dict[type[Model], list[tuple]] = {model: [] for model in columns}

    def add(self, model: type[Model], *values) -> None:
        self.rows[model].append(values + self.inserts[model].defaults)

    def write(self) -> None:
        with db.atomic():
            for model, rows in self.rows.items():
                self.inserts[model].execute(rows) if is_sqlite() else self.inserts[model].copy(rows)
                rows.clear()

    def finish(self) -> None:
        """On PostgreSQL: go on after the ids given by hand, and count the tables as its autovacuum would.

        SQLite does neither.
        """
        if is_sqlite():
            return
        for model in self.rows:
            _advance(model)
        db.execute_sql("ANALYZE")


class Insert:
    """The INSERT of a table's named columns and of all others that have a default.

    `defaults` follow the named values.
    """

    def __init__(self, model: type[Model], names: tuple[str, ...]):
        fields = model._meta.fields
        others = [
            field
            for field in model._meta.sorted_fields
            if field.name not in names and (field.default is not None or field.null)
        ]
        self.defaults = tuple(map(_stored_default, others))
        columns = [fields[name].column_name for name in names] + [field.column_name for field in others]
        quoted = ", ".join(f'"{column}"' for column in columns)
        self.into = f'"{model._meta.table_name}" ({quoted})'
        self.sql = f"INSERT INTO {self.into} VALUES ({', '.join('?' * len(columns))})"

    def execute(self, rows: list[tuple]) -> None:
        db.connection().executemany(self.sql, rows)

    def copy(self, rows: list[tuple]) -> None:
        with db.cursor() as cursor, cursor.copy(f"COPY {self.into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _stored_default(field: Field) -> object:
    value = field.default() if callable(field.default) else field.default
    return json.dumps(value) if isinstance(value, dict | list) else value


def _advance(model: type[Model]) -> None:
    if model._meta.auto_increment:
        table = f'"{model._meta.table_name}"'
        db.execute_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
