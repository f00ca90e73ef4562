"""A step that is handed on says why, and from which day the same act put it off; its id is never given again."""

from peewee import SQL, CharField, SqliteDatabase

from webapp.database import DayField
from webapp.lasting import never_give_again

COLUMNS = {
    "reason": CharField(200, constraints=[SQL("DEFAULT ''")]),
    "from_day": DayField(null=True),
}


def up(migrator, db):
    for name, column in COLUMNS.items():
        migrator.migrate(migrator.add_column("reassignment", name, column, allow_not_null=True))
    if isinstance(db, SqliteDatabase):
        never_give_again(db, "reassignment")
