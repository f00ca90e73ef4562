"""Customers change hands by acts that are taken back as one; branches are closed; notices may be about no customer."""

from peewee import CharField, ForeignKeyField, IntegerField, Model

from webapp.database import LastingIdField, UtcDateTimeField


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Branch(Model):
        class Meta:
            database = db
            table_name = "branch"

    class Customer(Model):
        class Meta:
            database = db
            table_name = "customer"

    class Assignment(Model):
        id = LastingIdField()
        branch = ForeignKeyField(Branch, index=False, on_delete="RESTRICT")
        to_user = ForeignKeyField(User, null=True, index=False, on_delete="RESTRICT")
        reason = CharField(200)
        count = IntegerField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()
        undone_at = UtcDateTimeField(null=True)

        class Meta:
            database = db
            table_name = "assignment"
            indexes = ((("branch", "id"), False),)

    class Transfer(Model):
        id = LastingIdField()
        assignment = ForeignKeyField(Assignment, on_delete="CASCADE")
        customer = ForeignKeyField(Customer, index=False, on_delete="CASCADE")
        from_user = ForeignKeyField(User, null=True, index=False, on_delete="RESTRICT")
        to_user = ForeignKeyField(User, null=True, index=False, on_delete="RESTRICT")
        reason = CharField(200)
        steps = IntegerField()
        complaints = IntegerField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "transfer"
            indexes = ((("customer", "at"), False),)

    db.create_tables([Assignment, Transfer])
    assignment = ForeignKeyField(Assignment, field=Assignment.id, null=True, on_delete="SET NULL")
    migrator.migrate(
        migrator.add_column("branch", "closed_at", UtcDateTimeField(null=True)),
        migrator.drop_not_null("notice", "customer_id"),
        migrator.add_column("reassignment", "assignment_id", assignment),
    )
