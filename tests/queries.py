"""Counting what a piece of work asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.database import db

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """The SQL of every statement run inside, transaction control left out: `with count_queries() as queries: …`."""
    queries: list[str] = []

    def note(event) -> None:
        if event.sql.lstrip(" (").upper().startswith(COUNTED):
            queries.append(event.sql)

    hooks = db.query_hooks
    hooks.append(note)
    try:
        yield queries
    finally:
        hooks.remove(note)
