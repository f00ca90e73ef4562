"""The trail is searched by day."""


def up(migrator, _db):
    migrator.migrate(migrator.add_index("audit_event", ("at",)))
