"""Customers picked from a list: those that are ticked, or all that its filters leave."""

from functools import cached_property
from typing import Self
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from webapp.models.customer import Customer
from webapp.models.user import User
from webapp.screens.customer_list import CustomerList

MOST_TICKED = 200  # a page has fifty
FIRST = 3  # named, where there are more
LONGEST = 10_000  # characters of what says so


class Picked:
    """What somebody picked, as an address or a form says it: `customer` is a number, and comes for each; `all` means
    that the filters, which stand beside it, leave."""

    @classmethod
    def sent(cls, user: User, said: str) -> Self:
        """What a form sent along."""
        return cls(user, MultiDict(parse_qsl(said[:LONGEST])))

    def __init__(self, user: User, said: MultiDict):
        self.user = user
        self.numbers = list(dict.fromkeys(said.getlist("customer")))[:MOST_TICKED]
        self.is_all = bool(said.get("all"))
        self._list = CustomerList(user, {name: said[name] for name in said if name != "customer"})

    @property
    def is_any(self) -> bool:
        """Was anything picked?"""
        return self.is_all or bool(self.numbers)

    @property
    def query(self):
        """The query of these customers, as far as the person sees them."""
        if self.is_all:
            return self._list.matching()
        return Customer.visible_to(self.user).where(Customer.number << self.numbers)

    @cached_property
    def count(self) -> int:
        return self.query.count()

    @cached_property
    def names(self) -> list[str]:
        """What the first few are called."""
        column = Customer.name_for(self.user)
        return [name for (name,) in self.query.select(column).order_by(Customer.id).limit(FIRST).tuples()]

    @property
    def said(self) -> str:
        """The same as an address says it, for a form to send along in one field."""
        filters = [("all", "1"), *self._list.query.items()]
        return urlencode(filters if self.is_all else [("customer", number) for number in self.numbers])
