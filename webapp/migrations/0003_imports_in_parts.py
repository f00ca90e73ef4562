"""A list is written, and taken back, in parts: `busy_since` says that somebody is at it, and since when."""

from webapp.database import UtcDateTimeField


def up(migrator, _db):
    migrator.migrate(migrator.add_column("import_batch", "busy_since", UtcDateTimeField(null=True)))
