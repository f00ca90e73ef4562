"""A form that is sent twice, because the first answer never came, does what it asks for once."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from peewee import CharField, Expression, ForeignKeyField, IntegerField, IntegrityError

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import DomainError
from webapp.models.user import User

WITHIN = timedelta(hours=1)  # somebody presses again because no answer came
Noun = TypeVar("Noun", bound=BaseModel)


class Sending(BaseModel):
    """What a person has sent and what came of it: `key` is a hash of the form as it was drawn and filled in, `row` the
    id of what it made. It counts for an hour."""

    user = ForeignKeyField(User, backref="+", index=False, on_delete="CASCADE")
    key = CharField(64)
    row = IntegerField(null=True)
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "key"), True), (("at",), False))

    @classmethod
    def old(cls) -> Expression:
        """Those that count no more."""
        return cls.at < now() - WITHIN

    @classmethod
    def once(cls, key: str, noun: type[Noun], verb: Callable[[], Noun], *, by: User) -> Noun:
        """What the verb makes; of what was sent before, even at the same moment over another connection, what it made
        then, as long as that stands.

        The verb runs within a transaction around its own. Whatever it raises is raised, and nothing was sent; what is
        to stay on record of its refusal is put there again once that transaction is undone (DomainError.noted)."""
        try:
            return cls._first(key, verb, by)
        except IntegrityError:
            earlier = cls.get_or_none(cls.user == by, cls.key == key)
            if earlier is None:  # it was something else that the database refused
                raise
        if found := earlier._standing(noun):
            return found
        cls.delete().where(cls.id == earlier.id).execute()
        return cls._first(key, verb, by)

    @classmethod
    def _first(cls, key: str, verb: Callable[[], Noun], by: User) -> Noun:
        try:
            with transaction():
                sending = cls.create(user=by, key=key)
                made = verb()
                sending.row = made.id
                sending.save()
        except DomainError as refusal:
            if refusal.noted:
                refusal.noted()
            raise
        return made

    def _standing(self, noun: type[Noun]) -> Noun | None:
        """What it made; None where that is gone again, is a step that is open no longer, or was sent too long ago."""
        found = noun.get_or_none(noun.id == self.row) if self.at > now() - WITHIN else None
        return found if getattr(found, "is_open", True) else None
