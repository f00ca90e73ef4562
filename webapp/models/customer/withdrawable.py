"""A customer filed by mistake, taken back before anything came of it (R-WITHDRAW)."""

from peewee import SQL, fn

from webapp.database import is_sqlite, transaction
from webapp.errors import DomainError, NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.classification import Classification, Move
from webapp.models.contact import Contact
from webapp.models.search import SearchTerm
from webapp.models.user import User
from webapp.models.withdrawal import TOO_LATE, TakenBack, checked_reason, is_fresh
from webapp.prepared import Prepared

USED = "这位客户建档之后已经有了别的记录或改动，不能撤回建档"
# acts that leave a file as it was put down; moves are told by their own rows, filing's own apart
HARMLESS = ("customer.filed", "customer.moved", "contact.revealed")
DERIVED = (SearchTerm, Classification)  # what filing writes, and what others write leaves more than these behind


class Withdrawable(TakenBack):
    """What of a customer concerns its being taken back."""

    def withdraw(self, reason: str, *, by) -> None:
        """Take the file back with all that filing wrote. The trail keeps number, name and reason; the number is never
        given again (R-NO)."""
        self.require_withdrawer(by)
        reason = checked_reason(reason)
        with transaction():
            _keep_out(self)
            self.hold()
            if _is_used(self):
                raise DomainError(USED)
            told = {"name": self.public_name, "reason": self.masked(reason)}
            self.delete_instance()
            AuditEvent.record("customer.withdrawn", by=by, customer=self, subject=self.number, **told)

    def refused_to(self, user: User) -> DomainError | None:
        """What others may not do is said before anything is asked of the database: it is asked of every card."""
        if self.created_by_id != user.id or not user.can_edit(self):
            return NotAllowed("建档由建档人本人撤回")
        if not is_fresh(self.created_at):
            return DomainError(TOO_LATE)
        return DomainError(USED) if _is_used(self) else None


def _is_used(customer) -> bool:
    """Has anything happened to it but filing?"""
    if customer.version > 1 or customer.followup_count:
        return True
    return _further.first(customer=customer.id) is not None


def _beyond_filing(customer):
    """Rows that filing did not write, of whatever noun refers to a customer."""
    noun = Contact.customer.rel_model
    first = Contact.alias()
    but = {
        Contact: Contact.id > first.select(fn.MIN(first.id)).where(first.customer == customer),
        Move: Move.origin != "filing",
    }
    acts = AuditEvent.customer_id == customer, AuditEvent.action.not_in(HARMLESS)
    rows = AuditEvent.select(SQL("1")).where(*acts)
    for key, model in noun._meta.backrefs.items():
        if model not in DERIVED:
            rows = rows.union_all(model.select(SQL("1")).where(key == customer, but.get(model, True)))
    return rows.limit(1)


def _keep_out(customer) -> None:
    """Lock the row as strongly as deleting it will ask for: a weaker lock lets others in half-way."""
    if not is_sqlite():
        noun = type(customer)
        noun.select(noun.id).where(noun.id == customer.id).for_update("FOR UPDATE").execute()


_further = Prepared(_beyond_filing, row=tuple)
