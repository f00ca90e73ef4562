"""The database handle, the base of every model, and the one way to write: `transaction()`.

Locks on PostgreSQL are taken in one order by everybody, or two people wait for each other for ever: the run of a job,
an import's batch, what a form has sent, a branch, an account, customers by ascending id (`customer.hold()`), number
sequences, what hangs on them, what is set up and after it the edition of that, and the audit trail's end last. A verb
on a customer therefore holds the customer first, before it writes or records anything.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, lru_cache, partial
from urllib.parse import parse_qsl, unquote, urlsplit

from peewee import (
    SQL,
    AutoField,
    DatabaseProxy,
    DateField,
    DateTimeField,
    JSONField,
    Model,
    Node,
    NodeList,
    PostgresqlDatabase,
    SqliteDatabase,
    Value,
    fn,
)
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

db = DatabaseProxy()

# SQLite's own waiting is unfair: one queue inside the process takes the tail from 350 ms to 22 ms.
_write_lock = threading.RLock()

SQLITE_PRAGMAS = (
    ("busy_timeout", 5000),  # before journal_mode, whose change may itself have to wait
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("cache_size", -32_000),
)


def open_database(url: str, pool_size: int = 20) -> SqliteDatabase | PostgresqlDatabase:
    """Bind the models to the database at `url` (sqlite:///path or postgresql://…)."""
    parts = urlsplit(url)
    opener = _open_sqlite if parts.scheme == "sqlite" else _open_postgresql
    database = opener(parts, pool_size)
    db.initialize(database)
    return database


def _open_sqlite(parts, pool_size: int) -> SqliteDatabase:
    return PooledSqliteDatabase(
        unquote(parts.path).removeprefix("/"),
        pragmas=SQLITE_PRAGMAS,
        lock_type="IMMEDIATE",
        max_connections=pool_size,
        check_same_thread=False,
    )


def _open_postgresql(parts, pool_size: int) -> PostgresqlDatabase:
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname
    return PooledPostgresqlDatabase(
        unquote(parts.path).removeprefix("/"),
        host=host,
        port=parts.port or int(options.pop("port", 5432)),
        user=parts.username and unquote(parts.username),
        password=parts.password and unquote(parts.password),
        prefer_psycopg3=True,
        # compiling a query takes ten times as long as any screen's answer
        options=f"-c jit=off {options.pop('options', '')}",
        max_connections=pool_size,
        stale_timeout=300,
        timeout=10,
        **options,
    )


def is_sqlite() -> bool:
    return isinstance(db.obj, SqliteDatabase)


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing. Nested calls become savepoints of the outer one."""
    if db.transaction_depth() or not is_sqlite():
        with db.atomic():
            yield
        return
    with _write_lock, db.atomic():
        yield


def cache_little() -> None:
    """For a command that goes through much and comes to little of it twice: SQLite keeps a quarter of its pages."""
    if is_sqlite():
        db.pragma("cache_size", -8_000)


def locked(query):
    """The query with its rows locked until the transaction ends; on SQLite the transaction itself is the lock.

    NO KEY: whoever has just written a row that refers to this one must not have to wait for us,
    who may wait for them."""
    return query if is_sqlite() else query.for_update("FOR NO KEY UPDATE")


def unindexed(field):
    """The field, for a condition that no index shall be used for: on SQLite any index counts as better than none."""
    return fn.COALESCE(field, field)


def seconds_between(earlier, later):
    """For a query: the seconds from one moment to another; on SQLite of both the second they are in."""
    if is_sqlite():
        began, ended = (fn.STRFTIME("%s", fn.SUBSTR(moment, 1, 19)).cast("INTEGER") for moment in (earlier, later))
        return ended - began
    return fn.EXTRACT(NodeList((SQL("EPOCH FROM"), later - earlier)))


def row_id(text: str | int) -> int:
    """An id as somebody gave it; ValueError for what no table can hold."""
    number = int(text)
    if not 0 < number < 2**63:
        raise ValueError(f"no id: {number}")
    return number


def stored_moment(moment: datetime) -> datetime:
    """An aware moment as the database keeps it: naive, in UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


class UtcDateTimeField(DateTimeField):
    """Aware datetimes in and out; naive UTC in the database, comparable as text on SQLite."""

    def db_value(self, value):
        return stored_moment(value) if isinstance(value, datetime) else value

    @staticmethod
    @lru_cache(maxsize=10_000)
    def python_value(value):
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value and value.replace(tzinfo=UTC)


class DayField(DateField):
    """A plain calendar day. Parsed by fromisoformat: strptime costs ten times as much on long lists."""

    @staticmethod
    @lru_cache(maxsize=10_000)
    def python_value(value):
        return date.fromisoformat(value) if isinstance(value, str) else value


class LastingIdField(AutoField):
    """An id that is never given again. SQLite would hand the id of a deleted last row to the next one, and with it
    whatever names rows by id for good, the audit trail above all."""

    def ddl(self, ctx):
        column = super().ddl(ctx)
        return NodeList((column, SQL("AUTOINCREMENT"))) if is_sqlite() else column


class ChineseJSONField(JSONField):
    """JSON whose Chinese keys and values stay readable and comparable on both databases."""

    def __init__(self, **options):
        super().__init__(dumps=partial(json.dumps, ensure_ascii=False), **options)


class BaseModel(Model):
    """Rows are saved by SQL that Peewee writes once for each set of columns:
    writing it takes 0.2 ms, a save the tenth of it."""

    class Meta:
        database = db
        only_save_dirty = True
        legacy_table_names = False

    def save(self, force_insert: bool = False, only=None) -> int:
        """Insert the row or update its changed columns, as Peewee does; the number of rows written."""
        is_new = force_insert or self._pk is None
        names = tuple(self.__data__ if is_new else self._dirty)
        if only is not None or not names or not self._is_plain():
            return super().save(force_insert, only)
        sql, columns = _saving(type(self), names, is_new, type(db.obj))
        if sql is None:
            return super().save(force_insert, only)
        cursor = db.execute_sql(sql, [column.of(self) for column in columns])
        if is_new and self._pk is None:
            self._pk = cursor.lastrowid if is_sqlite() else cursor.fetchone()[0]
        self._dirty.clear()
        return cursor.rowcount

    def _is_plain(self) -> bool:
        """Every column holds a value of its own: no expression, nor a row that may get its id only now."""
        return not any(isinstance(value, Node) for value in self.__data__.values()) and all(
            self.__data__.get(name) is not None for name in self.__rel__
        )


class _Column:
    """Stands in kept SQL for what a row holds in this column."""

    def __init__(self, field):
        self.name, self.stored = field.name, _json_text if isinstance(field, JSONField) else field.db_value

    def of(self, row: BaseModel):
        return self.stored(row.__data__[self.name])


def _json_text(value) -> str | None:
    """JSON as the database's own function would leave it, which is no value to bind."""
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _saving(
    model: type[BaseModel], names: tuple[str, ...], is_new: bool, _database: type
) -> tuple[str | None, list[_Column]]:
    """The INSERT or UPDATE of these columns with what stands at each of its places;
    None where it holds anything else."""
    meta = model._meta
    if not meta.auto_increment:
        return None, []
    values = {meta.fields[name]: Value(_Column(meta.fields[name]), converter=False) for name in names}
    key = meta.primary_key
    query = model.insert(values) if is_new else model.update(values).where(key == Value(_Column(key), converter=False))
    sql, columns = query.sql()
    return (sql, columns) if all(isinstance(column, _Column) for column in columns) else (None, [])
