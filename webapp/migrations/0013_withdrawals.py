"""What was recorded by mistake is taken back and stays in history; a step can be voided; memos can be corrected.

A row that is taken back leaves its table: so that no page somebody has open ticks off, corrects or takes back another
one instead, the ids of these tables are never given again, as those of customers and imports are not.
"""

from peewee import SQL, CharField, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField

from webapp.database import ChineseJSONField, UtcDateTimeField
from webapp.lasting import never_give_again

LASTING = ("follow_up", "task", "memo", "contact")


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

    class Task(Named):
        class Meta:
            table_name = "task"

    class Memo(Named):
        class Meta:
            table_name = "memo"

    class Withdrawal(Named):
        customer = ForeignKeyField(Customer, index=False, on_delete="CASCADE")
        noun = CharField(12)
        row = IntegerField()
        said = ChineseJSONField()
        reason = CharField(200)
        recorded_at = UtcDateTimeField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            table_name = "withdrawal"
            indexes = ((("customer", "at"), False),)

    class Voiding(Named):
        task = ForeignKeyField(Task, unique=True, on_delete="CASCADE")
        reason = CharField(200)
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            table_name = "voiding"

    class MemoRevision(Named):
        memo = ForeignKeyField(Memo, on_delete="CASCADE")
        body = TextField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            table_name = "memo_revision"

    version = IntegerField(constraints=[SQL("DEFAULT 1")])
    added_by = ForeignKeyField(User, field=User.id, null=True, index=False, on_delete="RESTRICT")
    migrator.migrate(
        migrator.add_column("memo", "version", version, allow_not_null=True),
        migrator.add_column("contact", "added_by_id", added_by),
    )
    if isinstance(db, SqliteDatabase):
        for table in LASTING:
            never_give_again(db, table)
    db.create_tables([Withdrawal, Voiding, MemoRevision])
