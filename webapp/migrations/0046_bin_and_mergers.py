"""回收站 and merged customers (R-BIN)."""

from peewee import SQL, CharField, ForeignKeyField, IntegerField, Model

from webapp.database import ChineseJSONField, LastingIdField, UtcDateTimeField
from webapp.lasting import known


def up(migrator, db):
    user, branch, customer, stored_file = known(db, "user", "branch", "customer", "stored_file")

    def key(to: type[Model], column: str, on_delete: str = "RESTRICT", **more) -> ForeignKeyField:
        return ForeignKeyField(to, column_name=column, backref="+", on_delete=on_delete, **more)

    class Binned(Model):
        id = LastingIdField()
        customer_id = IntegerField()
        number = CharField(30, index=True)
        public_name = CharField(80)
        its_branch = key(branch, "branch_id")
        owner_name = CharField(40)
        reason = CharField(200)
        rows = ChineseJSONField()
        its_by = key(user, "by_id", index=False)
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "binned"

    class BinnedFile(Model):
        its_binned = key(Binned, "binned_id", "CASCADE")
        its_file = key(stored_file, "file_id")

        class Meta:
            database = db
            table_name = "binned_file"

    class Merger(Model):
        id = LastingIdField()
        its_branch = key(branch, "branch_id", index=False)
        its_kept = key(customer, "kept_id", "SET NULL", null=True)
        gone_number = CharField(30)
        before = ChineseJSONField()
        after = ChineseJSONField()
        undone_at = UtcDateTimeField(null=True)
        its_by = key(user, "by_id", index=False)
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "merger"

    db.create_tables([Binned, BinnedFile, Merger])
    former_numbers = CharField(400, constraints=[SQL("DEFAULT ''")])
    migrator.migrate(migrator.add_column("customer", "former_numbers", former_numbers, allow_not_null=True))
