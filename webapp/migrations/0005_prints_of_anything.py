"""A print may be about anything, not about a customer alone, and is counted by its subject and form."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("print", "subject_kind", CharField(20, default="customer")),
        migrator.add_column("print", "subject_key", CharField(80, default="")),
        migrator.drop_not_null("print", "customer_id"),
        migrator.drop_index("print", "print_customer_id_slug_times"),
    )
    db.execute_sql('UPDATE "print" SET subject_key = CAST(customer_id AS VARCHAR(80))')
    migrator.migrate(migrator.add_index("print", ("subject_kind", "subject_key", "slug", "times"), True))
