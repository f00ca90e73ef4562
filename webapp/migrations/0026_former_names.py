"""What contacts and persons were called before stays hidden in what was written meanwhile."""

from peewee import ForeignKeyField, Model, TextField

from webapp.database import UtcDateTimeField


def up(migrator, db):
    class Customer(Model):
        class Meta:
            database = db
            table_name = "customer"

    class Former(Model):
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        name = TextField()
        word = TextField()
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "former"

    db.create_tables([Former])
