"""The search box's index: one portable table of short terms (R-SEARCH).

Terms of a customer: bigrams of its names and contacts, `@` initials trigrams, `#` number and phone tails.
They are written with the customer in the same transaction.
"""

import re
from collections.abc import Iterable
from itertools import chain

from peewee import CharField, CompositeKey, DeferredForeignKey

from webapp.database import BaseModel
from webapp.models.contact import Contact
from webapp.text import naming
from webapp.text.pinyin import initials_of, words

# what a customer's terms are made of: these columns of its own, and rows of these models
NAMES = frozenset({"name", "short_name"})
FOUND_BY = frozenset({Contact})
OF_A_CONTACT = ("name", "position", "phone_key")
LONGEST_QUERY = 60  # each character is one more part of the statement
_SEPARATORS = re.compile(r"[\s()（）+-]")


class SearchTerm(BaseModel):
    term = CharField(12)
    customer = DeferredForeignKey("Customer", backref="terms", on_delete="CASCADE")

    class Meta:
        primary_key = CompositeKey("term", "customer")
        indexes = ((("customer",), False),)
        without_rowid = True

    @classmethod
    def reindex(cls, customer) -> None:
        """Write the terms of one customer anew."""
        wanted = terms_of(customer, customer.contacts)
        cls.delete().where(cls.customer == customer).execute()
        cls.insert_many([(term, customer.id) for term in sorted(wanted)], fields=[cls.term, cls.customer]).execute()


def terms_of(customer, contacts: Iterable) -> set[str]:
    """Every term under which this customer is found."""
    contacts = list(contacts)
    terms = set()
    for text in (customer.name, customer.short_name, *chain.from_iterable(map(_spoken, contacts))):
        plain = naming.simplified(text).lower()
        terms |= _grams(plain, 2)
        for initials in initials_of(plain):
            terms |= {f"@{gram}" for gram in _grams(initials, 3)}
    terms |= {f"#{contact.phone_key[-4:]}" for contact in contacts if len(contact.phone_key) > 3}
    return terms | number_terms(customer.number)


def number_terms(number: str) -> set[str]:
    """The terms of a customer's number."""
    return {f"#{gram}" for gram in _grams(number.lower(), 4)}


def _spoken(contact) -> tuple[str, str]:
    """What a contact is called: 蒋建国, and 蒋主任 for the 总务主任."""
    return contact.name, contact.name[:1] + contact.position[-2:]


def _grams(text: str, size: int) -> set[str]:
    """All runs of `size` characters, and the shorter ones at each word's start."""
    found = set()
    for word in words(text):
        found |= {word[start : start + size] for start in range(max(1, len(word) - size + 1))}
        found |= {word[:length] for length in range(1, size)}
    return found


def terms_for(query: str) -> list[set[str]]:
    """What to look up for a typed query: alternatives, each a set of terms that must all be there."""
    plain = naming.simplified(query[:LONGEST_QUERY]).lower().strip()
    plain = "".join(words(plain))
    if not plain:
        return []
    alternatives = [_query_grams(plain, 2)]
    if plain.isascii():
        if plain.isalpha():
            alternatives.append({f"@{gram}" for gram in _query_grams(plain, 3)})
        if len(plain) > 3:
            alternatives.append({f"#{gram}" for gram in _query_grams(plain, 4)})
    return alternatives


def _query_grams(text: str, size: int) -> set[str]:
    return {text[start : start + size] for start in range(max(1, len(text) - size + 1))}


def asked(query: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, str] | None]:
    """What to look for: alternatives, each of terms that must all be there, and the tail and the whole of a phone."""
    digits = _SEPARATORS.sub("", query)
    phone = (f"#{digits[-4:]}", f"%{digits}") if digits.isdecimal() and len(digits) > 4 else None
    return tuple(tuple(sorted(terms)) for terms in terms_for(query)), phone


def matching(alternatives, phone):
    """A subquery of the ids of customers that fit what is asked for."""
    found, *others = map(_having_all, alternatives)
    for select in [*others, *([_having_phone(*phone)] if phone else [])]:
        found = found | select
    return found


def _having_phone(tail, whole):
    """Customers with a phone that ends so; the tail's term narrows it to a handful before the numbers are read."""
    numbers = Contact.select(Contact.customer).where(Contact.phone_key**whole)
    return SearchTerm.select(SearchTerm.customer).where(SearchTerm.term == tail) & numbers


def _having_all(terms):
    """Customers that have every one of the terms: an intersection, each part a walk along the primary key."""
    first, *rest = (SearchTerm.select(SearchTerm.customer).where(SearchTerm.term == term) for term in terms)
    for select in rest:
        first = first & select
    return first
