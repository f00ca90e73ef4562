"""A person's steps as a calendar of their telephone: one link each, of which the table keeps the hash."""

from peewee import CharField, ForeignKeyField, Model

from webapp.database import UtcDateTimeField


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class CalendarLink(Model):
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        token_hash = CharField(64, unique=True)
        made_at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "calendar_link"

    db.create_tables([CalendarLink])
