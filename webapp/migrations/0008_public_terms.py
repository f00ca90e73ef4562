"""What strangers may know of a customer is told apart: the name they see, the terms they find it by; whole numbers that
were asked for are counted, and refused rows of a list are kept for some days only; the trail's end is sealed.

What is derived from names and contacts has another spelling since: webapp/schema.py works it out anew.
"""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    Model,
    SqliteDatabase,
)

from webapp.database import UtcDateTimeField


def up(migrator, db):
    public_name = CharField(80, constraints=[SQL("DEFAULT ''")])
    migrator.migrate(migrator.add_column("customer", "public_name", public_name, allow_not_null=True))
    has_cells = BooleanField(constraints=[SQL("DEFAULT TRUE")])
    migrator.migrate(migrator.add_column("import_batch", "has_cells", has_cells, allow_not_null=True))
    seal = CharField(64, constraints=[SQL("DEFAULT ''")])
    migrator.migrate(migrator.add_column("audit_head", "seal", seal, allow_not_null=True))
    db.execute_sql('DROP TABLE "search_term"')

    class Customer(Model):
        class Meta:
            database = db
            table_name = "customer"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class SearchTerm(Model):
        term = CharField(16)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        is_public = BooleanField()

        class Meta:
            database = db
            table_name = "search_term"
            primary_key = CompositeKey("term", "customer")
            indexes = ((("customer",), False),)
            without_rowid = isinstance(db, SqliteDatabase)

    class Lookup(Model):
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        asked = CharField(120)
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "lookup"
            indexes = ((("user", "at"), False),)

    db.create_tables([SearchTerm, Lookup])
    _lower_usernames(db)


def _lower_usernames(db):
    """LiMin and limin are one name from now on; where there are both, each stays as it is."""
    names = [name for (name,) in db.execute_sql('SELECT username FROM "user"').fetchall()]
    for name in names:
        if name != name.lower() and name.lower() not in names:
            place = "?" if isinstance(db, SqliteDatabase) else "%s"
            db.execute_sql(f'UPDATE "user" SET username = {place} WHERE username = {place}', (name.lower(), name))
