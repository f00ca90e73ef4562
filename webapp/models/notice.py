"""What somebody is told (R-NOTIFY): that there is an instruction for them, a step that is theirs now …

A notice holds no words. What it says is read from what it is about when it is shown, as its reader may see it: nothing
is kept twice, and nothing stays when that is taken back (webapp/screens/notices).
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from peewee import CharField, DeferredForeignKey, IntegerField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import NotAllowed


class Notice(BaseModel):
    """通知: `user` is told of the row `about`, of the model that the kind is of; `customer` is None where that is about
    none, or several. `by` is None for what the book tells by itself."""

    user = DeferredForeignKey("User", backref="notices", index=False, on_delete="CASCADE")
    kind = CharField(20)
    about = IntegerField()
    customer = DeferredForeignKey("Customer", null=True, backref="notices", on_delete="CASCADE")
    by = DeferredForeignKey("User", null=True, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    read_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = (
            (("user", "kind", "about"), True),
            (("user", "read_at"), False),
            (("kind", "about"), False),
        )

    @classmethod
    def tell(cls, users: Iterable[int], kind: str, customer, about: int, *, by=None) -> None:
        """Tell these people (ids), inside the caller's transaction: each once, however often it is tried. Not told are
        whoever did it, closed accounts, and those who do not see the customer."""
        others = [*{*users} - {by and by.id}]
        if not others:
            return
        people = cls.user.rel_model
        for user in list(people.select().where(people.id << others, people.disabled_at.is_null())):
            if customer is None or user.sees(customer):
                told = {"user": user, "kind": kind, "about": about, "customer": customer, "by": by, "at": now()}
                cls.insert(told).on_conflict_ignore().execute()

    @classmethod
    def tell_of_each(cls, user, kind: str, told: Iterable[tuple[int, int, int]]) -> None:
        """Tell somebody of many rows, each with its customer and who did it, inside the caller's transaction."""
        rows = [dict(zip(("about", "customer", "by"), row, strict=True)) for row in told]
        if rows:
            shared = {"user": user.id, "kind": kind, "at": now()}
            cls.insert_many([shared | row for row in rows]).on_conflict_ignore().execute()

    @classmethod
    def forget(cls, kind: str, *about: int, but_read: bool = False) -> None:
        """Take back what was told of these rows, inside the caller's transaction: read or not, or what is unread
        alone."""
        if about:
            which = cls.read_at.is_null() if but_read else True
            cls.delete().where(cls.kind == kind, cls.about << about, which).execute()

    @classmethod
    def seen(cls, *, by, **about) -> None:
        """This person has dealt with these rows, by kind ids or a query of ids, and need not be told of them any more;
        inside the caller's transaction."""
        cls._mark_read(by, reduce(or_, ((cls.kind == kind) & (cls.about << rows) for kind, rows in about.items())))

    @classmethod
    def read_all(cls, *, by) -> None:
        """全部标为已读: of one's own."""
        with transaction():
            cls._mark_read(by)

    def read(self, *, by) -> None:
        """Its own person has read it; a second time changes nothing, and an instruction is not 已阅 by it. The reader's
        own affair: the trail does not tell of it."""
        if by.id != self.user_id:
            raise NotAllowed("通知由收到的人查看")
        with transaction():
            self._mark_read(by, Notice.id == self.id)

    @classmethod
    def _mark_read(cls, by, *which) -> None:
        cls.update(read_at=now()).where(cls.user == by, cls.read_at.is_null(), *which).execute()
