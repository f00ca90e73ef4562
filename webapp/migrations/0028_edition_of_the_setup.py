"""Which edition of the set-up a database holds: processes keep what they found of it."""

from peewee import CharField, IntegerField, Model


def up(migrator, db):
    class Edition(Model):
        id = IntegerField(primary_key=True)
        token = CharField(32)

        class Meta:
            database = db
            table_name = "edition"

    db.create_tables([Edition])
