"""督察 (R-INSPECT)."""

from peewee import SQL, CharField, ForeignKeyField, IntegerField, Model

from webapp.database import ChineseJSONField, DayField, LastingIdField, UtcDateTimeField
from webapp.lasting import known


def up(_migrator, db):
    user, branch, customer, follow_up = known(db, "user", "branch", "customer", "follow_up")

    def key(to: type[Model], column: str, on_delete: str = "RESTRICT", **more) -> ForeignKeyField:
        return ForeignKeyField(to, column_name=column, backref="+", on_delete=on_delete, **more)

    class Draw(Model):
        id = LastingIdField()
        its_branch = key(branch, "branch_id")
        its_person = key(user, "person_id", null=True, index=False)
        what = CharField(10)
        since = DayField()
        until = DayField()
        count = IntegerField()
        pool = ChineseJSONField()
        seed = CharField(32)
        picked = ChineseJSONField()
        its_by = key(user, "by_id", index=False)
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "draw"

    class Inspection(Model):
        id = LastingIdField()
        its_customer = key(customer, "customer_id", "CASCADE", index=False)
        its_followup = key(follow_up, "followup_id", null=True)
        its_branch = key(branch, "branch_id", index=False)
        its_person = key(user, "person_id", null=True, index=False)
        its_draw = key(Draw, "draw_id", "SET NULL", null=True)
        inspected_on = DayField()
        finding = CharField(10)
        how = CharField(20)
        note = CharField(400)
        opinion = CharField(400)
        penalty = IntegerField()
        state = CharField(10)
        objection = CharField(200)
        objected_at = UtcDateTimeField(null=True)
        decision = CharField(200)
        its_decider = key(user, "decided_by_id", null=True, index=False)
        decided_at = UtcDateTimeField(null=True)
        its_by = key(user, "by_id", index=False)
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "inspection"
            indexes = (
                (("its_customer", "at"), False),
                (("its_branch", "inspected_on"), False),
                (("its_person", "inspected_on"), False),
                SQL(
                    "CREATE UNIQUE INDEX inspection_once ON inspection (customer_id, COALESCE(followup_id, 0), finding)"
                    " WHERE finding <> 'true' AND state <> 'withdrawn'"
                ),
            )

    db.create_tables([Draw, Inspection])
