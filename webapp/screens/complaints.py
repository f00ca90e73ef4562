"""Complaints as they are shown: with the clock that runs, and what was done so far (R-COMPLAINT)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from webapp.clock import now
from webapp.models.complaint import Complaint
from webapp.models.complaint.clocks import Clock, office_time
from webapp.models.complaint.handling import LABELS, TEXTS, Breach, Handling
from webapp.models.customer import Customer
from webapp.models.eyes import Owned, eyes_at
from webapp.models.user import User
from webapp.models.withdrawal import is_fresh
from webapp.prepared import Prepared
from webapp.screens.records import MOST, Told

ON_WORKLIST = 20
LATE_ENTRY = timedelta(minutes=30)  # so much later than it was done something is 补记


class Running(NamedTuple):
    """The clock that runs: for what, until when, and how much office time is left, or has passed since."""

    clock: str
    label: str
    due_at: datetime
    is_over: bool
    length: timedelta

    @classmethod
    def of(cls, clock: str, due_at: datetime | None, moment: datetime) -> "Running | None":
        if due_at is None:
            return None
        is_over, time = moment > due_at, office_time()
        length = time.between(due_at, moment) if is_over else time.between(moment, due_at)
        # whole minutes: what is drawn is kept by what it shows
        return cls(clock, Clock(clock).label, due_at, is_over, timedelta(minutes=length // timedelta(minutes=1)))


class Done(NamedTuple):
    """Something done about it: `took` is how long after the complaint came, in office time; `is_late` that its clock
    had run out, `is_late_entry` that it was put down long after."""

    complaint: int
    id: int
    at: datetime
    by_id: int
    by: str
    kind: str
    label: str
    body: str
    said: tuple[Told, ...]
    is_settled: bool
    took: timedelta
    is_late: bool
    is_late_entry: bool
    is_fresh: bool


class Case(NamedTuple):
    """A complaint. It is fresh for a day."""

    id: int
    at: datetime
    by_id: int
    by: str
    version: int
    is_fresh: bool
    channel: str
    issue_type: str
    description: str
    first_asked: str
    running: Running | None
    done: tuple[Done, ...]
    breaches: tuple[str, ...]


class Open(NamedTuple):
    """A complaint whose clock runs, as a worklist has it."""

    id: int
    number: str
    name: str
    description: str
    first_asked: str
    running: Running


_First = User.alias()
_COLUMNS = (
    Complaint.id,
    Complaint.complained_at,
    Complaint.by,
    User.name,
    Complaint.version,
    Complaint.recorded_at,
    Complaint.channel,
    Complaint.issue_type,
    Complaint.description,
    _First.name,
    Complaint.clock,
    Complaint.due_at,
)


def _cases(*which):
    rows = Complaint.select(*_COLUMNS).join(User, on=Complaint.by).switch(Complaint)
    return rows.join(_First, on=Complaint.first_asked).where(*which)


_by_ids = Prepared(lambda ids: _cases(Complaint.id << ids), row=tuple)
_of_customer = Prepared(
    lambda customer: (
        _cases(Complaint.customer == customer).order_by(Complaint.at.desc(), Complaint.id.desc()).limit(MOST)
    ),
    row=tuple,
)
_handlings = Prepared(
    lambda ids: (
        Handling.select(
            Handling.complaint,
            Handling.id,
            Handling.at,
            Handling.by,
            User.name,
            Handling.kind,
            Handling.body,
            Handling.cause,
            Handling.improvement,
            Handling.satisfaction,
            Handling.is_settled,
            Handling.recorded_at,
        )
        .join(User, on=Handling.by)
        .where(Handling.complaint << ids)
        .order_by(Handling.complaint, Handling.id)
    ),
    row=tuple,
)
_breaches = Prepared(
    lambda ids: (
        Breach.select(Breach.complaint, Breach.clock, Breach.due_at)
        .where(Breach.complaint << ids)
        .order_by(Breach.complaint, Breach.id)
    ),
    row=tuple,
)


def of_ids(ids: list[int]) -> list[Case]:
    """Those with these ids, for the timeline."""
    return _told(_by_ids(ids=ids))


def of_customer(customer) -> list[Case]:
    """The newest of a customer's."""
    return _told(_of_customer(customer=customer.id))


def _told(rows: list[tuple]) -> list[Case]:
    ids, came = [row[0] for row in rows], {row[0]: row[1] for row in rows}
    if not ids:
        return []
    late = {id_: tuple(found) for id_, found in groupby(_breaches(ids=ids), key=lambda row: row[0])}
    done = {}
    for id_, handlings in groupby(_handlings(ids=ids), key=itemgetter(0)):
        begun, done[id_] = came[id_], ()
        for row in handlings:
            done[id_] += (_done(row, came[id_], begun, late.get(id_, ())),)
            begun = row[2]
    return [_case(row, done.get(row[0], ()), late.get(row[0], ())) for row in rows]


def _case(row: tuple, done: tuple[Done, ...], late: Iterable[tuple]) -> Case:
    *who, recorded_at, channel, issue_type, description, first_asked, clock, due_at = row
    running = Running.of(clock, due_at, now())
    breaches = [Clock(missed).label for _, missed, missed_at in late if not (running and missed_at == due_at)]
    about = channel, issue_type, description, first_asked
    return Case(*who, is_fresh(recorded_at), *about, running, done, tuple(breaches))


def _done(row: tuple, came_at: datetime, begun: datetime, late: Iterable[tuple]) -> Done:
    """`begun` is when the clock that it stopped began to run: of a kind there may be several, each with its own."""
    complaint, id_, at, by_id, by, kind, body, cause, improvement, satisfaction, is_settled, recorded_at = row
    texts = ((TEXTS["cause"], cause), (TEXTS["improvement"], improvement))
    said = (*texts, ("满意度", f"{satisfaction} 分" if satisfaction else ""))
    is_late = any(missed == kind and begun <= missed_at < at for _, missed, missed_at in late)
    return Done(
        complaint,
        id_,
        at,
        by_id,
        by,
        kind,
        LABELS[kind],
        body,
        tuple(Told(label, text, "text") for label, text in said if text),
        is_settled,
        office_time().between(came_at, at),
        is_late,
        recorded_at - at > LATE_ENTRY,
        is_fresh(recorded_at),
    )


# -- on a worklist


def _open(viewer, person):
    name = Customer.name_for(viewer)
    rows = Complaint.select(
        Customer.id,
        Customer.owner,
        Customer.branch,
        Complaint.id,
        Customer.number,
        name,
        Complaint.description,
        User.name,
        Complaint.clock,
        Complaint.due_at,
    )
    rows = rows.join(Customer).switch(Complaint).join(User, on=Complaint.first_asked)
    rows = rows.where(Complaint.due_at.is_null(False), viewer.scope(Customer))
    if person is not None:
        rows = rows.where((Complaint.first_asked << person) | (Customer.owner << person))
    return rows.order_by(Complaint.due_at, Complaint.id).limit(ON_WORKLIST)


_running = Prepared(_open, row=tuple)


def running(user: User, person: list[int] | None) -> list[Open]:
    """The complaints whose clock runs, the next to run out first: those a person answers for, or of whose customers
    they are the owner; of everybody where nobody is named."""
    rows = _running(viewer=user, person=person)
    owned = [Owned(*row[:3]) for row in rows]
    eyes, moment = eyes_at(owned, user), now()
    return [
        Open(*row[3:6], eyes[one.id].text(row[6]), row[7], Running.of(*row[8:], moment))
        for one, row in zip(owned, rows, strict=True)
    ]
