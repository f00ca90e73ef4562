"""What the composer offers before anybody has typed: whom, which days, which steps to tick off (R-QUICK, R-PROMISE)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from webapp.clock import today
from webapp.formatting import short_day
from webapp.models.customer import Customer
from webapp.models.dimension import Catalogue
from webapp.models.followup import FollowUp
from webapp.models.issue_type import IssueType
from webapp.models.outline import Outline
from webapp.models.purpose import Choice, Purpose
from webapp.models.task import Listed
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.next_days import NONE, Day, days_for


class Due(NamedTuple):
    """A step that the record may tick off, and whether it is the one that led here."""

    id: int
    action: str
    due_on: date | None
    led_here: bool


class Extras(NamedTuple):
    """What one seldom asks for, fetched when somebody does: colleagues who may be told (id, name), the values of
    客户类别 (id, label), and texts to start from (R-SYNC, R-FU, R-SCRIPT)."""

    colleagues: tuple[tuple[int, str], ...]
    categories: tuple[tuple[int, str], ...]
    outlines: tuple[Outline, ...]

    @classmethod
    def of(cls, customer: Customer, user: User) -> "Extras":
        axis = Catalogue.now().playing("category") if user.keeps(customer) else None
        values = axis.values if axis else ()
        return cls(
            colleagues=tuple((id_, name) for id_, name in User.colleagues(customer, user) if id_ != user.id),
            categories=tuple((value.id, value.label) for value in values if not value.is_retired),
            outlines=tuple(Outline.offered()),
        )


class Composer(NamedTuple):
    """`chosen` is the day that stands there by itself, `keeps` that the reader may say 无需再跟进, `asks` that the
    customer, though followed up, has no next day at all."""

    people: tuple[tuple[int, str], ...]
    days: tuple[Day, ...]
    chosen: str
    due: tuple[Due, ...]
    purposes: tuple[Choice, ...]
    keeps: bool
    asks: bool

    @property
    def words(self) -> tuple[str, ...]:
        """What the office suggests: the part of the form that shows it is drawn anew when it changes."""
        return IssueType.words()

    @property
    def led_here(self) -> list[int]:
        """The id of the step that led here, where one did."""
        return [due.id for due in self.due if due.led_here]

    @classmethod
    def of(
        cls, customer: Customer, user: User, steps: Iterable[Listed], *, led_by: int | None = None, people: tuple = ()
    ) -> "Composer":
        """`steps` are the customer's as Task.listed has them, `led_by` is the id of the one that led here, `people` are
        those who may do a step, where they are at hand."""
        steps = [step for step in steps if step.is_open]
        due = [step for step in steps if step.may and (step.id == led_by or _is_due(step))]
        promised = [step.due_on for step in steps if step.id != led_by and not _is_due(step)]
        offered, keeps = days_for(customer), user.keeps(customer)
        is_needed = keeps and not promised and not customer.is_lost()
        return cls(
            people=people or customer.people(user),
            days=(*offered, *(() if is_needed else (_none(promised),))),
            chosen=offered[-1].value if is_needed else NONE,
            due=tuple(Due(step.id, step.action, step.due_on, step.id == led_by) for step in due),
            purposes=Purpose.offered(),
            keeps=keeps,
            asks=is_needed and not steps,
        )


class Recent(NamedTuple):
    """What was said at an earlier contact."""

    at: datetime
    method: str
    executor: str
    content: str


def recent(customer: Customer) -> list[Recent]:
    """The last few, newest first."""
    return _recent(customer=customer.id)


_recent = Prepared(
    lambda customer: (
        FollowUp.select(FollowUp.at, FollowUp.method, FollowUp.executor_name, FollowUp.content)
        .where(FollowUp.customer == customer)
        .order_by(FollowUp.at.desc(), FollowUp.id.desc())
        .limit(3)
    ),
    row=Recent,
)


def _is_due(step: Listed) -> bool:
    return step.due_on is None or step.due_on <= today()


def _none(promised: list[date]) -> Day:
    """Nothing new: what is promised already, if anything is."""
    if promised:
        return Day(NONE, f"已约 {short_day(promised[0])}", "不另约，按已经约好的")
    return Day(NONE, "不约", "")
