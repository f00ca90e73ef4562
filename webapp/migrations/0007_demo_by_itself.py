"""What the demo brought along says so itself; until now a setting held its ids."""

import json

from peewee import SQL, BooleanField

TABLES = {"regions": "region", "branches": "branch", "users": "user", "customers": "customer"}


def up(migrator, db):
    # no column is made NOT NULL afterwards: SQLite builds the table anew for that, and lasting ids begin again
    is_demo = BooleanField(constraints=[SQL("DEFAULT FALSE")])
    for table in TABLES.values():
        migrator.migrate(migrator.add_column(table, "is_demo", is_demo, allow_not_null=True))
    stored = db.execute_sql("SELECT CAST(value AS TEXT) FROM setting WHERE name = 'demo'").fetchone()
    if stored:
        _mark(db, json.loads(stored[0]))
        db.execute_sql("DELETE FROM setting WHERE name = 'demo'")


def _mark(db, ids):
    for kind, table in TABLES.items():
        for id_ in ids[kind]:
            db.execute_sql(f'UPDATE "{table}" SET is_demo = TRUE WHERE id = {int(id_)}')
