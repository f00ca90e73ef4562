"""Printed sheets: where their copies are (R-SCAN). Whether they still hold: webapp/paper/consistency.py."""

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from peewee import JOIN, fn

from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.paper_copy import CopyState, PaperCopy
from webapp.models.printing import Print
from webapp.models.user import User

PAGE = 30
NAMES = {1: "第一联 业务人员存", 2: "第二联 分站负责人存", 3: "第三联 公司督察存"}
_By = User.alias()


class Copy(NamedTuple):
    """A copy of a sheet, and where it is."""

    copy: int
    name: str
    state: str
    label: str
    by: str
    at: datetime | None
    attachment: int | None


def visible_prints(user: User):
    """The query of the sheets about customers that a person sees."""
    rows = Print.select(Print, Customer, User, Branch, _By).join(Customer)
    rows = rows.join(User, JOIN.LEFT_OUTER, on=Customer.owner).join_from(Customer, Branch)
    rows = rows.join_from(Print, _By, on=Print.by == _By.id, attr="printer")
    return rows.where(user.scope(Customer))


class PrintList:
    """The sheets of which copies are kept apart, the last first; those that are not all back, where that is asked."""

    def __init__(self, user: User, *, is_out: bool = True):
        self.user, self.is_out = user, is_out

    @cached_property
    def _matching(self):
        rows = visible_prints(self.user).where(fn.LENGTH(Print.copies) > 1)
        known = PaperCopy.select(fn.COUNT(PaperCopy.id)).where(PaperCopy.print == Print.id)
        return rows.where(fn.LENGTH(Print.copies) > known) if self.is_out else rows

    @cached_property
    def count(self) -> int:
        return self._matching.count()

    def rows(self, page: int = 0) -> list[Print]:
        return list(self._matching.order_by(Print.id.desc()).limit(PAGE).offset(page * PAGE))


def copies_of(prints: list[Print]) -> dict[int, list[Copy]]:
    """Each copy of each print."""
    known = PaperCopy.states(prints)
    return {made.id: [_copy(int(copy), known[made.id].get(int(copy))) for copy in made.copies] for made in prints}


def _copy(copy: int, known: PaperCopy | None) -> Copy:
    name = NAMES.get(copy, f"第 {copy} 联")
    if known is None:
        return Copy(copy, name, CopyState.OUT.value, CopyState.OUT.label, "", None, None)
    return Copy(copy, name, known.state, CopyState(known.state).label, known.by.name, known.at, known.attachment_id)
