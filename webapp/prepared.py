"""Queries whose SQL is written once. Writing one takes Peewee 0.2 to 0.5 ms, often longer than the database takes to answer."""

from collections.abc import Callable
from inspect import signature

from peewee import ModelSelect, Value

from webapp.database import db


class Prepared:
    """A query made by `build`, whose arguments are given at each call:

        by_slug = Prepared(lambda slug: Dimension.select().where(Dimension.slug == slug))
        by_slug(slug="stage")  # the rows, as the query itself gives them

    Arguments reach the database as they are: text, numbers, days, and lists of them for `field << argument`.
    `plain` says that the columns are text and numbers, which as tuples need no model to convert them.
    """

    def __init__(self, build: Callable[..., ModelSelect], *, plain: bool = False):
        self.build, self.plain = build, plain
        self._written: dict[type, tuple] = {}

    def __call__(self, **arguments) -> list:
        query, pieces, values = self._written.get(type(db.obj)) or self._write()
        sql, given = [pieces[0]], []
        for value, piece in zip(values, pieces[1:], strict=True):
            value = arguments[value.name] if isinstance(value, _Slot) else value
            many = isinstance(value, list)
            sql += [self._marks(len(value)) if many else db.param, piece]
            given += value if many else [value]
        cursor = db.execute_sql("".join(sql), given)
        if self.plain:
            return cursor.fetchall()
        rows = query._get_cursor_wrapper(cursor)
        rows.fill_cache()
        return rows.row_cache

    def _write(self) -> tuple:
        """The query, its SQL cut at the placeholders, and what stands at each; both databases have their own."""
        query = self.build(**{name: Value(_Slot(name), converter=False) for name in signature(self.build).parameters})
        sql, values = query.sql()
        written = self._written[type(db.obj)] = query, sql.split(db.param), values
        return written

    @staticmethod
    def _marks(count: int) -> str:
        return f"({', '.join([db.param] * count)})" if count else "(NULL)"


class _Slot:
    """Stands in the SQL for the argument of that name."""

    def __init__(self, name: str):
        self.name = name
