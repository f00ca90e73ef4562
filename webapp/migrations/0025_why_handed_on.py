"""A step that is handed on says why, and from which day the same act put it off; its id is never given again."""

from peewee import SQL, CharField, SqliteDatabase

from webapp.database import DayField

COLUMNS = {
    "reason": CharField(200, constraints=[SQL("DEFAULT ''")]),
    "from_day": DayField(null=True),
}


def up(migrator, db):
    for name, column in COLUMNS.items():
        migrator.migrate(migrator.add_column("reassignment", name, column, allow_not_null=True))
    if isinstance(db, SqliteDatabase):
        _never_give_again(db, "reassignment")


def _never_give_again(db, table):
    """Build the table anew, its ids and all that refers to them as they were: foreign keys are not watched while a
    migration runs."""
    (made,) = db.execute_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    others = db.execute_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''", (table,)
    )
    indexes = [sql for (sql,) in others.fetchall()]
    key = '"id" INTEGER NOT NULL PRIMARY KEY'
    if made.count(key) != 1 or db.pragma("foreign_keys"):
        raise RuntimeError(f"{table} is not as it was made")
    anew = made.replace(f'"{table}"', f'"{table}_anew"', 1).replace(key, f"{key} AUTOINCREMENT")
    for sql in (
        anew,
        f'INSERT INTO "{table}_anew" SELECT * FROM "{table}"',
        f'DROP TABLE "{table}"',
        f'ALTER TABLE "{table}_anew" RENAME TO "{table}"',
        *indexes,
    ):
        db.execute_sql(sql)
