"""Which of several processes does what only one may do by itself (R-SCALE)."""

from datetime import timedelta

from peewee import CharField, IntegerField

from webapp import operator
from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, locked, transaction

SILENT = timedelta(minutes=3)  # whoever is on duty says so once a minute


class Duty(BaseModel):
    """值守: one row, with the process that starts periodic work for the whole office. It says each minute that it is
    there; who is silent, or has ended, is followed by the next that asks."""

    id = IntegerField(primary_key=True)
    holder = CharField(120)
    beat_at = UtcDateTimeField(default=now)

    @classmethod
    def take(cls, holder: str) -> bool:
        """Whether this process is on duty now: nobody else is, or is no longer."""
        with transaction():
            cls.insert(id=1, holder=holder, beat_at=now()).on_conflict_ignore().execute()
            duty = locked(cls.select().where(cls.id == 1)).get()
            if duty.holder != holder and duty.is_held:
                return False
            cls.update(holder=holder, beat_at=now()).where(cls.id == 1).execute()
        return True

    @classmethod
    def leave(cls, holder: str) -> None:
        """Whoever asks next is on duty."""
        with transaction():
            cls.delete().where(cls.holder == holder).execute()

    @classmethod
    def present(cls) -> "Duty | None":
        """Who is on duty, if anybody is."""
        duty = cls.get_or_none(cls.id == 1)
        return duty if duty and duty.is_held else None

    @property
    def is_held(self) -> bool:
        return self.beat_at > now() - SILENT and not operator.has_ended(self.holder)

    @property
    def host(self) -> str:
        """The machine it runs on."""
        return self.holder.partition(":")[0]
