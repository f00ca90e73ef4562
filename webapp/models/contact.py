"""The people at the customer's (R-CONTACT)."""

from peewee import BooleanField, CharField, DeferredForeignKey, IntegerField

from webapp import masking
from webapp.database import BaseModel, DayField, UtcDateTimeField, now, transaction
from webapp.errors import DomainError, NotAllowed
from webapp.models import identifiers
from webapp.models.audit import AuditEvent
from webapp.models.memo import Memo, MemoKind
from webapp.models.screening import screen

CHANNELS = ("电话", "微信", "企业微信", "QQ", "邮件", "短信", "面谈")


class Contact(BaseModel):
    """联系人. `unverified` keeps a way to reach them that is no valid phone or e-mail yet (待核实)."""

    customer = DeferredForeignKey("Customer", backref="contacts", on_delete="CASCADE")
    name = CharField(40)
    sex = CharField(4, default="")
    age = IntegerField(null=True)
    position = CharField(40, default="")
    department = CharField(40, default="")
    phone = CharField(30, default="")
    phone_key = CharField(20, default="", index=True)
    email = CharField(120, default="", index=True)
    qq = CharField(20, default="")
    wechat = CharField(40, default="")
    preferred_channel = CharField(20, default="")
    unverified = CharField(200, default="")
    is_primary = BooleanField(default=False)
    is_decision_maker = BooleanField(default=False)
    left_on = DayField(null=True)
    version = IntegerField(default=1)
    created_at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("customer", "is_primary"), False),)

    @classmethod
    def add(cls, customer, values: dict, *, by) -> "Contact":
        """A further contact; the first one is the primary. DomainError names the field that is wrong."""
        _require(customer, by)
        values = cls.checked(values)
        with transaction():
            is_first = not cls.select().where(cls.customer == customer).exists()
            contact = cls.create(customer=customer, **{**values, "is_primary": is_first or values.get("is_primary", False)})
            contact._keep_one_of_each(customer, by=by)
            customer.contacts_changed(by=by)
            AuditEvent.record("contact.added", by=by, customer=customer, subject=str(contact.id))
        return contact

    @staticmethod
    def checked(values: dict) -> dict:
        """The values brought to one spelling, or DomainError beside the field."""
        screen(values)
        values = dict(values)
        for field, check in (("phone", identifiers.phone), ("email", identifiers.email), ("qq", identifiers.qq)):
            if field in values:
                values[field] = check(values[field] or "")
        if "name" in values and not values["name"].strip():
            raise DomainError("请填写联系人姓名", "name")
        if "phone" in values:
            values["phone_key"] = identifiers.phone_key(values["phone"])
        return values

    def revise(self, values: dict, *, by) -> None:
        """Correct the contact. A change of name or ways to reach makes the file 未核对 again (R-VERIFY)."""
        _require(self.customer, by)
        values = self.checked(values)
        changed = [field for field, value in values.items() if getattr(self, field) != value]
        if not changed:
            return
        with transaction():
            for field in changed:
                setattr(self, field, values[field])
            self.version += 1
            self.save()
            self._keep_one_of_each(self.customer, by=by)
            self.customer.contacts_changed(by=by)
            # names of fields only: the trail must not become a second, unmasked address book
            AuditEvent.record("contact.revised", by=by, customer=self.customer, subject=str(self.id), fields=changed)

    def reveal(self, reason: str = "", *, by) -> None:
        """Record that this person looked at the contact's full data (R-REVEAL). Whoever does not work on the customer says why."""
        if not by.works_on(self.customer) and not reason.strip():
            raise DomainError("您不是该客户的负责人，请写明查看原因", "reason")
        screen({"reason": reason})
        with transaction():
            AuditEvent.record("contact.revealed", by=by, customer=self.customer, subject=str(self.id), reason=reason)

    def _keep_one_of_each(self, customer, *, by) -> None:
        """One primary contact, one key decision-maker. Another person in that place is a milestone (R-CONTACT)."""
        for field, title in (("is_primary", "主要联系人"), ("is_decision_maker", "关键决策人")):
            if not getattr(self, field):
                continue
            before = Contact.get_or_none(Contact.customer == customer, Contact.id != self.id, getattr(Contact, field))
            if before:
                Contact.update({getattr(Contact, field): False}).where(Contact.id == before.id).execute()
                change = f"{title}由{masking.name(before.name)}变更为{masking.name(self.name)}"
                Memo.write(customer, MemoKind.CHANGE, change, by=by)


def _require(customer, user) -> None:
    if not user.works_on(customer):
        raise NotAllowed("联系人由负责人、分站负责人和协同人维护")
