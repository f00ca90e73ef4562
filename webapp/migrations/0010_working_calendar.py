"""The working calendar: days off and make-up days, as they were announced and as the office has them."""

from peewee import BooleanField, CharField, Model

from webapp.database import DayField


def up(migrator, db):
    class CalendarDay(Model):
        day = DayField(primary_key=True)
        works = BooleanField()
        name = CharField(40)
        is_own = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "calendar_day"

    db.create_tables([CalendarDay])
