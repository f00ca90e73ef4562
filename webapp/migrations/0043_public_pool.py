"""公海: steps voided with a release, rules by class, who looked, and who was warned (R-POOL)."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, Model

from webapp.database import DayField, LastingIdField, UtcDateTimeField


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Customer(Model):
        class Meta:
            database = db
            table_name = "customer"

    class Assignment(Model):
        class Meta:
            database = db
            table_name = "assignment"

    class PoolLook(Model):
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        day = DayField()

        class Meta:
            database = db
            table_name = "pool_look"
            indexes = ((("user", "day", "customer"), True),)

    class PoolWarning(Model):
        id = LastingIdField()
        customer = ForeignKeyField(Customer, index=False, on_delete="CASCADE")
        release_on = DayField()
        is_last = BooleanField()
        reason = CharField(120)
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "pool_warning"
            indexes = ((("customer", "is_last"), True),)

    db.create_tables([PoolLook, PoolWarning])
    assignment = ForeignKeyField(Assignment, field=Assignment.id, null=True, on_delete="SET NULL")
    migrator.migrate(
        migrator.add_column("voiding", "assignment_id", assignment),
        migrator.add_column("dimension_value", "pool_days", IntegerField(null=True)),
    )
    db.execute_sql('CREATE INDEX "customer_pool" ON "customer" ("branch_id", "id") WHERE "owner_id" IS NULL')
