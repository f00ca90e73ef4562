"""移交 (R-HANDOVER)."""

from peewee import CharField, ForeignKeyField, Model

from webapp.database import LastingIdField, UtcDateTimeField
from webapp.lasting import known


def up(_migrator, db):
    user, branch, customer, assignment = known(db, "user", "branch", "customer", "assignment")

    class Handover(Model):
        id = LastingIdField()
        branch_ = ForeignKeyField(branch, column_name="branch_id", index=False, on_delete="RESTRICT")
        giver = ForeignKeyField(user, backref="+", on_delete="RESTRICT")
        supervisor = ForeignKeyField(user, backref="+", on_delete="RESTRICT")
        reason = CharField(200)
        stage = CharField(12)
        by = ForeignKeyField(user, backref="+", index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()
        ended_at = UtcDateTimeField(null=True)
        ended_because = CharField(200)

        class Meta:
            database = db
            table_name = "handover"
            indexes = ((("branch_", "stage"), False),)

    class HandoverItem(Model):
        id = LastingIdField()
        handover = ForeignKeyField(Handover, index=False, on_delete="CASCADE")
        customer_ = ForeignKeyField(customer, column_name="customer_id", backref="+", on_delete="CASCADE")
        receiver = ForeignKeyField(user, backref="+", index=False, on_delete="RESTRICT")
        note = CharField(60)
        assignment_ = ForeignKeyField(
            assignment, column_name="assignment_id", null=True, backref="+", on_delete="SET NULL"
        )

        class Meta:
            database = db
            table_name = "handover_item"
            indexes = ((("handover", "customer_"), True),)

    class Confirmation(Model):
        id = LastingIdField()
        handover = ForeignKeyField(Handover, index=False, on_delete="CASCADE")
        part = CharField(10)
        user_ = ForeignKeyField(user, column_name="user_id", backref="+", index=False, on_delete="RESTRICT")
        reason = CharField(200)
        by = ForeignKeyField(user, backref="+", index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "confirmation"
            indexes = ((("handover", "part", "user_"), True),)

    db.create_tables([Handover, HandoverItem, Confirmation])
