"""The people at the customer's (R-CONTACT)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from peewee import SQL, BooleanField, CharField, DeferredForeignKey, ForeignKeyField, IntegerField

from webapp.clock import now, today
from webapp.database import LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.contact.fields import FIELDS, ContactColumns
from webapp.models.edit_clash import merge, text
from webapp.models.former import Former
from webapp.models.lookup import told_of_others
from webapp.models.memo import Memo, MemoKind
from webapp.models.milestone import Milestone, MilestoneKind
from webapp.models.user import User
from webapp.models.withdrawal import Said, Withdrawable
from webapp.models.written import LONGEST_REASON, check_text, checked
from webapp.prepared import Prepared
from webapp.text import birthdays, identifiers, masking
from webapp.text.masking import KNOWN_BY

ROLES = {"is_primary": "主要联系人", "is_decision_maker": "关键决策人"}  # held by one contact at a time

_MILESTONES = {"is_primary": MilestoneKind.CONTACT, "is_decision_maker": MilestoneKind.DECIDER}
KEYS = {"phone_key": ("phone", identifiers.phone_key), "birthday_key": ("birthday", birthdays.key)}
LEAST_REASON = 2  # characters that say something
_WORD = re.compile(r"[^\W\d_]")


def _one_holder(name: str, role: str) -> SQL:
    """The index that allows one contact of a customer in the role."""
    return SQL(f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON contact (customer_id) WHERE {role}")


class Contact(Withdrawable, ContactColumns):
    """联系人. What is known of the person stands in fields.py.

    A customer has at most one primary contact and one key decision-maker. `added_by` is None where a list brought them.
    `version` counts the corrections; an import's
    undo tells by it that somebody was here since.
    """

    id = LastingIdField()
    customer = DeferredForeignKey("Customer", backref="contacts", index=False, on_delete="CASCADE")
    phone_key = CharField(20, default="", index=True)
    birthday_key = CharField(5, default="")
    is_primary = BooleanField(default=False)
    is_decision_maker = BooleanField(default=False)
    version = IntegerField(default=1)
    created_at = UtcDateTimeField(default=now)
    added_by = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")

    class Meta:
        indexes = (
            (("customer", "is_primary"), False),
            SQL("CREATE INDEX contact_birthday ON contact (birthday_key, customer_id) WHERE birthday_key <> ''"),
            _one_holder("contact_one_primary", "is_primary"),
            _one_holder("contact_one_decision_maker", "is_decision_maker"),
        )

    @classmethod
    def add(cls, customer, values: dict, *, by, duplicate_reason: str = "") -> "Contact":
        """A further contact; the first one present is the primary. DomainError names the field that is wrong.

        A phone or e-mail of another customer's raises DuplicatesFound until a reason is given (R-DUP).
        """
        cls.require_keeper(customer, by)
        values = cls.checked(values)
        with told_of_others(**_ways(values), by=by), transaction():
            customer.hold()
            trail = _alone(customer, values, duplicate_reason, by)
            is_first = not cls._present(customer).exists()
            values |= {"is_primary": is_first or values.get("is_primary", False), "added_by": by}
            contact = cls(customer=customer, **values)
            contact._take_roles(ROLES, by=by)
            contact.save(force_insert=True)
            customer.contacts_changed(by=by)
            trail |= {"name": masking.name(contact.name), "changes": for_trail(cls(), contact._filled())}
            AuditEvent.record("contact.added", by=by, customer=customer, subject=str(contact.id), **trail)
        return contact

    @staticmethod
    def require_keeper(customer, user) -> None:
        if not user.keeps(customer):
            raise NotAllowed("联系人由负责人、分站负责人和协同的业务员维护")

    @classmethod
    def listed(cls, customer) -> list["Contact"]:
        """Those who are still there first, the primary one on top."""
        return _listed(customer=customer.id)

    @classmethod
    def _present(cls, customer):
        return cls.select().where(cls.customer == customer, cls.left_on.is_null())

    @staticmethod
    def checked(values: dict) -> dict:
        """The values brought to one spelling, or DomainError beside each field that is wrong."""
        values = checked(FIELDS, Contact, values)
        return values | keys_of(values)

    def revise(self, values: dict, *, base: dict | None = None, by, duplicate_reason: str = "") -> None:
        """Correct the contact. A change of name or ways to reach makes the file 未核对 again (R-VERIFY).

        `base` is what the person saw: what others changed since merges, or raises EditClash (R-EDIT-SAFE). A phone or
        e-mail of another customer's raises DuplicatesFound until a reason is given. A primary contact who leaves hands
        over to the next one present.
        """
        customer = self.customer
        self.require_keeper(customer, by)
        values = {name: value for name, value in self.checked(values).items() if name not in KEYS}
        with told_of_others(**_ways(values), by=by), transaction():
            customer.hold()
            current = Contact.get_or_none(Contact.id == self.id)
            if current is None:
                raise Stale("这位联系人刚被撤掉了，请刷新页面")
            changed = merge(values, base, current)
            if not changed:
                return
            trail = _alone(customer, changed, duplicate_reason, by)
            trail |= {"name": masking.name(current.name), "changes": for_trail(current, changed)}
            self._write(current, changed, by=by)
            customer.contacts_changed(by=by)
            AuditEvent.record("contact.revised", by=by, customer=customer, subject=str(self.id), **trail)

    def _filled(self) -> dict:
        """What is known of the person besides the name."""
        columns = {column: getattr(self, column) for column in (*FIELDS.names, *ROLES) if column != "name"}
        return {column: value for column, value in columns.items() if value}

    def _write(self, current: "Contact", changed: dict, *, by) -> None:
        was_primary, had_left = current.is_primary, current.left_on is not None
        current.keep_former(changed)
        for field, value in changed.items():
            setattr(current, field, value)
        for name, key in keys_of(current.__data__).items():
            setattr(current, name, key)
        current.version += 1
        leaves = current.left_on is not None and not had_left
        current._keep_a_primary(was_primary, leaves)
        current._take_roles(ROLES.keys() & changed.keys(), by=by)
        current.save()
        if was_primary and leaves:
            current._hand_over(by=by)
        self.__data__.update(current.__data__)

    def keep_former(self, changed: Iterable[str] = KNOWN_BY) -> None:
        """What of these columns the person has been known by stays hidden wherever it was written (R-MASK)."""
        before = {column: getattr(self, column) for column in KNOWN_BY if column in changed}
        Former.keep(self.customer_id, [before.pop("name", "")], before.values())

    def _keep_a_primary(self, was_primary: bool, leaves: bool) -> None:
        """Somebody is always the primary contact, of those present where there are any."""
        if was_primary and not self.is_primary and not leaves:
            raise DomainError("总要有一位主要联系人：请到接任的那位联系人那里勾选“主要联系人”", "is_primary")
        if self.is_primary and not was_primary and self.left_on:
            raise DomainError("已经离职，不能再作主要联系人", "is_primary")
        self.is_primary = self.is_primary or was_primary  # whoever leaves keeps the role until somebody takes it

    def _hand_over(self, *, by) -> None:
        """The primary contact has left: the next one present takes the role."""
        successor = Contact._present(self.customer_id).where(Contact.id != self.id).order_by(Contact.id).first()
        if successor:
            successor.is_primary, successor.version = True, successor.version + 1
            successor._take_roles(["is_primary"], by=by)
            successor.save()
            self.is_primary = False

    # -- taken back (R-WITHDRAW)

    author_key, came_key = "added_by_id", "created_at"

    @property
    def is_from_list(self) -> bool:
        return self.added_by_id is None

    def in_words(self) -> Iterator[Said]:
        """Masked, as the trail has it."""
        filled = {"name": self.name, **self._filled()}
        for column, (_, said) in for_trail(Contact(), filled).items():
            yield Said((FIELDS.labels | ROLES)[column], said)

    def leave(self, *, by) -> None:
        """Another one present is the primary contact then; a file without any is none."""
        successor = Contact._present(self.customer_id).where(Contact.id != self.id).order_by(Contact.id).first()
        if successor is None:
            raise DomainError("客户总要有一位在职的联系人：请先新增一位，再撤回这一位")
        self.keep_former()
        self.delete_instance()
        if self.is_primary:
            successor.is_primary, successor.version = True, successor.version + 1
            successor.save()
        self.customer.contacts_changed(by=by)

    def reveal(self, reason: str = "", *, by) -> None:
        """Record that this person looked at the contact's full data (R-REVEAL). Whoever is not the owner says why."""
        check_text(reason, LONGEST_REASON, "reason")
        require_reason(reason, [self.customer], by)
        with transaction():
            why = self.customer.masked(reason)
            AuditEvent.record("contact.revealed", by=by, customer=self.customer, subject=str(self.id), reason=why)

    def _take_roles(self, roles: Iterable[str], *, by) -> None:
        """Take over from whoever holds these roles: the database allows one holder.
        Another one is a milestone (R-CONTACT)."""
        for role in sorted(roles):
            if not getattr(self, role):
                continue
            held = Contact.customer == self.customer_id, Contact.id != (self.id or 0), getattr(Contact, role)
            if before := Contact.get_or_none(*held):
                Contact.update({getattr(Contact, role): False, Contact.version: Contact.version + 1}).where(
                    Contact.id == before.id
                ).execute()
                change = f"{ROLES[role]}由{masking.name(before.name)}变更为{masking.name(self.name)}"
                memo = Memo.write(self.customer, MemoKind.CHANGE, change, by=by)
                Milestone.keep(memo, _MILESTONES[role], happens_on=today(), note=change, by=by)


def keys_of(values: Mapping[str, object]) -> dict[str, str]:
    """What follows from these columns, by which a contact is found."""
    return {key: derive(values[name]) for key, (name, derive) in KEYS.items() if name in values}


def require_reason(reason: str, customers: Iterable, by) -> None:
    """Raise DomainError where somebody who does not own all of these customers gives no reason for seeing contact data
    whole (R-REVEAL)."""
    is_owner = all(customer.owner_id == by.id for customer in customers)
    if not is_owner and len(_WORD.findall(reason)) < LEAST_REASON:
        raise DomainError("您不是该客户的负责人，请写明原因", "reason")


MASKS = {"name": masking.name, "phone": masking.phone, "email": masking.email, "unverified": masking.unverified}


def for_trail(contact: Contact, changed: dict) -> dict[str, list[str]]:
    """What changes, from → to, masked: the trail must not become a second, unmasked address book (R-MASK)."""
    told = {}
    for field, value in changed.items():
        eyes = FIELDS[field].eyes if field in FIELDS.names else "text"
        mask = MASKS.get(field, masking.account if eyes == "account" else masking.text)
        told[field] = [mask(text(getattr(contact, field))), mask(text(value))]
    return told


def _ways(values: dict) -> dict:
    """Of the values those by which another customer may be found out."""
    return {field: values[field] for field in ("phone", "email") if values.get(field)}


def _alone(customer, values: dict, reason: str, by) -> dict:
    """Raise DuplicatesFound where another customer has the phone or e-mail and no reason is given;
    what the trail keeps of it."""
    alike = _ways(values)
    if alike:
        customer.refuse_duplicates(reason, but=customer, **alike, by=by)
    return {"duplicate_reason": customer.masked(reason)} if alike and reason else {}


_listed = Prepared(
    lambda customer: (
        Contact.select()
        .where(Contact.customer == customer)
        .order_by(Contact.left_on.is_null().desc(), Contact.is_primary.desc(), Contact.id)
    )
)
