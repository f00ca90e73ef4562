"""Forms that are sent twice do what they ask for once."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Sending(Model):
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        key = CharField(64)
        row = IntegerField(null=True)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "sending"
            indexes = ((("user", "key"), True), (("at",), False))

    db.create_tables([Sending])
