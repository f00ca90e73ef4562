"""Presets that are applied, and dimensions that are retired."""

from peewee import SQL, BooleanField, CharField, ForeignKeyField, Model

from webapp.database import ChineseJSONField, UtcDateTimeField


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class AppliedPreset(Model):
        slug = CharField(40, unique=True)
        at = UtcDateTimeField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        brought = ChineseJSONField()

        class Meta:
            database = db
            table_name = "applied_preset"

    is_retired = BooleanField(constraints=[SQL("DEFAULT FALSE")])
    migrator.migrate(
        migrator.add_column("dimension", "is_retired", is_retired, allow_not_null=True),
        migrator.add_column("dimension", "unsettled_at", UtcDateTimeField(null=True)),
    )
    db.create_tables([AppliedPreset])
