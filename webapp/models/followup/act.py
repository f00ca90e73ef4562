"""What else is one act with a record (R-QUICK, R-SYNC, R-PROMISE)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.task import Task
from webapp.models.user import User


@dataclass(frozen=True)
class Act:
    """The steps it ticks off, the colleagues who are to know, and why and until when no contact is needed. `promises`:
    afterwards the customer has a next day, or it is refused (R-PROMISE)."""

    fulfils: Sequence[Task] = ()
    mentions: Sequence[User] = ()
    pause: tuple[str, date | None] | None = None
    promises: bool = False

    def check(self, customer, by: User) -> None:
        """Raise all that is wrong with it at once."""
        mistakes = Mistakes()
        with mistakes.noted():
            _check_ticks(self.fulfils, customer, by)
        if self.pause:
            with mistakes.noted():
                Task.check_pause(customer, *self.pause, by=by)
        with mistakes.noted():
            for person in self.mentions:
                _check_mention(customer, person, by)
        mistakes.tell()

    def look_again(self) -> None:
        """Raise Stale where a step was taken back meanwhile. The caller has held the customer."""
        ids = [task.id for task in self.fulfils]
        if ids and Task.select().where(Task.id << ids).count() < len(set(ids)):
            raise Stale("要完成的一步刚被撤回了，请看过再记", "fulfils")

    def tick(self, followup, by: User) -> None:
        for task in self.fulfils:
            task.tick(by=by, followup=followup)


def _check_ticks(tasks: Iterable[Task], customer, by: User) -> None:
    for task in tasks:
        if task.customer_id != customer.id:
            raise DomainError("这一步是另一位客户的，不能在这里完成", "fulfils")
        task.customer = customer  # the one at hand, which is held before anything is written
        task.require_doer(by)


def _check_mention(customer, person: User, by: User) -> None:
    """Whose colleague somebody of another branch is, nobody is told."""
    if not person.is_active or not (person.works_on(customer) or person.is_of(customer.branch_id)):
        raise DomainError("只能知会本分站在职的同事和跟这位客户的人", "mentions")
    if not person.works_on(customer) and not by.keeps(customer):
        raise NotAllowed(f"{person.name}不跟这位客户；请负责人来知会", "mentions")
