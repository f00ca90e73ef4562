"""Files that belong to a customer, and what is in them."""

from peewee import BlobField, CharField, ForeignKeyField, IntegerField, Model

from webapp.database import LastingIdField, UtcDateTimeField


def up(migrator, db):
    class Named(Model):
        class Meta:
            database = db

    class User(Named):
        class Meta:
            table_name = "user"

    class Customer(Named):
        class Meta:
            table_name = "customer"

    class StoredFile(Named):
        digest = CharField(64, unique=True)
        content = BlobField()
        size = IntegerField()
        at = UtcDateTimeField()

        class Meta:
            table_name = "stored_file"

    class Attachment(Named):
        id = LastingIdField()
        customer = ForeignKeyField(Customer, index=False, on_delete="CASCADE")
        noun_of_holder = CharField(12)
        row_of_holder = IntegerField(null=True)
        name = CharField(120)
        kind = CharField(8)
        size = IntegerField()
        pages = IntegerField(null=True)
        content = ForeignKeyField(StoredFile, on_delete="RESTRICT")
        small = ForeignKeyField(StoredFile, null=True, on_delete="RESTRICT")
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            table_name = "attachment"
            indexes = ((("customer", "at"), False),)

    db.create_tables([StoredFile, Attachment])
