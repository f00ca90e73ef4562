"""Overdue steps of which the branch's manager was told: once for each day that was promised."""

from peewee import DateField, ForeignKeyField, Model

from webapp.database import LastingIdField, UtcDateTimeField


def up(_migrator, db):
    class Task(Model):
        class Meta:
            database = db
            table_name = "task"

    class Escalation(Model):
        id = LastingIdField()
        task = ForeignKeyField(Task, index=False, on_delete="CASCADE")
        due_on = DateField()
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "escalation"
            indexes = ((("task", "due_on"), True),)

    db.create_tables([Escalation])
