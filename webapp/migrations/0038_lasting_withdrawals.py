"""People are told of withdrawals by their ids, which are never given again."""

from peewee import SqliteDatabase

from webapp.lasting import never_give_again


def up(migrator, db):
    if isinstance(db, SqliteDatabase):
        never_give_again(db, "withdrawal")
