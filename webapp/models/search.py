"""The search box's index: one portable table of short terms (R-SEARCH).

Terms of a customer: bigrams of its names and contacts, `@` initials trigrams, `#` number and phone tails.
They are written with the customer in the same transaction.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain

from peewee import CharField, CompositeKey, DeferredForeignKey

from webapp.database import BaseModel
from webapp.models import naming
from webapp.models.contact import Contact

# pypinyin reads these surnames as the common word; both readings are indexed
SURNAME_READINGS = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao", "翟": "zhai", "缪": "miao", "盖": "ge",
    "任": "ren", "华": "hua", "洗": "xian", "尉": "wei", "乐": "yue", "员": "yun", "贠": "yun", "黑": "he", "种": "chong", "重": "chong",
    "宿": "su", "秘": "bi", "折": "she", "繁": "po", "幺": "yao", "召": "shao", "瞿": "qu", "燕": "yan", "葛": "ge", "宁": "ning",
}  # fmt: skip
# characters common in company names that are read in two ways, with both initials
OTHER_INITIALS = {
    "长": "cz", "重": "cz", "行": "hx", "乐": "ly", "朝": "cz", "会": "hk", "厦": "xs", "传": "cz", "参": "cs", "藏": "cz", "调": "dt",
    "降": "jx", "校": "xj", "弹": "dt", "盛": "sc", "石": "sd", "车": "cj", "翟": "zd", "柏": "b", "系": "xj", "给": "gj", "贾": "jg",
}  # fmt: skip
LONGEST_QUERY = 60  # each character is one more part of the statement
_SEPARATORS = re.compile(r"[\s()（）+-]")
_CHINESE = re.compile(r"[\u4e00-\u9fa5]+")
_WORD = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]+")


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
    for word in _WORD.findall(text):
        found |= {word[start : start + size] for start in range(max(1, len(word) - size + 1))}
        found |= {word[:length] for length in range(1, size)}
    return found


def initials_of(text: str) -> set[str]:
    """长江贸易 → cjmy, and one more spelling for each character that is read in two ways."""
    plain = "".join(_WORD.findall(text))
    usual = "".join(part[0] for part in _read_aloud(plain))
    spellings = {usual} if usual else set()
    for place, character in enumerate(plain):
        readings = OTHER_INITIALS.get(character, "")
        if place == 0:
            readings += SURNAME_READINGS.get(character, "")[:1]
        spellings |= {usual[:place] + initial + usual[place + 1 :] for initial in readings}
    return spellings


def pinyin_of(text: str) -> str:
    """Full pinyin for sorting names: 长江 → chang jiang."""
    return " ".join(_read_aloud(naming.simplified(text).lower(), in_one="default"))


@lru_cache(maxsize=1000)
def _read_aloud(text: str, in_one=list) -> tuple[str, ...]:
    """The pinyin of each character; what is none stays as it is, letter by letter or in one. A name is read twice, to sort it
    by and to find it by: a whole Chinese one is read alike for both."""
    if in_one is not list and _CHINESE.fullmatch(text):
        return _read_aloud(text)
    return tuple(_pinyin().lazy_pinyin(text, errors=in_one))


@cache
def _pinyin():
    """The reader, 0.2 s and 55 MB: only where a customer is written. It reads a word once: 有限公司 stands in every name."""
    from pypinyin.converter import DefaultConverter
    from pypinyin.core import Pinyin

    converter = DefaultConverter()
    converter.convert = lru_cache(maxsize=20_000)(converter.convert)
    return Pinyin(converter)


def terms_for(query: str) -> list[set[str]]:
    """What to look up for a typed query: alternatives, each a set of terms that must all be there."""
    plain = naming.simplified(query[:LONGEST_QUERY]).lower().strip()
    plain = "".join(_WORD.findall(plain))
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
