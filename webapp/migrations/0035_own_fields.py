"""Fields of the office's own, and what stands in them."""

from peewee import SQL, BooleanField, CharField, IntegerField, JSONField, Model

from webapp.database import ChineseJSONField


def up(migrator, db):
    class OwnField(Model):
        noun = CharField(12)
        label = CharField(20)
        control = CharField(12)
        choices = ChineseJSONField()
        in_forms = BooleanField()
        in_list = BooleanField()
        in_filters = BooleanField()
        on_paper = BooleanField()
        position = IntegerField()
        is_retired = BooleanField()

        class Meta:
            database = db
            table_name = "own_field"
            indexes = ((("noun", "label"), True),)

    own = JSONField(constraints=[SQL("DEFAULT '{}'")])
    migrator.migrate(
        *(migrator.add_column(table, "own", own, allow_not_null=True) for table in ("customer", "follow_up"))
    )
    db.create_tables([OwnField])
