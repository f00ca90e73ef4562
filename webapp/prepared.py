"""Queries whose SQL is written once. Writing one takes Peewee 0.2 to 0.5 ms,
often longer than the database takes to answer."""

from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter, itemgetter
from re import compile

from peewee import Alias, Expression, Function, ModelSelect, Value

from webapp.database import ChineseJSONField, DayField, UtcDateTimeField, db, stored_moment

MOST = 200  # kept of one query
_CONVERTED = (UtcDateTimeField, DayField, ChineseJSONField)
_LOOKS_LIKE_A_DAY = compile(r"\d{4}-\d\d-\d\d")


class Prepared:
    """A query made by `build`, whose arguments are given at each call:

        by_slug = Prepared(lambda slug: Dimension.select().where(Dimension.slug == slug))
        by_slug(slug="stage")  # the rows, as the query itself gives them

    - Arguments reach the database as they are: text, numbers, days, aware moments, and lists for `field << argument`.
    - One that is None stays None while the query is built: a filter that is not set makes another query, written once
      too.
    - A tuple is as many arguments as it has parts.
    - One named `viewer` is a User: the query is written once for each kind of viewer, with `viewer.scope(model)` in it.
    - `row` is a named tuple of the columns (or `tuple`): a tenth of what models cost, for what is shown and not
      changed. On SQLite yes and no are 1 and 0 in it.
    - An UPDATE or DELETE answers with the number of rows it met.

    `build` may ask whether an argument is None, and nothing else of it; nor may it look at the day, the request or a
    setting. What can be refused of that is: see `Slot` and `_Statement`.
    """

    def __init__(self, build: Callable[..., ModelSelect], *, row: type[tuple] | None = None):
        self.build, self.row = build, row
        self._written: dict[tuple, _Statement] = {}

    def __call__(self, **arguments) -> list | int:
        """The rows, or how many were written. Raises TypeError for a `build` that asks what an argument is."""
        statement = self._statement(arguments)
        cursor = db.execute_sql(*statement.fill(arguments))
        if not statement.columns:
            return cursor.rowcount
        return statement.tuples(cursor, self.row) if self.row else statement.models(cursor)

    def first(self, **arguments):
        """The first row, or None."""
        return next(iter(self(**arguments)), None)

    def value(self, **arguments):
        """The first column of the first row, or None."""
        row = self.first(**arguments)
        return row and row[0]

    def _statement(self, arguments: dict) -> "_Statement":
        viewer = arguments.get("viewer")
        key = type(db.obj), viewer and viewer.kind, *arguments, *map(_shape, arguments.values())
        written = self._written.get(key)
        if written is None:
            if len(self._written) == MOST:  # what is typed has a thousand shapes
                self._written.clear()
            written = self._written[key] = self._write(arguments)
        return written

    def _write(self, arguments: dict) -> "_Statement":
        slots = {name: _slots(name, value) for name, value in arguments.items()}
        if "viewer" in slots:
            slots["viewer"] = arguments["viewer"].stand_in(lambda field: Slot("viewer", attrgetter(field)))
        return _Statement(self.build(**slots))


class Slot(Value):
    """Stands in a query, while it is built, for what a caller will give. It has no value to ask for: an answer would be
    the first caller's, given to everybody."""

    def __init__(self, name: str, *parts: Callable):
        super().__init__(_Place(name, parts), converter=False)

    def __bool__(self):
        raise TypeError(
            f"what “{self.value.name}” is cannot be asked while its query is written; only whether it is None"
        )

    __str__ = __len__ = __iter__ = __int__ = __bool__

    def __format__(self, _spec):
        return str(self)

    def _compared(name: str):
        def compare(self, other):
            compared = getattr(Value, name)(self, other)
            return _Unknown(compared.lhs, compared.op, compared.rhs)

        return compare

    __eq__, __ne__ = _compared("__eq__"), _compared("__ne__")
    __lt__, __le__, __gt__, __ge__ = _compared("__lt__"), _compared("__le__"), _compared("__gt__"), _compared("__ge__")
    __hash__ = None


class _Unknown(Expression):
    """A comparison that the database will make; Python cannot know how it ends."""

    def __bool__(self):
        raise TypeError("a query is written once for all its arguments: it cannot branch on what one of them is")


class _Place:
    """Where among a call's arguments the value of a slot is found: the argument, or a part of a part of it."""

    def __init__(self, name: str, parts: tuple[Callable, ...]):
        self.name, self.parts = name, parts

    def of(self, arguments: dict):
        value = arguments[self.name]
        for part in self.parts:
            value = part(value)
        return value


class _Statement:
    """The query's SQL, cut at the placeholders, and what stands at each. Raises TypeError for a day written into it:
    tomorrow it would be yesterday's."""

    def __init__(self, query: ModelSelect):
        self.query = query
        sql, values = query.sql()
        for value in values:
            if isinstance(value, date) or isinstance(value, str) and _LOOKS_LIKE_A_DAY.match(value):
                raise TypeError(f"{value} is written into a query: make it an argument")
        self.pieces, self.values = _with_figures(sql.split(db.param), values)
        self.sql = db.param.join(self.pieces)
        self.read = None
        self.columns = _columns(query)
        self.converted = [
            (place, convert) for place, column in enumerate(self.columns) if (convert := _converter(column))
        ]

    def fill(self, arguments: dict) -> tuple[str, list]:
        given, lists = [], False
        for value in self.values:
            if type(value) is _Place:
                value = value.of(arguments)
                if type(value) is datetime:
                    value = stored_moment(value)
                lists = lists or type(value) is list
            given.append(value)
        return self._spread(given) if lists else (self.sql, given)

    def _spread(self, given: list) -> tuple[str, list]:
        sql, flat = [self.pieces[0]], []
        for value, piece in zip(given, self.pieces[1:], strict=True):
            many = type(value) is list
            sql += [_marks(len(value)) if many else db.param, piece]
            flat += value if many else [value]
        return "".join(sql), flat

    def models(self, cursor) -> list:
        rows = cursor.fetchall()
        if rows and self.read is None:
            self.read = self._reader(cursor)
        return [self.read(row) for row in rows]

    def _reader(self, cursor) -> Callable:
        """How Peewee makes a model of a row. Finding out takes it longer than reading one."""
        wrapper = self.query._get_cursor_wrapper(cursor)
        wrapper.initialize()
        return wrapper.process_row

    def tuples(self, cursor, row: type[tuple]) -> list:
        rows = cursor.fetchall()
        if self.converted and rows:
            rows = self._converted(rows)
        return rows if row is tuple else [*map(row._make, rows)]

    def _converted(self, rows: list[tuple]) -> list[tuple]:
        """Days and moments as such, a column at a time."""
        columns = [*zip(*rows, strict=True)]
        for place, convert in self.converted:
            columns[place] = map(convert, columns[place])
        return [*zip(*columns, strict=True)]


def _with_figures(pieces: list[str], values: list) -> tuple[list[str], list]:
    """The query with its own figures, such as a limit, written in: PostgreSQL plans a query whose limit it does not
    know anew on every call, which takes it as long as answering."""
    joined, left = [pieces[0]], []
    for value, piece in zip(values, pieces[1:], strict=True):
        if type(value) in (int, bool):
            joined[-1] += f"{str(value).upper()}{piece}"
        else:
            left.append(value)
            joined.append(piece)
    return joined, left


def _slots(name: str, value, *parts: Callable):
    """A slot for the argument, or where it is a tuple one for each of its parts."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(_slots(name, part, *parts, itemgetter(place)) for place, part in enumerate(value))
    return Slot(name, *parts)


def _shape(value):
    """What of an argument makes another query: that it is missing, and how many parts a tuple has."""
    return tuple(map(_shape, value)) if isinstance(value, tuple) else value is None


def _columns(query) -> list:
    while hasattr(query, "lhs"):  # a union is named by its first part
        query = query.lhs
    return query._returning or []


def _converter(column) -> Callable | None:
    """Of the field whose values stand in the column: itself, the greatest or least of it, the first of several that
    there is, or of a subquery."""
    if isinstance(column, Alias):
        column = column.node
    if isinstance(column, ModelSelect):
        (column,) = _columns(column)
    if isinstance(column, Function) and column.name in ("MAX", "MIN", "COALESCE"):
        column = column.arguments[0]
    return column.python_value if isinstance(column, _CONVERTED) else None


def _marks(count: int) -> str:
    return f"({', '.join([db.param] * count)})" if count else "(NULL)"
