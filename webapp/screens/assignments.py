"""更换负责人: an act, and the customers that changed hands by it."""

from functools import cached_property
from typing import NamedTuple

from peewee import JOIN

from webapp.models.assignment import Assignment
from webapp.models.assignment.transfer import Transfer
from webapp.models.customer import Customer
from webapp.models.eyes import Owned
from webapp.models.user import User

MOST = 500  # listed on the page; the rest is counted

_By, _Giver = User.alias(), User.alias()


class Gone(NamedTuple):
    """A customer that changed hands. Who sees it now is led to it."""

    number: str
    name: str
    giver: str | None
    steps: int
    complaints: int
    may_open: bool


def visible_assignments(user: User):
    """The query of those a person may read of: of the branches they oversee, and whoever got or gave customers."""
    acts = Assignment.select(Assignment, User, _By).join(User, JOIN.LEFT_OUTER, on=Assignment.to_user)
    acts = acts.join_from(Assignment, _By, on=Assignment.by == _By.id, attr="maker")
    if user.sees_all:
        return acts
    if user.leads_branch:
        return acts.where(Assignment.branch == user.branch_id)
    given = Transfer.select(Transfer.assignment).where(Transfer.from_user == user)
    return acts.where((Assignment.to_user == user) | (Assignment.id << given))


class AssignmentPage:
    """One act as somebody may see it: who gave customers sees theirs alone, by what everybody may know of them."""

    def __init__(self, assignment: Assignment, user: User):
        self.assignment, self.user = assignment, user

    @property
    def may_undo(self) -> bool:
        return self.assignment.is_undone_by(self.user)

    @property
    def reason(self) -> str:
        """For whoever had to do with it. It may name people at any of the customers: others read it on their cards,
        masked."""
        is_theirs = not self.user.sees_all
        return self.assignment.reason if is_theirs else ""

    @cached_property
    def customers(self) -> list[Gone]:
        """The first of them, as they were given."""
        act, user = self.assignment, self.user
        whose = Customer.id, Customer.owner, Customer.branch
        told = Customer.number, Customer.name, Customer.public_name, _Giver.name, Transfer.steps, Transfer.complaints
        rows = Transfer.select(*whose, *told).join(Customer)
        rows = rows.join_from(Transfer, _Giver, JOIN.LEFT_OUTER, on=Transfer.from_user == _Giver.id)
        rows = rows.where(Transfer.assignment == act).order_by(Transfer.id).limit(MOST)
        if not (user.oversees or act.to_user_id == user.id):
            rows = rows.where(Transfer.from_user == user)
        return [self._gone(Owned(*row[:3]), *row[3:]) for row in rows.tuples()]

    def _gone(self, customer: Owned, number: str, name: str, public_name: str, *told) -> Gone:
        shown = name if self.user.works_on(customer) else public_name
        return Gone(number, shown, *told, may_open=self.user.sees(customer))
