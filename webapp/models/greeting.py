"""节日问候: somebody was greeted on a festival, a birthday, or with this month's news (R-CARE)."""

import re

from peewee import CharField, ForeignKeyField, IntegrityError, TextField

from webapp.clock import now, today
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.festivals import BY_SLUG
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.followup import FollowUp
from webapp.models.followup.checks import LEAST_CHARACTERS
from webapp.models.letter import LONGEST, filled
from webapp.models.occasion import OCCASIONS, Occasion
from webapp.models.user import User
from webapp.models.written import check_text
from webapp.text import masking

METHOD = "节日问候"
TITLES = {"男": "先生", "女": "女士"}
LEADING = ("总", "总经理", "总裁", "总工程师")
# by what of a position people are addressed
_ADDRESSED = re.compile(
    "(?:董事长|总经理|总裁|总监|总工程师|总|经理|主任|主管|[厂科处部局院校所站店班]长|书记|会计|工程师|老师|教授|医生|师傅)$"
)


class Greeting(BaseModel):
    """问候: of a contact, on an occasion, once in its `period`: a year, or a month (2026-11). It is on record as the
    follow-up, and goes with it."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="greetings", index=False, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, backref="greetings", index=False, on_delete="CASCADE")
    occasion = CharField(20)
    period = CharField(7)
    text = TextField()
    followup = ForeignKeyField(FollowUp, backref="greetings", on_delete="CASCADE")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("contact", "occasion", "period"), True), (("customer", "at"), False))

    @classmethod
    def record(cls, contact: Contact, occasion: str, text: str, *, by) -> "Greeting":
        """Put on record that the contact was greeted with this text. Stale for who was greeted already."""
        customer = contact.customer
        cls.require_sender(customer, by)
        found, text = cls._checked(contact, occasion, text)
        period = found.period(found.day(today(), contact.birthday_key), contact.birthday_key)
        try:
            with transaction():
                customer.hold()
                said = {"at": now(), "method": METHOD, "topic": found.title, "content": text}
                followup = FollowUp.record(customer, said, by=by)
                told = {"occasion": found.slug, "period": period, "text": text, "followup": followup}
                return cls.create(customer=customer, contact=contact, by=by, **told)
        except IntegrityError as error:
            raise Stale("这位联系人这次已经问候过了") from error

    @classmethod
    def _checked(cls, contact: Contact, occasion: str, text: str) -> tuple[Occasion, str]:
        if occasion not in OCCASIONS:
            raise DomainError("请选择节日", "occasion")
        if contact.left_on is not None:
            raise DomainError("这位联系人已离职", "text")
        check_text(text.strip(), LONGEST, "text")
        if len(text.strip()) < LEAST_CHARACTERS:
            raise DomainError("请写完整的问候", "text")
        return OCCASIONS[occasion], text.strip()

    @staticmethod
    def require_sender(customer, user: User) -> None:
        if not user.works_on(customer):
            raise NotAllowed("问候由负责人、分站负责人和协同人记下")


def letter_to(contact: Contact, customer: Customer, text: str, occasion: str) -> str:
    """The letter for one contact."""
    festival = BY_SLUG.get(occasion)
    said = {
        "称呼": salutation(contact),
        "姓名": contact.name,
        "单位": customer.short_name or customer.name,
        "负责人": customer.owner_name,
        "节日": f"{festival.label}佳节" if festival else "",
    }
    return filled(text, said)


def salutation(contact: Contact) -> str:
    """王经理, 欧阳女士; the whole name where neither a title nor the sex is known. 采购部经理 is addressed as 经理, and
    whoever leads a company as 总."""
    if contact.name.isascii():
        return contact.name
    surname = masking.name(contact.name).removesuffix("*")
    held = re.search(_ADDRESSED, contact.position)
    title = ("总" if held[0] in LEADING else held[0]) if held else TITLES.get(contact.sex, "")
    return f"{surname}{title}" if title else contact.name
