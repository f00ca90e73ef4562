"""Whose customer it is, as a row says it: for those who see every branch with the branch."""

from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.user import User


def whose(viewer: User):
    """The column; its query is made `with_branch`."""
    return User.name.concat(" · ").concat(Branch.name) if viewer.sees_all else User.name


def with_branch(query, viewer: User):
    """The query of customers, joined with what `whose` reads."""
    return query.join_from(Customer, Branch) if viewer.sees_all else query
