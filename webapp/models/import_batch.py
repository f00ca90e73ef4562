"""An uploaded list on its way into the book: preview, confirmation, undo (R-IMPORT)."""

from peewee import BlobField, CharField, ForeignKeyField, IntegerField

from webapp.database import BaseModel, ChineseJSONField, UtcDateTimeField, now
from webapp.models.organisation import Branch
from webapp.models.user import User


class ImportBatch(BaseModel):
    """导入批次. The content is dropped once it is confirmed or discarded: it is personal data."""

    filename = CharField(200)
    digest = CharField(64)
    content = BlobField(null=True)
    mode = CharField(10)
    mapping = ChineseJSONField(default=dict)
    branch = ForeignKeyField(Branch, backref="imports", on_delete="RESTRICT")
    by = ForeignKeyField(User, backref="imports", on_delete="RESTRICT")
    created_at = UtcDateTimeField(default=now)
    confirmed_at = UtcDateTimeField(null=True)
    undone_at = UtcDateTimeField(null=True)
    report = ChineseJSONField(default=dict)


class ImportChange(BaseModel):
    """One row that an import wrote: what it was before (None for a new one) and after, for the undo."""

    batch = ForeignKeyField(ImportBatch, backref="changes", on_delete="CASCADE")
    table = CharField(40)
    row_id = IntegerField()
    before = ChineseJSONField(null=True)
    after = ChineseJSONField()
