"""Complaints, what is done about them, and what was not done in time."""

from peewee import SQL, BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField

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

    class Complaint(Named):
        id = LastingIdField()
        complained_at = UtcDateTimeField()
        channel = CharField(20)
        issue_type = CharField(40)
        description = TextField()
        customer = ForeignKeyField(Customer, index=False, on_delete="CASCADE")
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()
        recorded_at = UtcDateTimeField()
        version = IntegerField()
        first_asked = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        clock = CharField(12)
        since = UtcDateTimeField(null=True)
        due_at = UtcDateTimeField(null=True)
        responded_at = UtcDateTimeField(null=True)
        solved_at = UtcDateTimeField(null=True)
        called_back_at = UtcDateTimeField(null=True)
        closed_at = UtcDateTimeField(null=True)

        class Meta:
            table_name = "complaint"
            indexes = (
                (("customer", "at"), False),
                SQL("CREATE INDEX complaint_running ON complaint (due_at, customer_id) WHERE due_at IS NOT NULL"),
            )

    class Handling(Named):
        id = LastingIdField()
        complaint = ForeignKeyField(Complaint, index=False, on_delete="CASCADE")
        kind = CharField(12)
        body = TextField()
        cause = TextField()
        improvement = TextField()
        satisfaction = IntegerField(null=True)
        is_settled = BooleanField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()
        recorded_at = UtcDateTimeField()

        class Meta:
            table_name = "handling"
            indexes = ((("complaint", "at"), False),)

    class Breach(Named):
        id = LastingIdField()
        complaint = ForeignKeyField(Complaint, index=False, on_delete="CASCADE")
        clock = CharField(12)
        due_at = UtcDateTimeField()
        at = UtcDateTimeField()

        class Meta:
            table_name = "breach"
            indexes = ((("complaint", "clock", "due_at"), True),)

    db.create_tables([Complaint, Handling, Breach])
