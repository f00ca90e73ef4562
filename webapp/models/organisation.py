"""公司 → 区域 → 分站: regions and the branches in them."""

from peewee import BooleanField, CharField, ForeignKeyField

from webapp.database import BaseModel


class Region(BaseModel):
    """区域."""

    name = CharField(40, unique=True)
    is_demo = BooleanField(default=False)


class Branch(BaseModel):
    """分站: the scope of everything a rep or manager sees."""

    name = CharField(40, unique=True)
    region = ForeignKeyField(Region, backref="branches", on_delete="RESTRICT")
    is_demo = BooleanField(default=False)
