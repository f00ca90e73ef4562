"""Which copies of a print are out, back, missing; and the way a form was filled (R-SCAN, R-CONSIST)."""

from peewee import SQL, CharField, ForeignKeyField, IntegerField, Model

from webapp.database import UtcDateTimeField
from webapp.lasting import known


def up(migrator, db):
    user, made, attachment = known(db, "user", "print", "attachment")

    class PaperCopy(Model):
        its_print = ForeignKeyField(made, column_name="print_id", backref="+", index=False, on_delete="CASCADE")
        copy = IntegerField()
        state = CharField(10)
        its_scan = ForeignKeyField(
            attachment, column_name="attachment_id", null=True, backref="+", on_delete="SET NULL"
        )
        its_by = ForeignKeyField(user, column_name="by_id", backref="+", index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "paper_copy"
            indexes = ((("its_print", "copy"), True),)

    db.create_tables([PaperCopy])
    variant = CharField(40, constraints=[SQL("DEFAULT ''")])
    migrator.migrate(migrator.add_column("print", "variant", variant, allow_not_null=True))
