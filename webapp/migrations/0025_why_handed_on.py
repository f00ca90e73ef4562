"""A step that is handed on says why, and from which day the same act put it off."""

from peewee import SQL, CharField

from webapp.database import DayField

COLUMNS = {
    "reason": CharField(200, constraints=[SQL("DEFAULT ''")]),
    "from_day": DayField(null=True),
}


def up(migrator, db):
    for name, column in COLUMNS.items():
        migrator.migrate(migrator.add_column("reassignment", name, column, allow_not_null=True))
