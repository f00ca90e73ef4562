"""A record says whom it asked onto the customer: withdrawn, it takes them off again."""

from peewee import SQL, BooleanField


def up(migrator, db):
    is_asked_on = BooleanField(constraints=[SQL("DEFAULT FALSE")])
    migrator.migrate(migrator.add_column("mention", "is_asked_on", is_asked_on, allow_not_null=True))
