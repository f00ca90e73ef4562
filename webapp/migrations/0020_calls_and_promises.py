"""A record says what it was for, how it ended and who is to know; a customer says by when the next contact is due; a step
may say that for a while no contact is needed, and a tick which record it came with."""

from datetime import timedelta

from peewee import SQL, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField

from webapp.clock import local
from webapp.database import ChineseJSONField, UtcDateTimeField

WITHIN = timedelta(hours=24)
VISITS = ("面谈", "登门拜访")
UPDATED_MONTHLY = (("value", "high"), ("relationship", "core"))  # 大客户: the file is looked through once a month
TEXTS = ("problem", "solution", "result", "coming_needs")


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class DimensionValue(Model):
        class Meta:
            database = db
            table_name = "dimension_value"

    class Purpose(Model):
        label = CharField(20, unique=True)
        fields = ChineseJSONField(default=list)
        position = IntegerField()
        is_retired = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "purpose"

    class Outline(Model):
        phase = CharField(10)
        title = CharField(30)
        text = TextField()
        position = IntegerField()
        is_retired = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "outline"

    class FollowUp(Model):
        at = UtcDateTimeField()
        recorded_at = UtcDateTimeField()
        method = CharField(20)
        is_imported = BooleanField()
        is_late = BooleanField()

        class Meta:
            database = db
            table_name = "follow_up"

    class Mention(Model):
        followup = ForeignKeyField(FollowUp, on_delete="CASCADE")
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "mention"
            indexes = ((("user", "followup"), True),)

    db.create_tables([Purpose, Outline, Mention])
    empty, no = [SQL("DEFAULT ''")], [SQL("DEFAULT FALSE")]
    add = migrator.add_column
    purpose = ForeignKeyField(Purpose, field=Purpose.id, null=True, index=False, on_delete="RESTRICT")
    category = ForeignKeyField(DimensionValue, field=DimensionValue.id, null=True, index=False, on_delete="RESTRICT")
    fulfilled = ForeignKeyField(FollowUp, field=FollowUp.id, null=True, index=True, on_delete="SET NULL")
    migrator.migrate(
        add("follow_up", "purpose_id", purpose),
        add("follow_up", "category_id", category),
        *(add("follow_up", name, TextField(constraints=empty), allow_not_null=True) for name in TEXTS),
        add("follow_up", "satisfaction", IntegerField(null=True)),
        add("follow_up", "interest", IntegerField(null=True)),
        add("follow_up", "cause", CharField(20, constraints=empty), allow_not_null=True),
        add("follow_up", "adjustment", CharField(200, constraints=empty), allow_not_null=True),
        add("follow_up", "is_late", BooleanField(constraints=no), allow_not_null=True),
        add("task", "is_pause", BooleanField(constraints=no), allow_not_null=True),
        add("completion", "followup_id", fulfilled),
        add("customer", "cadence_days", IntegerField(null=True)),
        add("customer", "contact_due_on", DateField(null=True)),
        add("dimension_value", "update_days", IntegerField(null=True)),
    )
    for whose in ("", "branch_id, "):
        name = "branch_" if whose else ""
        db.execute_sql(
            f"CREATE INDEX customer_{name}cadence ON customer ({whose}contact_due_on, id, next_due_on) "
            "WHERE contact_due_on IS NOT NULL"
        )
    for dimension, value in UPDATED_MONTHLY:
        db.execute_sql(
            f"UPDATE dimension_value SET update_days = 30 WHERE slug = {db.param} AND dimension_id IN "
            f"(SELECT id FROM dimension WHERE slug = {db.param})",
            (value, dimension),
        )
    db.execute_sql("UPDATE dimension SET role = 'category' WHERE slug = 'category' AND role = ''")
    _mark_late(FollowUp)


def _mark_late(followups):
    columns = followups.id, followups.at, followups.recorded_at, followups.method
    told = followups.select(*columns).where(~followups.is_imported).tuples()
    late = [id_ for id_, at, recorded_at, method in told.iterator() if _is_late(at, recorded_at, method)]
    for start in range(0, len(late), 500):
        is_one = followups.id << late[start : start + 500]
        followups.update(is_late=True).where(is_one).execute()


def _is_late(at, recorded_at, method):
    same_day = local(recorded_at).date() == local(at).date()
    return recorded_at - at > WITHIN or (method in VISITS and not same_day)
