"""The search box's index: one portable table of short terms (R-SEARCH).

Terms of a customer: bigrams of its names and contacts, `@` initials trigrams, `~` syllables by twos, `#` number and
phone tails, `=` what was chosen in the office's own fields. They are written with the customer in the same transaction,
here and nowhere else.

A term is public where it is made of what everybody may know of the customer: strangers find it by those alone, and by
a complete phone (R-MASK).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from peewee import BooleanField, CharField, CompositeKey, DeferredForeignKey, Field

from webapp.database import BaseModel
from webapp.models.contact import Contact
from webapp.models.own_field import terms_of as own_terms
from webapp.text import identifiers, masking, naming
from webapp.text.pinyin import in_syllables, initials_of, syllables_of, words
from webapp.text.plain import plain

# what a customer's terms are made of: these columns of its own, and rows of these models
NAMES = frozenset({"name", "short_name", "kind"})
FOUND_BY = frozenset({Contact})
OF_A_CONTACT = ("name", "position", "phone_key")
LONGEST_QUERY = 60  # each character is one more part of the statement
MOST_WORDS = 5
LEAST_DIGITS, TAIL = 5, 4
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{0,60}")


class Terms(NamedTuple):
    """Under which a customer is found by anybody, and under which by those who work on it alone."""

    public: set[str]
    private: set[str]


class SearchTerm(BaseModel):
    term = CharField(16)
    customer = DeferredForeignKey("Customer", backref="terms", on_delete="CASCADE")
    is_public = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("term", "customer")
        indexes = ((("customer",), False),)
        without_rowid = True

    @classmethod
    def columns(cls) -> list[Field]:
        """As rows have them that are tuples."""
        return [cls.term, cls.customer, cls.is_public]

    @classmethod
    def reindex(cls, customer) -> None:
        """Write the terms of one customer anew."""
        rows = [(term, customer.id, is_public) for term, is_public in marked(terms_of(customer, customer.contacts))]
        cls.delete().where(cls.customer == customer).execute()
        cls.insert_many(rows, fields=cls.columns()).execute()


def marked(terms: Terms) -> Iterator[tuple[str, bool]]:
    """Each term, and whether it is public."""
    yield from ((term, True) for term in sorted(terms.public))
    yield from ((term, False) for term in sorted(terms.private - terms.public))


def terms_of(customer, contacts: Iterable) -> Terms:
    """Every term under which this customer is found. Of a person the name is nobody's business (个人客户)."""
    contacts = list(contacts)
    own = _grams_of(customer.name, customer.short_name)
    people = _grams_of(*chain.from_iterable(map(_spoken, contacts)))
    tails = {f"#{contact.phone_key[-TAIL:]}" for contact in contacts if len(contact.phone_key) >= TAIL}
    numbers = set().union(*map(number_terms, (customer.number, *customer.former_numbers.split())))
    public = numbers | tails | own_terms(customer.own or {})
    if customer.is_person:
        return Terms(public, own | people)
    return Terms(public | own, people)


def _grams_of(*texts: str) -> set[str]:
    terms = set()
    for text in texts:
        said = naming.simplified(plain(text)).lower()
        terms |= _grams(said, 2)
        for initials in initials_of(said):
            terms |= {f"@{gram}" for gram in _grams(initials, 3)}
        terms |= {f"~{syllables}" for syllables in syllables_of(said)}
    return terms


def number_terms(number: str) -> set[str]:
    """The terms of a customer's number, whatever stands between its letters and digits."""
    return {f"#{gram}" for gram in _grams("".join(words(plain(number).lower())), 4)}


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


class Asked(NamedTuple):
    """What is looked for: one of the `alternatives`, each of terms that must all be there; or each of the `words` by
    one of its own; or a `phone` (the term of its tail, how it ends, all its digits); or the beginning of an `email`."""

    alternatives: tuple[tuple[str, ...], ...]
    words: tuple[tuple[tuple[str, ...], ...], ...] | None = None
    phone: tuple[str, str, str] | None = None
    email: tuple[str, str] | None = None

    @property
    def number(self) -> str:
        """The number that is asked for, if it may be a complete one: what a stranger is told only of a whole number
        is counted whenever it is asked for."""
        return self.phone[2] if self.phone and len(self.phone[2]) >= identifiers.LEAST_WHOLE else ""


def is_personal(query: str) -> bool:
    """Whether somebody's phone or account is looked for, whole or in part, with words or without: kept out of
    addresses, histories and logs."""
    wanted = asked(query)
    typed = query[:LONGEST_QUERY]
    return bool(wanted and (wanted.phone or wanted.email)) or masking.text(typed) != typed


@lru_cache(maxsize=64)
def asked(query: str) -> Asked | None:
    """What a typed query looks for; None where it holds nothing to look for."""
    said = naming.simplified(plain(query[:LONGEST_QUERY])).lower().strip()
    single = words(said)
    if not single:
        return None
    several = tuple(map(_alternatives, single[:MOST_WORDS])) if len(single) > 1 else None
    digits = identifiers.digits_asked(query[:LONGEST_QUERY])
    phone = (f"#{digits[-TAIL:]}", f"%{digits}", digits) if len(digits) >= LEAST_DIGITS else None
    email = (said, f"{said}\U0010ffff") if _EMAIL.fullmatch(said) else None
    return Asked(_alternatives("".join(single)), several, phone, email)


def _alternatives(word: str) -> tuple[tuple[str, ...], ...]:
    found = [_query_grams(word, 2)]
    if word.isascii() and word.isalpha():
        found.append({f"@{gram}" for gram in _query_grams(word, 3)})
        found += [_by_twos(syllables) for syllables in in_syllables(word)]
    if len(word) > 3:
        found.append({f"#{gram}" for gram in _query_grams(word, 4)})
    return tuple(tuple(sorted(terms)) for terms in found)


def _by_twos(syllables: tuple[str, ...]) -> set[str]:
    if len(syllables) == 1:
        return {f"~{syllables[0]}"}
    return {f"~{one} {other}" for one, other in zip(syllables, syllables[1:], strict=False)}


def _query_grams(text: str, size: int) -> set[str]:
    return {text[start : start + size] for start in range(max(1, len(text) - size + 1))}


def fits(id_, viewer, alternatives, words=None, phone=None, email=None):
    """For a query: whether the customer of this id is what was asked for (see `Asked`), as far as `viewer` may know."""
    is_stranger = viewer.sees_all
    found = _any_of(alternatives, is_stranger)
    if phone is not None:
        found = found | _having_phone(*phone, is_stranger=is_stranger)
    if email is not None and not is_stranger:
        found = found | Contact.select(Contact.customer).where(Contact.email.between(*email))
    if words is None:
        return id_ << found
    every = [id_ << _any_of(word, is_stranger) for word in words]
    condition = every[0]
    for another in every[1:]:
        condition = condition & another
    return (id_ << found) | condition


def _any_of(alternatives, is_stranger: bool):
    found, *others = (_having_all(terms, is_stranger) for terms in alternatives)
    for select in others:
        found = found | select
    return found


def _having_phone(tail, ending, digits, *, is_stranger: bool):
    """Customers with a phone that ends so, or for strangers with that very number; the tail's term narrows it to a
    handful before the numbers are read."""
    number = Contact.phone_key == digits if is_stranger else Contact.phone_key**ending
    return SearchTerm.select(SearchTerm.customer).where(SearchTerm.term == tail) & Contact.select(
        Contact.customer
    ).where(number)


def _having_all(terms, is_stranger: bool):
    """Customers that have every one of the terms: an intersection, each part a walk along the primary key."""
    first, *rest = (_having(term, is_stranger) for term in terms)
    for select in rest:
        first = first & select
    return first


def _having(term, is_stranger: bool):
    customers = SearchTerm.select(SearchTerm.customer).where(SearchTerm.term == term)
    return customers.where(SearchTerm.is_public == True) if is_stranger else customers  # noqa: E712
