"""Steps of the night run that warn of the pool, and release into it (R-POOL)."""

from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from peewee import fn

from webapp.clock import local
from webapp.errors import Stale
from webapp.models.assignment import Assignment
from webapp.models.assignment.transfer import Transfer
from webapp.models.calendar_day import calendar_in_force
from webapp.models.classification import Classification
from webapp.models.complaint import Complaint
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.order import Order
from webapp.models.pool import PoolWarning
from webapp.models.settings import Settings
from webapp.models.task import Task
from webapp.prepared import Prepared
from webapp.rules.job import Slice, Step, Turn
from webapp.workdays import Calendar

MOST = 200  # customers in one transaction
FIRST, LAST = 7, 3  # working days ahead on which the owner is warned


class Facts(NamedTuple):
    """What tells when somebody's customer goes into the pool: when it was last followed up, filed, given to its owner;
    after how many days its classes send it there; when its last contract ends, and when it last ordered."""

    id: int
    last_followup_at: datetime | None
    created_at: datetime
    given_at: datetime | None
    pool_days: int | None
    ends_on: date | None
    ordered_on: date | None

    @property
    def owned_since(self) -> date:
        return local(self.given_at or self.created_at).date()

    @property
    def silent_since(self) -> date:
        return max(self.owned_since, local(self.last_followup_at or self.created_at).date())


class Due(NamedTuple):
    """From which day on a customer belongs into the pool, and why."""

    day: date
    reason: str

    @classmethod
    def of(cls, facts: Facts, contract_days: int) -> "Due | None":
        """By the rule that comes first; None where none applies."""
        found = []
        if days := facts.pool_days:
            found.append(cls(facts.silent_since + timedelta(days=days), f"满 {days} 天没有跟进"))
        if contract_days and facts.ends_on and not (facts.ordered_on and facts.ordered_on >= facts.ends_on):
            day = max(facts.ends_on, facts.owned_since) + timedelta(days=contract_days)
            found.append(cls(day, f"合同到期满 {contract_days} 天没有新订单"))
        return min(found, default=None)

    def is_near(self, day: date, calendar: Calendar) -> bool:
        """Is it time that the owner is warned?"""
        return self.day <= calendar.after(day, FIRST)


def dues(customers: list[int]) -> dict[int, Due]:
    """When these customers (ids) go into the pool, where a rule sends them there and they are somebody's: not while
    they wait (无需再跟进), or have a complaint open."""
    contract_days = Settings.pool_contract_days
    found = {facts.id: Due.of(facts, contract_days) for facts in _facts(customers=customers)}
    return {id_: due for id_, due in found.items() if due}


def _facts_of(customers):
    values = DimensionValue.select(fn.MIN(DimensionValue.pool_days)).join(Dimension)
    values = values.join_from(DimensionValue, Classification, on=Classification.value == DimensionValue.id)
    values = values.where(Classification.customer == Customer.id, ~Dimension.is_retired)
    given = Transfer.select(fn.MAX(Transfer.at)).where(Transfer.customer == Customer.id)
    ends, ordered = map(_latest, (Order.renews_on, Order.ordered_on))
    waits = Task.select().where(Task.customer == Customer.id, Task.is_open, Task.is_pause)
    complains = Complaint.select().where(Complaint.customer == Customer.id, Complaint.closed_at.is_null())
    told = Customer.id, Customer.last_followup_at, Customer.created_at, given, values, ends, ordered
    rows = Customer.select(*told).where(Customer.id << customers, Customer.owner.is_null(False))
    return rows.where(~fn.EXISTS(waits), ~fn.EXISTS(complains))


def _latest(day):
    """Of the customer's orders."""
    return Order.select(fn.MAX(day)).where(Order.customer == Customer.id)


def _watch(turn: Turn) -> Slice:
    """The next customers by their ids: warn their owners, release them, or lift a warning."""
    calendar, ids = calendar_in_force(), _next(turn.cursor or 0)
    near = {id_ for id_, due in dues(ids).items() if due.is_near(turn.day, calendar)} if _is_ruled() else set()
    done = _settle(sorted(near.union(_warned(ids))), turn, calendar)
    return Slice(done, is_last=len(ids) < MOST, cursor=ids[-1] if ids else None)


def _settle(customers: list[int], turn: Turn, calendar: Calendar) -> int:
    """What becomes of these, held, as they are by now; how many were warned of or released."""
    rows = _held(customers)
    due = {id_: one for id_, one in dues([*rows]).items() if one.is_near(turn.day, calendar)}
    warned, leaving, done = _warned([*rows]), defaultdict(list), 0
    PoolWarning.lift([id_ for id_ in warned if id_ not in due])
    for id_, one in due.items():
        if any(warning.release_on <= turn.day and one.day <= turn.day for warning in warned.get(id_, ())):
            leaving[rows[id_].branch_id, one.reason].append(id_)
        else:
            done += _warn(rows[id_], one, warned.get(id_, []), turn.day, calendar)
    for (branch, reason), ids in leaving.items():
        PoolWarning.lift(ids)
        done += Assignment.release(Customer.select().where(Customer.id << ids), reason, branch=branch, by=turn.by).count
    return done


def _warn(customer: Customer, due: Due, given: list[PoolWarning], day: date, calendar: Calendar) -> bool:
    """Tell the owner where it is time, twice; whether they were told now. Nobody loses a customer by a rule without
    seven working days' notice, however late the office made the rule."""
    if not given or due.day > given[0].release_on:
        PoolWarning.lift([customer.id])
        release_on = max(due.day, calendar.after(day, FIRST))
        PoolWarning.give(customer, release_on, due.reason, is_last=False)
        return True
    release_on = given[0].release_on
    is_time = len(given) == 1 and release_on <= calendar.after(day, LAST)
    if is_time:
        PoolWarning.give(customer, release_on, due.reason, is_last=True)
    return is_time


def _held(customers: list[int]) -> dict[int, Customer]:
    """By ascending id (webapp/database.py), without those that were taken away meanwhile."""
    for customer in Customer.select().where(Customer.id << customers).order_by(Customer.id):
        with suppress(Stale):
            customer.hold()
    return {row.id: row for row in Customer.select().where(Customer.id << customers)}


def _warned(customers: list[int]) -> dict[int, list[PoolWarning]]:
    found = defaultdict(list)
    for row in PoolWarning.select().where(PoolWarning.customer << customers).order_by(PoolWarning.id):
        found[row.customer_id].append(row)
    return found


def _next(since: int) -> list[int]:
    """Every customer, or where no rule holds those whose owners were warned."""
    rows = Customer.select(Customer.id).where(Customer.id > since).order_by(Customer.id).limit(MOST)
    if not _is_ruled():
        rows = rows.where(Customer.id << PoolWarning.select(PoolWarning.customer))
    return [id_ for (id_,) in rows.tuples()]


def _is_ruled() -> bool:
    values = DimensionValue.select().where(DimensionValue.pool_days.is_null(False))
    return bool(Settings.pool_contract_days) or values.exists()


_facts = Prepared(_facts_of, row=Facts)
POOL = Step("pool", "按规则预告和放入公海", _watch)
