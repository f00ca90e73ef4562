"""Rows of many tables, gathered and written without the models' own detours."""

from peewee import Model

from webapp.database import db, is_sqlite


class Bulk:
    """`add` rows in the order of `columns`, then `write`: the tables in the order in which they are named.

    Columns left out take the model's default. Values must be what the driver stores: naive UTC, JSON as text.
    """

    def __init__(self, columns: dict[type[Model], tuple[str, ...]]):
        self.columns = {model: _completed(model, names) for model, names in columns.items()}
        self.rows: dict[type[Model], list[tuple]] = {model: [] for model in columns}

    def add(self, model: type[Model], *values) -> None:
        self.rows[model].append(values + self.columns[model][1])

    def write(self) -> None:
        insert = _insert if is_sqlite() else _copy
        with db.atomic():
            for model, rows in self.rows.items():
                insert(model, self.columns[model][0], rows)
                rows.clear()

    def finish(self) -> None:
        """On PostgreSQL: go on after the ids given by hand, and count the tables as its autovacuum would. SQLite does neither."""
        if is_sqlite():
            return
        for model in self.rows:
            _advance(model)
        db.execute_sql("ANALYZE")


def _completed(model: type[Model], names: tuple[str, ...]) -> tuple[list[str], tuple]:
    """The columns of the named fields and of all others that have a default, with those defaults."""
    fields = model._meta.fields
    others = [field for field in model._meta.sorted_fields if field.name not in names and (field.default is not None or field.null)]
    defaults = tuple(field.default() if callable(field.default) else field.default for field in others)
    return [fields[name].column_name for name in names] + [field.column_name for field in others], defaults


def _named(model: type[Model], columns: list[str]) -> str:
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f'"{model._meta.table_name}" ({quoted})'


def _insert(model: type[Model], columns: list[str], rows: list[tuple]) -> None:
    marks = ", ".join("?" * len(columns))
    db.connection().executemany(f"INSERT INTO {_named(model, columns)} VALUES ({marks})", rows)


def _copy(model: type[Model], columns: list[str], rows: list[tuple]) -> None:
    with db.cursor() as cursor, cursor.copy(f"COPY {_named(model, columns)} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _advance(model: type[Model]) -> None:
    if model._meta.auto_increment:
        table = f'"{model._meta.table_name}"'
        db.execute_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
