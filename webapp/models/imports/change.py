"""What an import wrote on one customer, for the undo."""

from peewee import CharField, DeferredForeignKey, IntegerField

from webapp.database import BaseModel, ChineseJSONField


class ImportChange(BaseModel):
    """One row that an import wrote. `before` is None for a new one; a customer's `after` is its fingerprint."""

    batch = DeferredForeignKey("ImportBatch", backref="changes", on_delete="CASCADE")
    table = CharField(40)
    row_id = IntegerField()
    before = ChineseJSONField(null=True)
    after = ChineseJSONField()
