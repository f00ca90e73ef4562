"""Is this company already ours? (R-DUP)"""

from collections.abc import Callable
from dataclasses import dataclass

from peewee import JOIN, SQL

from webapp.errors import DomainError
from webapp.models.classification import Classification
from webapp.models.contact import Contact
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.text import identifiers, naming

MOST = 10


@dataclass(frozen=True)
class Duplicate:
    """A customer that may be the same: public facts only, never the other owner's contact data, of a person not even
    the name."""

    customer: object
    name: str
    number: str
    owner: str
    branch: str
    stage: str
    reasons: tuple[str, ...]


class Comparable:
    @classmethod
    def find_duplicates(
        cls, *, name: str = "", uscc: str = "", phone: str = "", email: str = "", but=None, by: User
    ) -> list[Duplicate]:
        """Customers of any branch that share the name (or nearly), the credit code, a phone or an e-mail, as `by` may
        know of them. At most ten.

        What is asked is compared in the spelling it is kept in. Telling of whole numbers is put on record by the caller
        (Lookup)."""
        reasons: dict[int, list[str]] = {}
        for reason, ids in cls._alike(name, uscc, phone, email):
            for (id_,) in ids.order_by(SQL("1")).limit(MOST).tuples():
                reasons.setdefault(id_, []).append(reason)
        if but is not None:
            reasons.pop(but.id, None)
        if not reasons:
            return []
        stage = _stage_of(cls.id)
        rows = cls.select(cls, User, Branch, stage.alias("stage")).join(User, JOIN.LEFT_OUTER, on=cls.owner)
        found = rows.switch(cls).join(Branch).where(cls.id << list(reasons)[:MOST]).order_by(cls.number)
        return [row._as_duplicate(tuple(reasons[row.id]), row.stage or "", by) for row in found]

    @classmethod
    def _alike(cls, name: str, uscc: str, phone: str, email: str):
        """(reason, ids) of each way to be the same."""
        ids, of_contacts = cls.select(cls.id), Contact.select(Contact.customer).distinct()
        if key := naming.key(name):
            yield "名称相同", ids.where(cls.name_key == key)
            if len(stem := naming.stem(name)) > 1:
                yield "名称相近", ids.where(cls.name_stem == stem, cls.name_key != key)
        if code := _spelled(identifiers.credit_code, uscc):
            yield "统一社会信用代码相同", ids.where(cls.uscc == code)
        if keys := [key for key in identifiers.phone_keys(phone) if len(key) >= identifiers.LEAST_WHOLE]:
            yield "电话相同", of_contacts.where(Contact.phone_key << keys)
        if address := _spelled(identifiers.email, email):
            yield "邮箱相同", of_contacts.where(Contact.email == address)

    def _as_duplicate(self, reasons: tuple[str, ...], stage: str, by: User) -> Duplicate:
        return Duplicate(
            customer=self,
            name=self.name if by.works_on(self) else self.public_name,
            number=self.number,
            owner=self.owner_name,
            branch=self.branch.name,
            stage=stage,
            reasons=reasons,
        )


def _spelled(spell: Callable[[str], str], typed: str) -> str:
    """What was typed in its one spelling; as it is where it is wrong, and then nothing is like it."""
    try:
        return spell(typed)
    except DomainError:
        return typed.strip()


def _stage_of(customer):
    """For a query: the label of the customer's stage."""
    return (
        DimensionValue.select(DimensionValue.label)
        .join(Classification, on=Classification.value == DimensionValue.id)
        .where(Classification.customer == customer, Classification.dimension << Dimension.playing("stage"))
    )
