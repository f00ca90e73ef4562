"""Filing a customer, editing the file, and the second look at it."""

from dataclasses import dataclass

from webapp.database import locked, now, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.formatting import today
from webapp.models import identifiers, naming
from webapp.models.audit import AuditEvent
from webapp.models.contact import Contact
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.screening import screen
from webapp.models.search import SearchTerm, pinyin_of
from webapp.models.sequence import next_customer_number

REQUIRED = {
    "name": "请填写客户全称",
    "industry": "请填写所属行业",
    "source": "请填写客户来源",
    "need": "请写明客户最初的需求",
}


class DuplicatesFound(DomainError):
    """The company may already be ours; saving anyway needs a reason (R-DUP)."""

    def __init__(self, duplicates):
        super().__init__("可能已经有这位客户，请先看看下面的客户卡；确实不同，请写明理由再存", "duplicate_reason")
        self.duplicates = duplicates


@dataclass(frozen=True)
class Clash:
    """One field two people changed: what it was, what they made of it, what I want."""

    field: str
    before: str
    theirs: str
    mine: str


class EditClash(Stale):
    """Two people changed the same fields (R-EDIT-SAFE); nothing was written."""

    def __init__(self, clashes: list[Clash]):
        super().__init__("这份资料刚被别人改过，请逐项决定")
        self.clashes = clashes


class Fileable:
    @classmethod
    def file(cls, values: dict, contact: dict, *, by, duplicate_reason: str = "", number: str = "") -> "Fileable":
        """File a new customer with its first contact (R-BASE).

        Raises DuplicatesFound when the company looks like one already on file and no reason is given, and DomainError
        beside the field for anything missing or wrong. The number is generated unless one is brought along (R-NO).
        """
        if not by.can_file_customers:
            raise NotAllowed("建档由业务员或分站负责人进行")
        values = cls.checked(values, required=True)
        contact = _first_contact(contact)
        found = cls.find_duplicates(
            name=values["name"], uscc=values.get("uscc", ""), phone=contact.get("phone", ""), email=contact.get("email", "")
        )
        if found and not duplicate_reason.strip():
            raise DuplicatesFound(found)
        screen({"duplicate_reason": duplicate_reason})
        with transaction():
            customer = cls.enter({"owner": by, "branch": by.branch, **values}, contact, by=by, number=number)
            AuditEvent.record(
                "customer.filed", by=by, customer=customer, subject=customer.number, duplicate_reason=duplicate_reason
            )
        return customer

    @classmethod
    def enter(cls, values: dict, contact: dict | None, *, by, number: str = "", origin: str = "filing") -> "Fileable":
        """Write a checked customer, its contact, entry columns and search terms; for filing and import alike."""
        customer = cls.create(number=number or cls.unused_number(), created_by=by, **values, **_names(values["name"]))
        if contact:
            Contact.create(customer=customer, **{**contact, "is_primary": True})
        entries = DimensionValue.select().where(DimensionValue.outcome == "entry", DimensionValue.dimension << _entry_dimensions())
        for value in entries:
            customer.classify(value, by=by, origin=origin)
        SearchTerm.reindex(customer)
        return customer

    @classmethod
    def unused_number(cls) -> str:
        """The next number; one that an import brought along is stepped over."""
        number = next_customer_number(today())
        while cls.select().where(cls.number == number).exists():
            number = next_customer_number(today())
        return number

    @classmethod
    def checked(cls, values: dict, *, required: bool = False) -> dict:
        """The values in one spelling, or DomainError beside the field that is wrong."""
        values = dict(values)
        for field, message in REQUIRED.items():
            if (required or field in values) and not (values.get(field) or "").strip():
                raise DomainError(message, field)
        screen(values)
        if "name" in values:
            values["name"] = naming.tidy(values["name"])
        if "uscc" in values:
            values["uscc"] = identifiers.credit_code(values["uscc"] or "")
        return values

    def revise(self, values: dict, *, base: dict | None = None, by) -> None:
        """Change the file. `base` is what the person saw: fields that others changed since then merge, unless the same
        field was changed to something else — that raises EditClash (R-EDIT-SAFE)."""
        if not by.can_edit(self):
            raise NotAllowed("客户资料由负责人或分站负责人修改")
        values = self.checked(values)
        with transaction():
            current = locked(type(self).select().where(type(self).id == self.id)).get()
            mine = _mine(values, base, current)
            clashes = [_clash(field, base, current, value) for field, value in mine.items() if _differs(field, base, current, value)]
            if clashes:
                raise EditClash(clashes)
            self._write(current, mine, by)

    def _write(self, current, mine: dict, by) -> None:
        changes = {field: [_said(current, field), _text(value)] for field, value in mine.items() if getattr(current, field) != value}
        if not changes:
            return
        for field in changes:
            setattr(self, field, mine[field])
        if "name" in changes:
            for field, value in _names(self.name).items():
                setattr(self, field, value)
            self.verified_at = self.verified_by = None
        self.version, self.updated_at = current.version + 1, now()
        self.save()
        if {"name", "short_name"} & changes.keys():
            SearchTerm.reindex(self)
        AuditEvent.record("customer.revised", by=by, customer=self, subject=self.number, changes=changes)

    def contacts_changed(self, *, by) -> None:
        """After a contact was added or corrected: 未核对 again, found by the new data."""
        self.verified_at = self.verified_by = None
        self.updated_at = now()
        self.save()
        SearchTerm.reindex(self)

    def verify(self, *, by) -> None:
        """二次核对: another look found the file right (R-VERIFY)."""
        if not by.can_edit(self):
            raise NotAllowed("核对由负责人或分站负责人进行")
        with transaction():
            self.verified_at, self.verified_by = now(), by
            self.save()
            AuditEvent.record("customer.verified", by=by, customer=self, subject=self.number)


def _first_contact(contact: dict) -> dict:
    contact = Contact.checked({"name": "", **contact})
    if not any(contact.get(way) for way in ("phone", "email", "qq", "wechat")):
        raise DomainError("电话、邮箱、QQ、微信至少填一样", "phone")
    return contact


def _names(name: str) -> dict:
    return {"name_key": naming.key(name), "name_stem": naming.stem(name), "name_sort": pinyin_of(name)[:160]}


def _entry_dimensions():
    return Dimension.select(Dimension.id).where(Dimension.slug == "stage")


def _text(value) -> str:
    return "" if value is None else str(value)


def _said(customer, field: str) -> str:
    return _text(getattr(customer, f"{field}_id", None) or getattr(customer, field))


def _mine(values: dict, base: dict | None, current) -> dict:
    """The fields this person changed: what differs from what they saw."""
    if base is None:
        return values
    return {field: value for field, value in values.items() if _text(value) != base.get(field, "")}


def _differs(field: str, base: dict | None, current, mine) -> bool:
    theirs = _said(current, field)
    return base is not None and theirs not in (base.get(field, ""), _text(mine))


def _clash(field: str, base: dict, current, mine) -> Clash:
    return Clash(field, base.get(field, ""), _said(current, field), _text(mine))
