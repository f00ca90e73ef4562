"""What a person sees: which rows, of which branch."""

from copy import copy
from functools import cached_property
from typing import Self

from webapp.models.collaboration import Collaboration
from webapp.models.roles import OWNER_ROLES, Role
from webapp.prepared import Prepared


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
        return model.owner == self.id if helped is False else (model.owner == self.id) | helped

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
        return self.role, is_helping, self._within is not None

    def stand_in(self, slot) -> Self:
        """Somebody of this kind for a query that is being written,
        `slot(attribute)` standing for what differs within it."""
        person = type(self)(role=self.role)
        person.id, person.branch_id = slot("id"), slot("branch_id")
        _, is_helping, is_narrowed = self.kind
        person._helping = slot("_helping") if is_helping else None
        person._within = slot("_within") if is_narrowed else None
        return person

    @cached_property
    def _helping(self) -> list[int] | None:
        """The customers they were asked onto; None where there are none."""
        return [customer for (customer,) in _helped_on(user=self.id)] or None

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


_helped_on = Prepared(
    lambda user: Collaboration.select(Collaboration.customer).where(Collaboration.user == user), row=tuple
)
