"""Is this company already ours? (R-DUP)"""

from dataclasses import dataclass

from peewee import SQL

from webapp.models.classification import Classification
from webapp.models.contact import Contact
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.text import identifiers, naming

MOST = 10


@dataclass(frozen=True)
class Duplicate:
    """A customer that may be the same: public facts only, never the other owner's contact data."""

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
        cls, *, name: str = "", uscc: str = "", phone: str = "", email: str = "", but=None
    ) -> list[Duplicate]:
        """Customers of any branch that share the name (or nearly), the credit code, a phone or an e-mail.
        At most ten."""
        reasons: dict[int, list[str]] = {}
        for reason, ids in cls._alike(name, uscc, phone, email):
            for (id_,) in ids.order_by(SQL("1")).limit(MOST).tuples():
                reasons.setdefault(id_, []).append(reason)
        if but is not None:
            reasons.pop(but.id, None)
        if not reasons:
            return []
        stage = _stage_of(cls.id)
        rows = cls.select(cls, User, Branch, stage.alias("stage")).join(User, on=cls.owner).switch(cls).join(Branch)
        found = rows.where(cls.id << list(reasons)[:MOST]).order_by(cls.number)
        return [row._as_duplicate(tuple(reasons[row.id]), row.stage or "") for row in found]

    @classmethod
    def _alike(cls, name: str, uscc: str, phone: str, email: str):
        """(reason, ids) of each way to be the same."""
        ids, of_contacts = cls.select(cls.id), Contact.select(Contact.customer).distinct()
        if key := naming.key(name):
            yield "名称相同", ids.where(cls.name_key == key)
            if len(stem := naming.stem(name)) > 1:
                yield "名称相近", ids.where(cls.name_stem == stem, cls.name_key != key)
        if uscc.strip():
            yield "统一社会信用代码相同", ids.where(cls.uscc == uscc.strip().upper())
        if len(digits := identifiers.phone_key(phone)) > 6:
            yield "电话相同", of_contacts.where(Contact.phone_key == digits)
        if email.strip():
            yield "邮箱相同", of_contacts.where(Contact.email == email.strip().lower())

    def _as_duplicate(self, reasons: tuple[str, ...], stage: str) -> Duplicate:
        return Duplicate(
            customer=self,
            name=self.name,
            number=self.number,
            owner=self.owner.name,
            branch=self.branch.name,
            stage=stage,
            reasons=reasons,
        )


def _stage_of(customer):
    """For a query: the label of the customer's stage."""
    return (
        DimensionValue.select(DimensionValue.label)
        .join(Classification, on=Classification.value == DimensionValue.id)
        .where(Classification.customer == customer, Classification.dimension << Dimension.playing("stage"))
    )
