"""Whoever is asked onto a customer is told why; people on leave have somebody who stands in for them."""

from peewee import CharField, ForeignKeyField, Model

from webapp.database import DayField, LastingIdField, UtcDateTimeField, is_sqlite
from webapp.lasting import never_give_again


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Absence(Model):
        id = LastingIdField()
        user = ForeignKeyField(User, on_delete="CASCADE")
        stand_in = ForeignKeyField(User, on_delete="CASCADE")
        since = DayField()
        until = DayField()
        note = CharField(200)
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "absence"

    migrator.migrate(
        migrator.add_column("collaboration", "reason", CharField(200, default="")),
    )
    if is_sqlite():
        never_give_again(db, "collaboration")
    db.create_tables([Absence])
