"""A form that is sent twice, because the first answer never came, does what it asks for once."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from peewee import CharField, Expression, ForeignKeyField, IntegerField, IntegrityError

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import Stale
from webapp.models.user import User

KEPT = timedelta(days=2)
Noun = TypeVar("Noun", bound=BaseModel)


class Sending(BaseModel):
    """What a person has sent and what came of it: `key` is a hash of the form as it was drawn and filled in, `row` the
    id of what it made. Kept for two days."""

    user = ForeignKeyField(User, backref="+", index=False, on_delete="CASCADE")
    key = CharField(64)
    row = IntegerField(null=True)
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "key"), True), (("at",), False))

    @classmethod
    def old(cls) -> Expression:
        """Those that nobody will send again."""
        return cls.at < now() - KEPT

    @classmethod
    def once(cls, key: str, noun: type[Noun], verb: Callable[[], Noun], *, by: User) -> Noun:
        """What the verb makes; of what was sent before, even at the same moment over another connection, what it made
        then.

        Raises Stale where that is gone again, and whatever the verb raises: then nothing was sent."""
        try:
            with transaction():
                sending = cls.create(user=by, key=key)
                made = verb()
                sending.row = made.id
                sending.save()
        except IntegrityError:
            if earlier := cls.get_or_none(cls.user == by, cls.key == key):
                return earlier._made(noun)
            raise
        return made

    def _made(self, noun: type[Noun]) -> Noun:
        found = noun.get_or_none(noun.id == self.row)
        if found is None:
            raise Stale("这一条刚才已经记下，又撤回了")
        return found
