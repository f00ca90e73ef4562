"""通知: what one person is told, with what it says now (R-NOTIFY)."""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from peewee import JOIN, SQL, fn

from webapp.clock import now
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes, Owned, eyes_at
from webapp.models.memo import Acknowledgement, Memo, MemoKind
from webapp.models.notice import Notice
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.notices.kinds import KINDS, Said, said_of
from webapp.screens.timeline import Timeline
from webapp.screens.whose import owner_name

__all__ = ["KINDS", "NONE", "Notices", "Place", "Row", "Unread", "place_of"]

MOST_UNREAD, MOST_READ, MOST_TO_DO = 100, 50, 20
READ_SHOWN = timedelta(days=90)
PATIENCE = timedelta(days=1)  # before its author hears that an instruction is unread
BOOK = "跟进簿"
UNKNOWN = "通知", "ink"  # of a kind that a later release had
_NOBODYS = Eyes(False)  # at what is about no customer


class Unread(NamedTuple):
    """How many, and the latest of them."""

    count: int
    latest: int

    @property
    def etag(self) -> str:
        return f'"{self.count}-{self.latest}"'


NONE = Unread(0, 0)


class Row(NamedTuple):
    """A notice as its reader may see it; of no customer `number` and `name` are empty. `is_gone`: what it was about is
    not there any more; `version` is that of an instruction."""

    id: int
    kind: str
    label: str
    hue: str
    about: int
    at: datetime
    is_read: bool
    by: str
    number: str
    name: str
    text: str
    due_on: date | None
    is_over: bool
    is_gone: bool
    version: int


class Place(NamedTuple):
    """Where on a customer's card something stands: `pages` of the timeline must be open for it to be there."""

    anchor: str = ""
    kind: str | None = None
    pages: int | None = None


class Notices:
    """What one person is told: of the customers they see today, and of what is about none."""

    def __init__(self, user: User):
        self.user = user

    def count(self) -> Unread:
        """The figure in the bar above every page."""
        return _unread.first(viewer=self.user)

    def unread(self) -> list[Row]:
        return [row for row in self._listed if not row.is_read]

    def read(self) -> list[Row]:
        """The last few of the last three months."""
        return [row for row in self._listed if row.is_read]

    @cached_property
    def _listed(self) -> list[Row]:
        """Read together: what is said in them, and hidden, is looked up once."""
        fresh = _listed(viewer=self.user, since=None)
        return self._shown([*fresh, *_listed(viewer=self.user, since=now() - READ_SHOWN)])

    @cached_property
    def to_do(self) -> tuple[Row, ...]:
        """批示与转交 on the worklist: instructions until they are 已阅, steps until they are read or done."""
        kinds = [kind.name for kind in KINDS.values() if kind.to_do]
        shown = self._shown(_to_do(viewer=self.user, kinds=kinds))
        return tuple(row for row in shown if not row.is_over and not row.is_gone)

    @cached_property
    def waiting(self) -> tuple["Waiting", ...]:
        """Instructions of their own that nobody has acknowledged for a day."""
        if not self.user.can_instruct:
            return ()
        return tuple(_waiting(viewer=self.user, before=now() - PATIENCE))

    def find(self, id_: int) -> Notice | None:
        """One of theirs, with its customer."""
        return _one.first(viewer=self.user, id_=id_)

    def _shown(self, rows: list[tuple]) -> list[Row]:
        about = {row[0]: (*row[1:3], row[8]) for row in rows}
        said = said_of(about.values())
        eyes = {None: _NOBODYS} | eyes_at((Owned(*row[8:11]) for row in rows if row[8]), self.user)
        return [self._row(row, said.get(about[row[0]]), eyes[row[8]]) for row in rows]

    def _row(self, row: tuple, said: Said | None, eyes: Eyes) -> Row:
        id_, kind, about, at, read_at, by, number, name, *_ = row
        label, hue = KINDS[kind][1:3] if kind in KINDS else UNKNOWN
        text, due_on, is_over = (eyes.text(said.text), said.due_on, bool(said.is_over)) if said else ("", None, True)
        head = id_, kind, label, hue, about, at, read_at is not None, by or BOOK, number or "", name or ""
        return Row(*head, text, due_on, is_over, is_gone=said is None, version=said.version if said else 0)


class Waiting(NamedTuple):
    """An instruction that its author waits for."""

    id: int
    at: datetime
    number: str
    name: str
    owner: str
    text: str


def place_of(notice: Notice) -> Place:
    """Where what the notice is about stands on the card; the card's beginning where it is gone."""
    about = notice.kind, notice.about, notice.customer_id
    said = said_of([about]).get(about)
    if said is None:
        return Place()
    kind = KINDS[said.kind]
    anchor = f"{kind.entry}-{said.entry}"
    if not kind.narrowed:
        return Place(anchor)
    pages = Timeline(notice.customer, {"kind": kind.narrowed}).pages_to(kind.entry, said.entry)
    return Place(anchor, kind.narrowed, pages if pages > 1 else None)


def _of(viewer: User, *columns):
    """A person's own, of the customers they see and of none."""
    notices = Notice.select(*columns).join(Customer, JOIN.LEFT_OUTER, on=Notice.customer == Customer.id)
    return notices.where(Notice.user == viewer.id, Notice.customer.is_null() | viewer.scope(Customer))


def _rows(viewer: User):
    shown = Notice.id, Notice.kind, Notice.about, Notice.at, Notice.read_at, User.name
    customer = Customer.number, Customer.name_for(viewer), Customer.id, Customer.owner, Customer.branch
    rows = _of(viewer, *shown, *customer).join_from(Notice, User, JOIN.LEFT_OUTER, on=Notice.by == User.id)
    return rows.order_by(Notice.at.desc(), Notice.id.desc())


def _unread_or_since(viewer: User, since):
    if since is None:
        return _rows(viewer).where(Notice.read_at.is_null()).limit(MOST_UNREAD)
    return _rows(viewer).where(Notice.read_at >= since).limit(MOST_READ)


def _left_to_do(viewer: User, kinds):
    """What is unread; an instruction until it is acknowledged, as long as that would be theirs to do."""
    instruction = Notice.kind == MemoKind.INSTRUCTION
    acknowledged = Acknowledgement.select(Acknowledgement.id).where(Acknowledgement.memo == Notice.about)
    is_theirs = (Customer.owner == viewer.id) | (Notice.by == Customer.owner)
    left = (Notice.kind << kinds) & (instruction | Notice.read_at.is_null())
    return _rows(viewer).where(left, ~instruction | (is_theirs & ~fn.EXISTS(acknowledged))).limit(MOST_TO_DO)


def _unacknowledged(viewer: User, before):
    acknowledged = Acknowledgement.select(Acknowledgement.id).where(Acknowledgement.memo == Memo.id)
    return (
        Memo.select(Memo.id, Memo.at, Customer.number, Customer.name_for(viewer), owner_name(), Memo.body)
        .join(Customer, on=Memo.customer == Customer.id)
        .join(User, JOIN.LEFT_OUTER, on=Customer.owner == User.id)
        .where(Memo.kind == SQL("'instruction'"), Memo.by == viewer.id, Memo.at < before, ~fn.EXISTS(acknowledged))
        .where(viewer.scope(Customer))
        .order_by(Memo.at.desc(), Memo.id.desc())
        .limit(MOST_TO_DO)
    )


_unread = Prepared(
    lambda viewer: _of(viewer, fn.COUNT(Notice.id), fn.COALESCE(fn.MAX(Notice.id), 0)).where(Notice.read_at.is_null()),
    row=Unread,
)
_listed = Prepared(_unread_or_since, row=tuple)
_to_do = Prepared(_left_to_do, row=tuple)
_waiting = Prepared(_unacknowledged, row=Waiting)
_one = Prepared(lambda viewer, id_: _of(viewer, Notice, Customer).where(Notice.id == id_))
