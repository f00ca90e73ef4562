"""A customer in the public pool is nobody's (R-POOL)."""

from webapp.lasting import counted_on


def up(migrator, db):
    with counted_on(db, "customer", "classification"):
        migrator.migrate(
            migrator.drop_not_null("customer", "owner_id"),
            migrator.drop_not_null("classification", "owner_id"),
        )
