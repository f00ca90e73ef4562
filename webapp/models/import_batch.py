"""An uploaded list on its way into the book: preview, confirmation, undo (R-IMPORT)."""

from peewee import BlobField, CharField, ForeignKeyField

from webapp.database import BaseModel, ChineseJSONField, LastingIdField, UtcDateTimeField, now
from webapp.models.imports.batch import Importing
from webapp.models.imports.change import ImportChange
from webapp.models.imports.handing_out import HandingOut
from webapp.models.organisation import Branch
from webapp.models.user import User

__all__ = ["ImportBatch", "ImportChange"]


class ImportBatch(Importing, HandingOut, BaseModel):
    """导入批次. The content is dropped once it is confirmed or discarded, or after a day: it is personal data.

    `report` holds counts, notes on the file, its headers with the field key of each (columns), and per row: row,
    outcome, number, name, remarks, and the cells of refused ones. With 50,000 rows it is large: leave it out of lists.
    """

    id = LastingIdField()
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
    busy_since = UtcDateTimeField(null=True)
    report = ChineseJSONField(default=dict)
