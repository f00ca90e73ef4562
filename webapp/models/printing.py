"""What was printed: who, when, about what, how often, and what the sheet said (R-PRINTLOG, R-CONSIST)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import NamedTuple

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, fn

from webapp.clock import now, today
from webapp.database import BaseModel, ChineseJSONField, UtcDateTimeField, transaction
from webapp.errors import Stale
from webapp.models.audit import AuditEvent, Told
from webapp.models.customer import Customer
from webapp.models.rows import chunks, insert_rows
from webapp.models.sequence import numbers, return_numbers, upcoming
from webapp.models.user import User

NUMBERS = "P{YYYYMMDD}-{seq:4}"
OVERTAKEN = "刚有别人也在打印同一张表，请再试一次"


class Overtaken(Stale):
    """Somebody else has printed in between: number or count would be theirs."""


class SubjectKind(StrEnum):
    """What sheets are about; the forms of the last four are to come."""

    CUSTOMER = "customer"
    SELECTION = "selection"  # customers somebody picked
    PERSON = "person"  # those of one person; with a day, what that person did on it
    BRANCH = "branch"
    COMPANY = "company"
    COMPLAINT = "complaint"
    HANDOVER = "handover"
    REVIEW = "review"
    INSPECTION = "inspection"


class Subject(NamedTuple):
    """What one sheet is about: its kind, and which one of the kind (an id, with a day or period where it needs one).

    `customer` is the one customer a sheet is about, if it is about one:
    its timeline shows the print."""

    kind: SubjectKind
    key: str
    customer: Customer | None = None

    @classmethod
    def of(cls, thing: BaseModel, *rest: object) -> Subject:
        """A row, with whatever narrows it down: Subject.of(user, day)."""
        if isinstance(thing, Customer):
            return cls(SubjectKind.CUSTOMER, str(thing.id), thing)
        kind = SubjectKind.PERSON if isinstance(thing, User) else SubjectKind(thing._meta.name)
        return cls(kind, "/".join(map(str, (thing.id, *rest))), getattr(thing, "customer", None))

    @classmethod
    def picked(cls, customers: Sequence[Customer]) -> Subject:
        """Customers somebody picked: the same ones are the same subject, in whatever order."""
        if len(customers) == 1:
            return cls.of(customers[0])
        ids = ",".join(map(str, sorted(customer.id for customer in customers)))
        return cls(SubjectKind.SELECTION, hashlib.sha256(ids.encode()).hexdigest()[:32])

    @classmethod
    def seen_by(cls, user: User) -> Subject:
        """All the customers a person sees: their own, their branch's, the company's."""
        if user.sees_all:
            return cls(SubjectKind.COMPANY, "")
        return cls.of(user.branch) if user.leads_branch else cls.of(user)


class Print(BaseModel):
    """A form on paper, in the way (`variant`) it was asked for. `times` is the n of 第n次打印 of this form about this
    subject; the snapshot is what it said."""

    number = CharField(30, unique=True)
    slug = CharField(40)
    subject_kind = CharField(20)
    subject_key = CharField(80)
    customer = ForeignKeyField(Customer, null=True, backref="prints", index=False, on_delete="CASCADE")
    times = IntegerField()
    variant = CharField(40, default="")
    copies = CharField(20)
    is_unmasked = BooleanField(default=False)
    snapshot = ChineseJSONField()
    digest = CharField(64)
    by = ForeignKeyField(User, backref="prints", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("subject_kind", "subject_key", "slug", "times"), True), (("customer", "at"), False))

    @classmethod
    def draft(
        cls,
        slug: str,
        sheets: Sequence[tuple[Subject, dict]],
        *,
        copies: str,
        is_unmasked: bool,
        by,
        given: Sequence[str] = (),
        variant: str = "",
    ) -> list[Print]:
        """What the log will say of sheets, subject and snapshot: under numbers that were reserved (`given`), or under
        those that come next if nobody prints meanwhile. Nothing is taken or written."""
        times, at, rows = cls._times(slug, [subject for subject, _ in sheets]), now(), []
        given = given or upcoming(NUMBERS, today(), len(sheets))
        for number, (subject, snapshot) in zip(given, sheets, strict=True):
            times[subject[:2]] = nth = times.get(subject[:2], 0) + 1
            about = {
                "subject_kind": subject.kind,
                "subject_key": subject.key,
                "customer": subject.customer,
                "times": nth,
            }
            said = {"snapshot": snapshot, "digest": digest_of(snapshot), "is_unmasked": is_unmasked}
            rows.append(cls(number=number, slug=slug, variant=variant, copies=copies, by=by, at=at, **about, **said))
        return rows

    @classmethod
    def enter(
        cls,
        rows: Sequence[Print],
        *,
        reserved: bool = False,
        whose: Sequence[Customer] = (),
        why: dict | None = None,
        by,
    ) -> None:
        """Put drafted sheets of one form on record, inside the caller's transaction. `whose` are the customers of an
        unmasked list: it stands in the trail of each (R-REVEAL), with what `why` says besides.

        Raises Overtaken where somebody else has printed since they were drafted: anything, unless the numbers were
        reserved, or the same form of the same subject.
        The numbers go back with the transaction."""
        if not reserved and numbers(NUMBERS, today(), len(rows)) != [row.number for row in rows]:
            raise Overtaken(OVERTAKEN)
        if reserved:
            cls.hold()
        known = cls._times(rows[0].slug, [row.subject for row in rows])
        if any(row.times <= known.get(row.subject[:2], 0) for row in rows):
            raise Overtaken(OVERTAKEN)
        insert_rows(cls, (row.__data__ for row in rows))
        AuditEvent.record_each("print.made", (told for row in rows for told in row._told(whose, why or {}, by)), by=by)

    @staticmethod
    def hold() -> None:
        """Keep others from printing until the caller's transaction ends."""
        numbers(NUMBERS, today(), 0)

    @staticmethod
    @contextmanager
    def reserved(count: int) -> Iterator[list[str]]:
        """Numbers nobody else is given meanwhile. Where what they were for fails they go back,
        as long as they are the last."""
        day = today()
        with transaction():
            given = numbers(NUMBERS, day, count)
        try:
            yield given
        except BaseException:
            with transaction():
                return_numbers(NUMBERS, day, given)
            raise

    def newer(self) -> Print | None:
        """The last print of the same form about the same, where there is one since."""
        same = Print.subject_kind == self.subject_kind, Print.subject_key == self.subject_key, Print.slug == self.slug
        return Print.select().where(*same, Print.times > self.times).order_by(Print.times.desc()).first()

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind(self.subject_kind), self.subject_key, self.customer)

    def _told(self, whose: Sequence[Customer], why: dict, by: User) -> Iterator[Told]:
        """The entry of the customer it is about, of each customer on it, or of nobody."""
        for customer in whose or [self.customer]:
            branch = customer.branch_id if customer else by.branch_id
            said = {"slug": self.slug, "unmasked": self.is_unmasked, **why}
            yield Told(customer and customer.id, branch, self.number, said)

    @classmethod
    def _times(cls, slug: str, subjects: Sequence[Subject]) -> dict[tuple[str, str], int]:
        """How often each was printed so far."""
        found: dict[tuple[str, str], int] = {}
        for kind in dict.fromkeys(subject.kind for subject in subjects):
            for keys in chunks(subject.key for subject in subjects if subject.kind == kind):
                query = cls.select(cls.subject_key, fn.MAX(cls.times)).group_by(cls.subject_key)
                query = query.where(cls.subject_kind == kind, cls.subject_key << keys, cls.slug == slug)
                found |= {(kind, key): times for key, times in query.tuples()}
        return found


def digest_of(snapshot: dict) -> str:
    return hashlib.sha256(json.dumps(snapshot, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
