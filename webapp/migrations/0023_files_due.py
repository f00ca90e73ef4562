"""A customer says within how many days its file is to be looked through; records of the last weeks are counted by person."""

from peewee import IntegerField

FILL = """
UPDATE customer SET update_days = (
    SELECT MIN(NULLIF(v.update_days, 0)) FROM classification c JOIN dimension_value v ON v.id = c.value_id
    WHERE c.customer_id = customer.id
)
"""
LATE = "CREATE INDEX follow_up_late ON follow_up (executor_id, recorded_at, is_late) WHERE NOT is_imported"


def up(migrator, db):
    migrator.migrate(migrator.add_column("customer", "update_days", IntegerField(null=True)))
    db.execute_sql(FILL)
    db.execute_sql(LATE)
