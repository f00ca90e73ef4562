"""What runs by itself: its runs, their steps, and which process is on duty."""

from peewee import CharField, ForeignKeyField, IntegerField, Model

from webapp.database import ChineseJSONField, DayField, UtcDateTimeField


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class JobRun(Model):
        name = CharField(40)
        day = DayField()
        by = ForeignKeyField(User, on_delete="RESTRICT")
        started_at = UtcDateTimeField()
        beat_at = UtcDateTimeField()
        holder = CharField(120)
        tries = IntegerField()
        retry_at = UtcDateTimeField(null=True)
        finished_at = UtcDateTimeField(null=True)

        class Meta:
            database = db
            table_name = "job_run"
            indexes = ((("name", "day"), True),)

    class JobStep(Model):
        run = ForeignKeyField(JobRun, index=False, on_delete="CASCADE")
        name = CharField(40)
        done = IntegerField()
        total = IntegerField()
        cursor = ChineseJSONField(null=True)
        error = CharField(200)
        begun_at = UtcDateTimeField(null=True)
        finished_at = UtcDateTimeField(null=True)

        class Meta:
            database = db
            table_name = "job_step"
            indexes = ((("run", "name"), True),)

    class Duty(Model):
        id = IntegerField(primary_key=True)
        holder = CharField(120)
        beat_at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "duty"

    db.create_tables([JobRun, JobStep, Duty])
