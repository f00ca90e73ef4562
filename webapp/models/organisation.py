"""公司 → 区域 → 分站: regions and the branches in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from peewee import BooleanField, CharField, ForeignKeyField, IntegrityError

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, locked, transaction
from webapp.errors import DomainError, Mistakes
from webapp.models.audit import AuditEvent
from webapp.models.written import check_text

BUILT_IN = "本分站"  # the branch an office starts with


class Region(BaseModel):
    """区域. It is there as long as a branch is in it."""

    name = CharField(40, unique=True)
    is_demo = BooleanField(default=False)

    @classmethod
    def named(cls, name: str) -> Self:
        """The one of that name, a new one where there is none. Inside the caller's transaction."""
        return cls.get_or_create(name=name)[0]

    def rename(self, name: str, *, by) -> None:
        """Another name. DomainError beside it where it is empty, too long or another's."""
        by.require_setting_up()
        name = _checked(name=name)["name"]
        try:
            with transaction():
                before = locked(Region.select(Region.name).where(Region.id == self.id)).get().name
                if before != name:
                    self.name = name
                    self.save()
                    AuditEvent.record("region.renamed", by=by, subject=name, before=before)
        except IntegrityError as error:
            raise DomainError(f"已经有名为“{name}”的区域", "name") from error

    @classmethod
    def clear_away(cls) -> None:
        """Those no branch is in any more. Inside the caller's transaction."""
        cls.delete().where(cls.id.not_in(Branch.select(Branch.region))).execute()


class Branch(BaseModel):
    """分站: the scope of everything a rep or manager sees. One that `is_closed` is offered nowhere any more, and keeps
    what was recorded in it."""

    name = CharField(40, unique=True)
    region = ForeignKeyField(Region, backref="branches", on_delete="RESTRICT")
    is_demo = BooleanField(default=False)
    closed_at = UtcDateTimeField(null=True)

    @classmethod
    def open(cls, name: str, region: str, *, by) -> Self:
        """A new branch, in a region that is new where there is none of that name. Raises DomainError beside the field
        for a name that is empty, too long or taken."""
        by.require_setting_up()
        values = _checked(name=name, region=region)
        with _one_of_each_name(values["name"]), transaction():
            branch = cls.create(name=values["name"], region=Region.named(values["region"]))
            AuditEvent.record("branch.opened", by=by, subject=branch.name, region=values["region"])
        return branch

    def revise(self, name: str, region: str, *, by) -> None:
        """Another name, or another region; a region that is left by its last branch goes."""
        by.require_setting_up()
        values = _checked(name=name, region=region)
        with _one_of_each_name(values["name"]), transaction():
            current = self._held()
            stood = {"name": current.name, "region": current.region.name}
            changes = {what: [stood[what], value] for what, value in values.items() if value != stood[what]}
            if not changes:
                return
            self.name, self.region = values["name"], Region.named(values["region"])
            self.save()
            Region.clear_away()
            AuditEvent.record("branch.revised", by=by, subject=self.name, changes=changes)

    def close(self, *, by) -> None:
        """关闭. A second time changes nothing. DomainError while there are people or customers in it."""
        by.require_setting_up()
        with transaction():
            if self._held().is_closed:
                return
            people = self.users.where(self.users.model.disabled_at.is_null()).count()
            customers = self.customers.count()
            if people or customers:
                left = {"{} 个在用的账号": people, "{} 位客户": customers}
                told = "、".join(words.format(count) for words, count in left.items() if count)
                raise DomainError(f"{self.name}还有{told}，请先改到别的分站")
            self.closed_at = now()
            self.save()
            AuditEvent.record("branch.closed", by=by, subject=self.name)

    def reopen(self, *, by) -> None:
        """恢复. A second time changes nothing."""
        by.require_setting_up()
        with transaction():
            if self._held().is_closed:
                self.closed_at = None
                self.save()
                AuditEvent.record("branch.reopened", by=by, subject=self.name)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @classmethod
    def in_use(cls):
        """The query of those that are offered, by name."""
        return cls.select(cls, Region).join(Region).where(cls.closed_at.is_null()).order_by(Region.name, cls.name)

    def _held(self) -> Self:
        """It as it is now, which nobody else changes until the transaction ends."""
        return locked(type(self).select().where(type(self).id == self.id)).get()


def _checked(**names: str) -> dict[str, str]:
    mistakes, kept = Mistakes(), {}
    for field, typed in names.items():
        with mistakes.noted():
            check_text(typed, Branch.name.max_length, field)
            kept[field] = typed.strip()
            if not kept[field]:
                raise DomainError("请写名称", field)
    mistakes.tell()
    return kept


@contextmanager
def _one_of_each_name(name: str) -> Iterator[None]:
    """The database tells two of one name apart."""
    try:
        yield
    except IntegrityError as error:
        raise DomainError(f"已经有名为“{name}”的分站", "name") from error
