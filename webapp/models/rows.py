"""Inserts many rows at once: building one statement per hundred rows costs ten times what the database then needs for
them."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter

from peewee import DateField, DateTimeField, Expression, Field, JSONField, Model, __exception_wrapper__

from webapp.database import db

_AT_ONCE = 2_000
_CHUNK = 5_000  # SQLite takes 32,766 parameters in one statement


def chunks(items: Iterable, size: int = _CHUNK) -> Iterator[list]:
    """The items in lists no database refuses."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def delete_some(model: type[Model], which: Expression, most: int) -> int:
    """Delete at most so many of these rows, the oldest first; how many it were."""
    some = model.select(model.id).where(which).order_by(model.id).limit(most)
    return model.delete().where(model.id << [id_ for (id_,) in some.tuples()]).execute()


def insert_rows(model: type[Model], rows: Iterable[dict]) -> None:
    """Insert rows of differing columns; what a row leaves out takes the model's default. Raises peewee's errors."""
    columns = [field for field in model._meta.sorted_fields if not field.auto_increment]
    insert_tuples(model, columns, _complete(rows, columns))


def insert_tuples(model: type[Model], columns: Sequence[Field], rows: Iterable[Sequence]) -> None:
    """Insert rows whose values are what the driver stores, in the order of the columns."""
    names = ", ".join(f'"{field.column_name}"' for field in columns)
    places = ", ".join([db.param] * len(columns))
    sql = f'INSERT INTO "{model._meta.table_name}" ({names}) VALUES ({places})'
    with __exception_wrapper__:
        for chunk in chunks(rows, _AT_ONCE):
            db.connection().cursor().executemany(sql, chunk)


def _complete(rows: Iterable[dict], columns: list[Field]) -> Iterator[list]:
    constant = {field.name: field.default for field in columns if not callable(field.default)}
    made = {field.name: field.default for field in columns if callable(field.default)}
    stored = [(place, store) for place, field in enumerate(columns) if (store := _stored_by(field))]
    in_order = itemgetter(*(field.name for field in columns))
    for row in rows:
        values = list(in_order(constant | {name: make() for name, make in made.items() if name not in row} | row))
        for place, store in stored:
            values[place] = store(values[place])
        yield values


def _stored_by(field: Field) -> Callable | None:
    """How a value becomes what the driver stores; None for text and numbers, which are checked already."""
    if isinstance(field, JSONField):
        return _json_text
    return field.db_value if isinstance(field, (DateTimeField, DateField)) else None


def _json_text(value) -> str | None:
    """peewee would wrap the text in a function call, which is no value to bind."""
    return None if value is None else json.dumps(value, ensure_ascii=False)
