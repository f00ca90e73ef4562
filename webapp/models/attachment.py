"""附件: scans, photographs and documents that belong to a customer, or to something on its card (R-FILES).

What is in them lies in the database: so a backup has it, and every host that serves the book."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from peewee import BlobField, CharField, ForeignKeyField, IntegerField, fn

from webapp.clock import now
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.formatting import size
from webapp.media import kinds
from webapp.media.inspection import Inspected, inspect
from webapp.models.audit import AuditEvent
from webapp.models.complaint import Complaint
from webapp.models.customer import Customer
from webapp.models.followup import FollowUp
from webapp.models.order import Order
from webapp.models.settings import Settings
from webapp.models.user import User
from webapp.models.withdrawal import Said, Withdrawable
from webapp.models.written import check_text
from webapp.text.plain import visible

MOST_AT_ONCE = 20
LONGEST_NAME = 120
KEPT_FOR = timedelta(days=1)  # what nothing is attached by: somebody may be about to
HOLDERS = {noun.noun(): noun for noun in (FollowUp, Complaint, Order)}  # what one may hang on besides the customer
A_MB = 1024 * 1024


class Upload(NamedTuple):
    """A file as somebody sends it."""

    name: str
    content: bytes


class StoredFile(BaseModel):
    """What is in a file, once, however often it is attached."""

    digest = CharField(64, unique=True)
    content = BlobField()
    size = IntegerField()
    at = UtcDateTimeField(default=now)

    @classmethod
    def keep(cls, content: bytes) -> int:
        """The id of what is kept; it is not given up before tomorrow."""
        digest = hashlib.sha256(content).hexdigest()
        insert = cls.insert(digest=digest, content=content, size=len(content), at=now())
        insert.on_conflict(conflict_target=[cls.digest], preserve=[cls.at]).execute()
        return cls.select(cls.id).where(cls.digest == digest).scalar()

    @classmethod
    def unused(cls, kept_for: timedelta = KEPT_FOR):
        """A query of those that nothing is attached by any more, and that were kept that long."""
        used = [key.model.select().where(key == cls.id) for key in cls._meta.backrefs]
        return cls.select().where(cls.at <= now() - kept_for, *(~fn.EXISTS(rows) for rows in used))


class Attachment(Withdrawable, BaseModel):
    """附件. `noun_of_holder` and `row_of_holder` say what of the customer's it hangs on, and are empty for the customer
    itself; `kind` is one of webapp/media/kinds.py, `small` a little picture of it."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="attachments", index=False, on_delete="CASCADE")
    noun_of_holder = CharField(12, default="")
    row_of_holder = IntegerField(null=True)
    name = CharField(LONGEST_NAME)
    kind = CharField(8)
    size = IntegerField()
    pages = IntegerField(null=True)
    content = ForeignKeyField(StoredFile, backref="attachments", on_delete="RESTRICT")
    small = ForeignKeyField(StoredFile, null=True, backref="+", on_delete="RESTRICT")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("customer", "at"), False),)

    @classmethod
    def put(cls, customer, uploads: Iterable[Upload], *, on: tuple[str, int] | None = None, by) -> list["Attachment"]:
        """Attach all of these files, or none: what is wrong with each is said at once. `on` is a noun of HOLDERS and an
        id. One that hangs there already, of the same name and content, is not attached again."""
        cls.require_keeper(customer, by)
        uploads = list(uploads)
        checked = _checked(uploads)
        with transaction():
            customer.hold()
            _check_holder(customer, on)
            return [cls._attach(customer, *one, on or ("", None), by) for one in checked]

    @classmethod
    def _attach(
        cls, customer, name: str, content: bytes, found: Inspected, on: tuple[str, int | None], by
    ) -> "Attachment":
        kept = StoredFile.keep(content)
        noun, row = on
        where = cls.customer == customer, cls.noun_of_holder == noun, fn.COALESCE(cls.row_of_holder, 0) == (row or 0)
        same = cls.get_or_none(*where, cls.name == name, cls.content == kept)
        if same:
            return same
        told = {"kind": found.kind.name, "size": len(content), "pages": found.pages}
        told |= {"content": kept, "small": StoredFile.keep(found.small) if found.small else None}
        attachment = cls.create(customer=customer, noun_of_holder=noun, row_of_holder=row, name=name, by=by, **told)
        trail = {"subject": str(attachment.id), "name": customer.masked(name), "kind": found.kind.name}
        AuditEvent.record("attachment.put", by=by, customer=customer, **trail)
        return attachment

    @staticmethod
    def require_keeper(customer, user: User) -> None:
        if not user.works_on(customer):
            raise NotAllowed("附件由负责人、分站负责人和协同人添加和查看")

    @classmethod
    def let_go(cls, customer, noun: str, row: int) -> None:
        """What it hung on was taken back: it hangs on the customer."""
        held = cls.customer == customer, cls.noun_of_holder == noun, cls.row_of_holder == row
        cls.update(noun_of_holder="", row_of_holder=None).where(*held).execute()

    # -- taken back (R-WITHDRAW)

    def in_words(self) -> Iterator[Said]:
        yield Said("附件", self.name, for_insiders=True)
        yield Said("大小", size(self.size), eyes="open")

    def leave(self, *, by) -> None:
        """What is in it goes in the night, unless it is attached elsewhere."""
        self.delete_instance()


def _checked(uploads: list[Upload]) -> list[tuple[str, bytes, Inspected]]:
    """Each with its name as it is kept and what it is."""
    mistakes, found = Mistakes(), []
    if not uploads:
        raise DomainError("请选择文件", "files")
    if len(uploads) > MOST_AT_ONCE:
        raise DomainError(f"一次最多传 {MOST_AT_ONCE} 个文件，现在有 {len(uploads)} 个", "files")
    for place, upload in enumerate(uploads, 1):
        name = tidy_name(upload.name)
        with mistakes.noted():
            _check_name(name, place)
            found.append((name, upload.content, _inspected(name, upload.content)))
    mistakes.tell()
    return found


def _check_name(name: str, place: int) -> None:
    """What is wrong with a name is said without it: it may hold a number nobody keeps."""
    try:
        check_text(name, LONGEST_NAME, "files")
    except DomainError as refusal:
        raise type(refusal)(f"第 {place} 个文件的名字：{refusal.message}", "files") from refusal


def _inspected(name: str, content: bytes) -> Inspected:
    most = Settings.attachment_mb
    try:
        if len(content) > most * A_MB:
            raise DomainError(f"有 {size(len(content))}，最大 {most} MB")
        return inspect(name, content)
    except DomainError as refusal:
        raise DomainError(f"“{name[:40]}”{refusal.message}", "files") from refusal


def tidy_name(name: str) -> str:
    """The last part of it, without what nobody sees; 附件 where nothing is left."""
    last = visible(name).replace("\\", "/").rpartition("/")[2].strip().strip(".")
    return "".join(sign for sign in last if sign.isprintable()) or "附件"


def _check_holder(customer, on: tuple[str, int] | None) -> None:
    if on is None:
        return
    noun, row = on
    holder = HOLDERS.get(noun)
    if holder is None or not holder.select().where(holder.id == row, holder.customer == customer).exists():
        raise DomainError("要附到的那一条不在了，请刷新页面", "files")


def mime_of(kind: str) -> str:
    return kinds.KINDS[kind].mime
