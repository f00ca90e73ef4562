"""Classification dimensions and their values, as data the office edits (spec §3)."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField, fn

from webapp.database import BaseModel
from webapp.prepared import Prepared


class Dimension(BaseModel):
    """分类维度: an ordered list of values; as a board, its values are the columns."""

    slug = CharField(40, unique=True)
    label = CharField(20)
    position = IntegerField()
    is_computed = BooleanField(default=False)

    @classmethod
    def boards(cls) -> list["Dimension"]:
        """The dimensions that make a board: those a person sets and that have columns."""
        return _boards()

    @classmethod
    def choices(cls, slugs: Iterable[str]) -> list[tuple["Dimension", list["DimensionValue"]]]:
        """The dimensions named, each with the values one may choose."""
        return [(group[0].dimension, group) for group in map(list, _by_dimension(_choices(slugs=list(slugs))))]


def _by_dimension(values: Iterable["DimensionValue"]) -> Iterator[Iterator["DimensionValue"]]:
    return (group for _, group in groupby(values, key=lambda value: value.dimension_id))


class DimensionValue(BaseModel):
    """One value. `hue` names a pigment of the palette; `outcome` is won, lost, entry or empty."""

    dimension = ForeignKeyField(Dimension, backref="values", index=False, on_delete="RESTRICT")
    slug = CharField(40)
    label = CharField(20)
    position = IntegerField()
    hue = CharField(20, default="ink")
    definition = TextField(default="")
    strategy = TextField(default="")
    cadence_days = IntegerField(null=True)
    lead_role = CharField(40, default="")
    outcome = CharField(10, default="")
    asks_reason = BooleanField(default=False)
    card_limit = IntegerField(null=True)
    stay_limit = IntegerField(null=True)
    is_retired = BooleanField(default=False)

    class Meta:
        indexes = ((("dimension", "slug"), True), (("dimension", "position"), False))


_boards = Prepared(
    lambda: (
        Dimension.select()
        .where(
            ~Dimension.is_computed,
            fn.EXISTS(DimensionValue.select().where(DimensionValue.dimension == Dimension.id, ~DimensionValue.is_retired)),
        )
        .order_by(Dimension.position)
    )
)
_choices = Prepared(
    lambda slugs: (
        DimensionValue.select(DimensionValue.slug, DimensionValue.label, Dimension.id, Dimension.slug, Dimension.label)
        .join(Dimension)
        .where(Dimension.slug << slugs, ~DimensionValue.is_retired)
        .order_by(Dimension.position, DimensionValue.position)
    )
)
