"""The customer's project, as the tracking sheet's head asks for it (R-PROJECT)."""

from peewee import ForeignKeyField

from webapp.clock import now
from webapp.database import UtcDateTimeField, transaction
from webapp.errors import NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.edit_clash import merge, text
from webapp.models.project.fields import FIELDS, ProjectColumns
from webapp.models.written import checked
from webapp.prepared import Prepared
from webapp.text import masking


class Project(ProjectColumns):
    """项目. One a customer for now."""

    customer = ForeignKeyField(Customer, unique=True, backref="projects", on_delete="CASCADE")
    updated_at = UtcDateTimeField(default=now)

    @classmethod
    def of(cls, customer) -> "Project":
        """The customer's project, an empty unsaved one where there is none yet."""
        return cls.get_or_none(cls.customer == customer) or cls(customer=customer)

    @classmethod
    def told(cls, customer) -> tuple[tuple[str, str], ...]:
        """What is known of it, each under its name; empty where there is none yet."""
        known = zip(FIELDS, _told.first(customer=customer.id) or (), strict=False)
        words = ((field.label, field.worded(value)) for field, value in known)
        return tuple((label, text) for label, text in words if text)

    @staticmethod
    def require_editor(customer, user) -> None:
        if not user.can_edit(customer):
            raise NotAllowed("项目资料由负责人或分站负责人修改")

    def revise(self, values: dict, *, base: dict | None = None, by) -> None:
        """Change the stored project, or write the first one. `base` is what the person saw: what others changed since
        merges, or raises EditClash (R-EDIT-SAFE)."""
        self.require_editor(self.customer, by)
        values = checked(FIELDS, Project, values)
        with transaction():
            self.customer.hold()
            current = Project.of(self.customer)
            changed = merge(values, base, current)
            if changed:
                current._write(changed, by)

    def _write(self, changed: dict, by) -> None:
        changes = self.for_trail(changed)
        for field, value in changed.items():
            setattr(self, field, value)
        self.updated_at = now()
        self.save()
        AuditEvent.record("project.revised", by=by, customer=self.customer, subject=self.public_name, changes=changes)

    @property
    def public_name(self) -> str:
        """As the audit trail calls it."""
        return masking.text(self.name)[:80]

    def for_trail(self, changed: dict) -> dict[str, list[str]]:
        """What is going to change, from → to, masked."""
        return {
            field: [masking.text(text(getattr(self, field))), masking.text(text(value))]
            for field, value in changed.items()
        }


_told = Prepared(
    lambda customer: Project.select(*(getattr(Project, name) for name in FIELDS.names)).where(
        Project.customer == customer
    ),
    row=tuple,
)
