"""For migrations: tables there are, and ids that are never given again where a table was made without (see
LastingIdField)."""

from collections.abc import Iterator
from contextlib import contextmanager

from peewee import Database, Model, SqliteDatabase

_LAST = "SELECT seq FROM sqlite_sequence WHERE name = ?"
KEY = '"id" INTEGER NOT NULL PRIMARY KEY'


def never_give_again(db: Database, table: str) -> None:
    """On SQLite: build the table anew, its ids and all that refers to them as they were. Foreign keys are not watched
    while a migration runs. PostgreSQL gives no id again by itself."""
    (made,) = db.execute_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    others = db.execute_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''", (table,)
    )
    indexes = [sql for (sql,) in others.fetchall()]
    if made.count(KEY) != 1 or db.pragma("foreign_keys"):
        raise RuntimeError(f"{table} is not as it was made")
    anew = made.replace(f'"{table}"', f'"{table}_anew"', 1).replace(KEY, f"{KEY} AUTOINCREMENT")
    for sql in (
        anew,
        f'INSERT INTO "{table}_anew" SELECT * FROM "{table}"',
        f'DROP TABLE "{table}"',
        f'ALTER TABLE "{table}_anew" RENAME TO "{table}"',
        *indexes,
    ):
        db.execute_sql(sql)


@contextmanager
def counted_on(db: Database, *tables: str) -> Iterator[None]:
    """On SQLite, where a migration builds these tables anew: each goes on from the id it had given last."""
    if not isinstance(db, SqliteDatabase):
        yield
        return
    last = {table: db.execute_sql(_LAST, (table,)).fetchone() for table in tables}
    yield
    for table, seq in last.items():
        if seq:
            db.execute_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            db.execute_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, *seq))


def known(db: Database, *tables: str) -> list[type[Model]]:
    """What a migration says of tables there are already, to refer to their rows: that they have ids."""
    return [
        type(table.title(), (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": table})})
        for table in tables
    ]
