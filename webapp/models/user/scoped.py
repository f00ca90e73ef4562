"""What a person sees: which rows, of which branch."""

from copy import copy
from functools import cached_property
from typing import Self

from peewee import Value

from webapp.clock import today
from webapp.models.absence import Absence
from webapp.models.collaboration import Collaboration
from webapp.models.roles import OWNER_ROLES, Role
from webapp.prepared import Prepared

HELPING, ABSENT = "helping", "absent"


class Scoped:
    """What of the book is this person's to see. What they may do with it tells Permitted."""

    def scope(self, model):
        """The WHERE of rows this person sees. `model` has owner, branch and customer (or is Customer itself)."""
        if self.sees_all:
            return True if self.looks_at_all else model.branch == self._within
        if self.role == Role.MANAGER:
            return model.branch == self.branch_id
        helped = False if self._helping is None else getattr(model, "customer", model.id) << self._helping
        if self.role == Role.SERVICE:
            return helped
        theirs = model.owner == self.id if self._owning is None else model.owner << self._owning
        return theirs if helped is False else theirs | helped

    @property
    def sees_all(self) -> bool:
        """Every customer of every branch."""
        return self.role in (Role.INSPECTOR, Role.ADMIN)

    _within: int | None = None

    def within(self, branch: int | None) -> Self:
        """The same person looking at one branch alone, where they see them all."""
        if not self.sees_all or branch is None:
            return self
        narrowed = copy(self)
        narrowed._within = branch
        return narrowed

    @property
    def chosen_branch(self) -> int | None:
        """The id of the one branch that somebody who sees them all is looking at."""
        return self._within

    @property
    def looks_at_all(self) -> bool:
        """At every branch at once."""
        return self.sees_all and self._within is None

    @property
    def kind(self) -> tuple:
        """What of a person decides how their scope is written: people of one kind share every query (Prepared)."""
        is_helping = self.role in (Role.REP, Role.SERVICE) and self._helping is not None
        is_standing_in = self.role == Role.REP and self._owning is not None
        return self.role, is_helping, is_standing_in, self._within is not None

    def stand_in(self, slot) -> Self:
        """Somebody of this kind for a query that is being written,
        `slot(attribute)` standing for what differs within it."""
        person = type(self)(role=self.role)
        person.id, person.branch_id = slot("id"), slot("branch_id")
        _, is_helping, is_standing_in, is_narrowed = self.kind
        person._bonds = (
            slot("_helping") if is_helping else None,
            slot("_owning") if is_standing_in else None,
        )
        person._within = slot("_within") if is_narrowed else None
        return person

    @property
    def _helping(self) -> list[int] | None:
        """The customers they were asked onto; None where there are none."""
        return self._bonds[0]

    @property
    def _owning(self) -> list[int] | None:
        """Whose customers are theirs to look after, themselves among them; None where they stand in for nobody."""
        return self._bonds[1]

    @cached_property
    def _bonds(self) -> tuple[list[int] | None, list[int] | None]:
        """Both, by one query."""
        found: dict[str, list[int]] = {HELPING: [], ABSENT: []}
        for bond, id_ in _bonds(user=self.id, day=today()):
            found[bond].append(id_)
        return found[HELPING] or None, [self.id, *found[ABSENT]] if found[ABSENT] else None

    @property
    def seen_branch(self) -> int | None:
        """The id of the branch that all they see belongs to; None where it may belong to any."""
        return self.branch_id if self.role in OWNER_ROLES else self._within

    @property
    def leads_branch(self) -> bool:
        """A whole branch is theirs to see, besides the customers of their own."""
        return self.role == Role.MANAGER

    @property
    def oversees(self) -> bool:
        """They look after what others have to do, too."""
        return self.leads_branch or self.sees_all


def _bound_by(user, day):
    helping, absent = (Value(bond, converter=False).alias("bond") for bond in (HELPING, ABSENT))
    asked_on = Collaboration.select(helping, Collaboration.customer).where(Collaboration.user == user)
    away = Absence.select(absent, Absence.user).where(
        Absence.stand_in == user, Absence.since <= day, Absence.until >= day
    )
    return asked_on.union_all(away)


_bonds = Prepared(_bound_by, row=tuple)
