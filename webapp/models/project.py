"""The customer's project, as the tracking sheet's head asks for it (R-PROJECT)."""

from peewee import BooleanField, CharField, ForeignKeyField, TextField

from webapp.database import BaseModel, UtcDateTimeField, now, transaction
from webapp.errors import NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.screening import screen


class Project(BaseModel):
    """项目. One a customer for now. `is_agent` is None while nobody has asked."""

    customer = ForeignKeyField(Customer, unique=True, backref="projects", on_delete="CASCADE")
    name = CharField(80, default="")
    status = CharField(40, default="")
    is_agent = BooleanField(null=True)
    regional_linkage = TextField(default="")
    updated_at = UtcDateTimeField(default=now)

    @classmethod
    def of(cls, customer) -> "Project":
        """The customer's project, an empty unsaved one where there is none yet."""
        return cls.get_or_none(cls.customer == customer) or cls(customer=customer)

    def revise(self, values: dict, *, by) -> None:
        if not by.can_edit(self.customer):
            raise NotAllowed("项目资料由负责人或分站负责人修改")
        screen(values)
        with transaction():
            for field, value in values.items():
                setattr(self, field, value)
            self.updated_at = now()
            self.save()
            AuditEvent.record("project.revised", by=by, customer=self.customer, subject=self.name, fields=sorted(values))
