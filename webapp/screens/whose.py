"""Whose customer it is, as a row says it: for those who see every branch with the branch."""

from peewee import fn

from webapp.models.customer import POOL, Customer
from webapp.models.organisation import Branch
from webapp.models.user import User


def owner_name():
    """The column, of a query of customers that is joined with their owners where they have one."""
    return fn.COALESCE(User.name, POOL)


def whose(viewer: User):
    """The column; its query is made `with_branch`."""
    return owner_name().concat(" · ").concat(Branch.name) if viewer.sees_all else owner_name()


def with_branch(query, viewer: User):
    """The query of customers, joined with what `whose` reads."""
    return query.join_from(Customer, Branch) if viewer.sees_all else query
