"""曾用: what somebody of a customer was called, or could be reached or found by, before it was corrected or taken back.

What was written meanwhile says it still, and is hidden as before (R-MASK).
"""

from collections.abc import Iterable

from peewee import DeferredForeignKey, TextField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField


class Former(BaseModel):
    """A name, or else a `word`: an account or the address of a 个人客户."""

    customer = DeferredForeignKey("Customer", backref="formers", on_delete="CASCADE")
    name = TextField(default="")
    word = TextField(default="")
    at = UtcDateTimeField(default=now)

    @classmethod
    def keep(cls, customer: int, names: Iterable[str] = (), words: Iterable[str] = ()) -> None:
        """Keep those that say something, inside the caller's transaction; `customer` is an id."""
        for name in names:
            if name:
                cls.create(customer=customer, name=name)
        for word in words:
            if word:
                cls.create(customer=customer, word=word)
