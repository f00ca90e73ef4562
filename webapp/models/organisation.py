"""公司 → 区域 → 分站: regions and the branches in them."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegrityError

from webapp.database import BaseModel, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.written import check_text


class Region(BaseModel):
    """区域."""

    name = CharField(40, unique=True)
    is_demo = BooleanField(default=False)


class Branch(BaseModel):
    """分站: the scope of everything a rep or manager sees."""

    name = CharField(40, unique=True)
    region = ForeignKeyField(Region, backref="branches", on_delete="RESTRICT")
    is_demo = BooleanField(default=False)

    @classmethod
    def open(cls, name: str, region: str, *, by) -> "Branch":
        """A new branch, in a region that is new where there is none of that name. Raises DomainError beside the field
        for a name that is empty, too long or taken."""
        name, region = name.strip(), region.strip()
        for field, column, text in (("name", cls.name, name), ("region", Region.name, region)):
            if not text:
                raise DomainError("请写名称", field)
            check_text(text, column.max_length, field)
        try:
            with transaction():
                branch = cls.create(name=name, region=Region.get_or_create(name=region)[0])
                AuditEvent.record("branch.opened", by=by, subject=name, region=region)
        except IntegrityError as error:  # the database tells two at once apart
            raise DomainError(f"已经有名为“{name}”的分站", "name") from error
        return branch
