"""公海: customers are let go of, and claimed (R-POOL)."""

from datetime import date, timedelta
from typing import Self

from webapp.clock import local, midnight, today
from webapp.database import locked, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.formatting import day
from webapp.models.assignment.holding import Owned, give_to, held
from webapp.models.assignment.transfer import Transfer
from webapp.models.complaint import Complaint
from webapp.models.customer import POOL, Customer
from webapp.models.customer.schedulable import GONE
from webapp.models.notice import Notice
from webapp.models.rows import chunks
from webapp.models.settings import Settings
from webapp.models.task import Task
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason

CLAIMED = "从公海认领"
SHOWN = 3


class Pooled:
    """What of an assignment has nobody on one of its sides."""

    @classmethod
    def release(cls, customers, reason: str, *, by, branch: int | None = None) -> Self:
        """放入公海: these customers (a query of Customer) of the branch (its id; `by`'s own, if no other) are nobody's:
        their owners' steps there are void. Owners let go of their own, whoever leads the branch of any.

        DomainError beside `reason` where none is given, or where complaints are still open."""
        cls.require_releaser(by)
        reason = checked_reason(reason)
        branch = branch or by.branch_id
        with transaction():
            owned = held(customers.where(Customer.branch == branch, Customer.owner.is_null(False)))
            owned = [row for row in owned if row.owner_id is not None]
            if not (by.leads_branch or by.is_system) and any(row.owner_id != by.id for row in owned):
                raise NotAllowed("只能把自己的客户放入公海")
            if not owned:
                raise DomainError("已经在公海里了", "reason")
            _refuse_with_complaints([row.id for row in owned])
            released = cls.create(branch=branch, to_user=None, reason=reason, count=len(owned), by=by)
            released._let_go(owned, by)
        return released

    @classmethod
    def claim(cls, customer: Customer, *, by) -> Self:
        """认领: one in the pool is `by`'s. Two at once give it to exactly one: the other gets Stale.

        DomainError for who has claimed enough for a day, or had it themselves until lately."""
        cls.require_claimer(customer, by)
        with transaction():
            locked(User.select().where(User.id == by.id)).get()  # whoever claims twice at once is counted once more
            owned = held(Customer.select().where(Customer.id == customer.id))
            if not owned:
                raise Stale(GONE)
            if owned[0].owner_id is not None:
                raise Stale(f"这位客户已经由{owned[0].owner}负责，来晚了一步")
            cls._refuse_too_many(by)
            cls._refuse_too_soon(customer, by)
            claimed = cls.create(branch=customer.branch_id, to_user=by, reason=CLAIMED, count=1, by=by)
            claimed._give(owned, by)
        return claimed

    @staticmethod
    def require_releaser(user: User, customer=None) -> None:
        """Owners of their own, whoever leads the branch of any; the book itself by its rules."""
        if not (user.is_system or (user.can_file_customers and (customer is None or user.can_edit(customer)))):
            raise NotAllowed("放入公海由负责人或分站负责人决定")

    @staticmethod
    def require_claimer(customer, user: User) -> None:
        if not user.owns_in(customer.branch_id):
            raise NotAllowed("公海客户由本分站的业务员和分站负责人认领")

    @classmethod
    def left_to_claim(cls, user: User) -> int:
        """How many more this person may claim today."""
        theirs = Transfer.to_user == user, Transfer.by == user, Transfer.from_user.is_null()
        claimed = Transfer.select().where(*theirs, Transfer.at >= midnight(today())).count()
        return max(0, Settings.pool_claims_per_day - claimed)

    @staticmethod
    def cools_until(customer: Customer, user: User) -> date | None:
        """The day from which this person, who had the customer last, may claim it again; None if at once."""
        last = Transfer.select().where(Transfer.customer == customer).order_by(Transfer.id.desc()).first()
        if last is None or last.from_user_id != user.id or last.to_user_id is not None:
            return None
        until = local(last.at).date() + timedelta(days=Settings.pool_cooldown_days)
        return until if until > today() else None

    @classmethod
    def _refuse_too_many(cls, user: User) -> None:
        if not cls.left_to_claim(user):
            raise DomainError(f"今天已经认领 {Settings.pool_claims_per_day} 位，明天再来")

    @classmethod
    def _refuse_too_soon(cls, customer, user: User) -> None:
        if until := cls.cools_until(customer, user):
            raise DomainError(f"这位客户不久前还是您的，{day(until)}起才能再认领，先让给同事")

    def _let_go(self, owned: list[Owned], by) -> None:
        """Write what the act changes at these customers, which are held."""
        ids, givers = [row.id for row in owned], {row.id: row.owner_id for row in owned}
        give_to(None, ids)
        steps = Task.void_all(givers, self.reason, assignment=self.id, by=by)
        self._keep(owned, steps, {})
        people = {*givers.values(), *User.leading(self.branch_id)}
        Notice.tell(people, "assigned", None, self.id, by=by)
        told = {row.id: (row.number, {"before": row.owner, "after": POOL}) for row in owned}
        self._note("customer.released", told, by)


def _refuse_with_complaints(customers: list[int]) -> None:
    open_ = Complaint.select(Customer.number).join(Customer).where(Complaint.closed_at.is_null()).distinct()
    numbers = [number for some in chunks(customers) for (number,) in open_.where(Customer.id << some).tuples()]
    if numbers:
        named = "、".join(sorted(numbers)[:SHOWN]) + ("等" if len(numbers) > SHOWN else "")
        raise DomainError(f"{named}还有没办结的投诉，办结以后才能放入公海", "reason")
