"""Filing a customer, and editing the file."""

from collections.abc import Container, Mapping

from webapp.clock import now, today
from webapp.database import locked, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.contact import Contact
from webapp.models.contact.fields import NO_WAY, WAYS
from webapp.models.correctable import Earlier, Revision
from webapp.models.customer.fields import FIELDS, MAJOR, NEEDS, CustomerKind
from webapp.models.customer.schedulable import GONE
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.edit_clash import merge, text
from webapp.models.former import Former
from webapp.models.lookup import told_of_others
from webapp.models.own_field import CUSTOMER, field_named, label_of
from webapp.models.own_values import as_columns, checked_own, own_of
from webapp.models.proposal import Proposal
from webapp.models.search import NAMES, SearchTerm
from webapp.models.sequence import next_customer_numbers
from webapp.models.task import Task
from webapp.models.user import User
from webapp.models.written import LONGEST_REASON, check_text, checked
from webapp.text import masking, naming
from webapp.text.money import HIDDEN
from webapp.text.pinyin import pinyin_of

OF_A_PERSON = frozenset({"name", "short_name", "address"})  # nobody's business where the customer is one
_ACCOUNTS = frozenset(field.name for field in FIELDS if field.eyes == "account")
TOLD_IN_STEPS = NAMES | {"address"}
NAMED_BY = frozenset({"name", "kind"})  # what `names_of` reads
NEED = "need"  # as the history of what a customer needs is called


class DuplicatesFound(DomainError):
    """The company may already be ours; saving anyway needs a reason (R-DUP)."""

    def __init__(self, duplicates):
        super().__init__("可能已经有这位客户，请先看看下面的客户卡；确实不同，请写明理由再存", "duplicate_reason")
        self.duplicates = duplicates


class Fileable:
    @classmethod
    def file(
        cls, values: dict, contact: dict, *, by, duplicate_reason: str = "", step: dict | None = None
    ) -> "Fileable":
        """File a new customer with its first contact (R-BASE) and, as action and due_on, its first next step
        (R-PROMISE). The number is generated (R-NO).

        Raises DuplicatesFound when the company looks like one already on file and no reason is given, and DomainError
        beside the field for anything missing or wrong.
        """
        cls.require_filer(by)
        mistakes = Mistakes()
        with mistakes.noted():
            values = cls.checked(values, required=True)
        with mistakes.noted():
            contact = _first_contact(contact)
        with mistakes.noted():
            if step:
                Task.check(None, **step, by=by)
        mistakes.tell()
        alike = {"name": values["name"], "uscc": values.get("uscc", "")}
        alike |= {way: contact.get(way, "") for way in ("phone", "email")}
        asked = {way: alike[way] for way in ("phone", "email")}
        with told_of_others(**asked, by=by), transaction():
            # first: whoever files at the same time waits here, and then sees this customer
            number = cls.unused_number()
            cls.refuse_duplicates(duplicate_reason, **alike, by=by)
            customer = cls.enter({"owner": by, "branch": by.branch, **values}, contact, by=by, number=number)
            if step:
                Task.enter(customer, **step, by=by)
                customer.refresh_schedule()
            why = masking.text(duplicate_reason)
            AuditEvent.record("customer.filed", by=by, customer=customer, subject=customer.number, duplicate_reason=why)
        return customer

    @staticmethod
    def require_filer(user) -> None:
        if not user.can_file_customers:
            raise NotAllowed("建档由业务员或分站负责人进行")

    def require_editor(self, user) -> None:
        if not user.can_edit(self):
            raise NotAllowed("客户资料由负责人或分站负责人修改")

    @classmethod
    def refuse_duplicates(cls, reason: str, *, but=None, by, **facts: str) -> None:
        """Raise DuplicatesFound when other customers share these facts and nobody says why that is right (R-DUP)."""
        check_text(reason, LONGEST_REASON, "duplicate_reason")
        if not reason.strip() and (found := cls.find_duplicates(but=but, by=by, **facts)):
            raise DuplicatesFound(found)

    @classmethod
    def enter(cls, values: dict, contact: dict | None, *, by, number: str = "", origin: str = "filing") -> "Fileable":
        """Write a checked customer, its contact, entry columns and search terms; for filing and import alike."""
        columns = as_columns(values) | names_of(values)
        customer = cls.create(number=number or cls.unused_number(), created_by=by, **columns)
        if contact:
            Contact.create(customer=customer, **{**contact, "is_primary": True, "added_by": by})
        entries = DimensionValue.select().where(
            DimensionValue.outcome == "entry", DimensionValue.dimension << Dimension.playing("stage")
        )
        for value in entries:
            customer.classify(value, by=by, origin=origin)
        SearchTerm.reindex(customer)
        return customer

    @classmethod
    def unused_number(cls) -> str:
        """The next number (R-NO)."""
        return cls.unused_numbers(1)[0]

    @classmethod
    def unused_numbers(cls, count: int, but: Container[str] = ()) -> list[str]:
        """The next numbers (R-NO), some hundreds at most; those that an import brought along, or that are in `but`, are
        stepped over."""
        found: list[str] = []
        while len(found) < count:
            numbers = next_customer_numbers(today(), count - len(found))
            taken = {number for (number,) in cls.select(cls.number).where(cls.number << numbers).tuples()}
            found += [number for number in numbers if number not in taken and number not in but]
        return found

    @classmethod
    def checked(cls, values: dict, *, required: bool = False, current: "Fileable | None" = None) -> dict:
        """The values in one spelling, those of the office's own fields among them, or DomainError beside each field
        that is wrong."""
        own, values = own_of(values)
        mistakes = Mistakes()
        with mistakes.noted():
            values = checked(FIELDS, cls, values, required=required)
        with mistakes.noted():
            own = checked_own(CUSTOMER, own, current)
        mistakes.tell()
        return values | own

    def revise(self, values: dict, *, base: dict | None = None, by, duplicate_reason: str = "") -> None:
        """Change the file. `base` is what the person saw: what others changed since then merges, or raises EditClash.

        A name or credit code like another customer's raises DuplicatesFound until a reason is given (R-DUP).
        """
        self.require_editor(by)
        values = self.checked(values, current=self)
        with transaction():
            current = locked(type(self).select().where(type(self).id == self.id)).first()
            if current is None:
                raise Stale(GONE)
            changed = merge(values, base, current)
            if alike := {field: changed[field] for field in ("name", "uscc") if field in changed}:
                self.refuse_duplicates(duplicate_reason, but=self, **alike, by=by)
            if changed:
                self._write(current, changed, by, duplicate_reason if alike else "")

    def _write(self, current, changed: dict, by, duplicate_reason: str) -> None:
        is_person = CustomerKind.INDIVIDUAL in (current.kind, changed.get("kind"))
        trail = {
            "changes": {
                label_of(field): [for_trail(field, shown, is_person) for shown in (getattr(current, field), value)]
                for field, value in changed.items()
            }
        }
        if current.is_person:
            before = {field: getattr(current, field) for field in TOLD_IN_STEPS & changed.keys()}
            Former.keep(self.id, (before.get(name, "") for name in NAMES), [before.get("address", "")])
        self._keep_needs({name: getattr(current, name) for name in NEEDS.names if name in changed}, by)
        Proposal.note(self, {name: getattr(current, name) for name in MAJOR.names if name in changed}, changed, by=by)
        for field, value in as_columns(changed, current.own).items():
            setattr(self, field, value)
        if NAMED_BY & changed.keys():
            for field, value in names_of(self.__data__).items():
                setattr(self, field, value)
        if "name" in changed:
            self.unverify()
        self.version, self.updated_at = current.version + 1, now()
        self.save()
        if own_of(changed)[0] or NAMES & changed.keys():
            SearchTerm.reindex(self)
        if TOLD_IN_STEPS & changed.keys():
            self.refresh_schedule()  # a step may say the name of somebody who is a person now, or where they live
        if duplicate_reason:
            trail["duplicate_reason"] = self.masked(duplicate_reason)
        AuditEvent.record("customer.revised", by=by, customer=self, subject=self.number, **trail)

    def _keep_needs(self, before: dict, by) -> None:
        """What the customer needed until now stays in its history (R-NEED)."""
        if before:
            Revision.create(customer=self, noun=NEED, row=self.id, before=before, by=by)

    def needs_before(self) -> list[Earlier]:
        """What it needed until each change, the last one first."""
        rows = Revision.select(Revision, User).join(User, on=Revision.by)
        rows = rows.where(Revision.noun == NEED, Revision.row == self.id).order_by(Revision.id.desc())
        return [Earlier(row.at, row.by.name, tuple(NEEDS.told(row.before))) for row in rows]

    def had_other_needs(self) -> bool:
        return Revision.select().where(Revision.noun == NEED, Revision.row == self.id).exists()

    def contacts_changed(self, *, by) -> None:
        """After a contact was added or corrected: 未核对 again, found by the new data."""
        self.unverify()
        self.updated_at = now()
        self.refresh_schedule()
        SearchTerm.reindex(self)

    def appoint(self, person: User | None, *, by) -> None:
        """客户成功经理: who of the branch looks after the customer; nobody any more for None (R-CARE)."""
        self.require_appointer(by)
        if person is not None and not (person.is_active and person.is_of(self.branch_id)):
            raise DomainError("请选择本分站在职的同事", "person")
        with transaction():
            self.hold()
            before = self.success_manager and self.success_manager.name
            if self.success_manager_id == (person and person.id):
                return
            self.success_manager = person
            self.save()
            told = {"before": before or "", "after": person.name if person else ""}
            AuditEvent.record("customer.appointed", by=by, customer=self, subject=self.number, **told)

    def require_appointer(self, user) -> None:
        if not (user.can_instruct and user.can_edit(self)):
            raise NotAllowed("客户成功经理由分站负责人指定")


def _first_contact(contact: dict) -> dict:
    mistakes = Mistakes()
    with mistakes.noted():
        contact = Contact.checked({"name": "", **contact})
    if not any((contact.get(way) or "").strip() for way in WAYS):
        mistakes.note(DomainError(NO_WAY, "phone"))
    for refusal in mistakes:
        refusal.field = "contact_name" if refusal.field == "name" else refusal.field  # the customer has a name, too
    mistakes.tell()
    return contact


def for_trail(field: str, value, is_person: bool = False) -> str:
    """A value as the audit trail keeps it: the trail must not become a second, unmasked address book (R-MASK), nor tell
    amounts (R-AMOUNT)."""
    known = field_named(field) or (FIELDS[field] if field in FIELDS.names else None)
    if known and known.eyes == "amount":
        return HIDDEN if text(value) else ""
    told = text(value) if known is None or known.is_text else known.worded(value)
    if is_person and field in OF_A_PERSON:
        return masking.name(told) if field == "name" else masking.account(told)
    return masking.account(told) if field in _ACCOUNTS else masking.text(told)


def names_of(values: Mapping[str, object]) -> dict:
    """The columns a name is compared, sorted and shown by, cut to what they hold: lower case may be longer than upper.
    A person is sorted by what everybody may know of the name."""
    name = values["name"]
    public = masking.customer(name, is_person=values.get("kind") == CustomerKind.INDIVIDUAL)
    return {
        "name_key": naming.key(name)[:80],
        "name_stem": naming.stem(name)[:80],
        "name_sort": pinyin_of(public)[:160],
        "public_name": public,
    }
