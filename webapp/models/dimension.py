"""Classification dimensions and their values, as data the office edits (spec §3)."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from peewee import SQL, BooleanField, CharField, ForeignKeyField, IntegerField, TextField, fn

from webapp.database import BaseModel
from webapp.prepared import Prepared


class Dimension(BaseModel):
    """分类维度: an ordered list of values; as a board, its values are the columns."""

    slug = CharField(40, unique=True)
    label = CharField(20)
    position = IntegerField()
    is_computed = BooleanField(default=False)

    @classmethod
    def boards(cls) -> tuple[tuple[str, str], ...]:
        """Slug and label of the dimensions that make a board."""
        return tuple(_boards())

    @classmethod
    def is_board(cls):
        """Those a person sets and that have columns."""
        column = DimensionValue.alias()
        return ~cls.is_computed & fn.EXISTS(
            column.select(SQL("1")).where(column.dimension == cls.id, ~column.is_retired)
        )

    @classmethod
    def of(cls, slug: str) -> "Dimension | None":
        """The dimension of that name, unless it is computed."""
        return _named.first(slug=slug)

    def value(self, slug: str | None) -> "DimensionValue | None":
        """Its value of that name, unless the office has given it up."""
        found = _value.first(dimension=self.id, slug=slug or "")
        if found:
            found.dimension = self
        return found

    @classmethod
    def choices(cls, slugs: Iterable[str]) -> tuple["Choices", ...]:
        """The dimensions named, each with the values one may choose."""
        by_dimension = groupby(_choices(slugs=list(slugs)), key=itemgetter(0, 1))
        return tuple(Choices(*dimension, tuple(value[2:] for value in values)) for dimension, values in by_dimension)


class Choices(NamedTuple):
    """A dimension and its values as (slug, label)."""

    slug: str
    label: str
    values: tuple[tuple[str, str], ...]


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
    lambda: Dimension.select(Dimension.slug, Dimension.label).where(Dimension.is_board()).order_by(Dimension.position),
    row=tuple,
)
_named = Prepared(lambda slug: Dimension.select().where(Dimension.slug == slug, ~Dimension.is_computed))
_choices = Prepared(
    lambda slugs: (
        DimensionValue.select(Dimension.slug, Dimension.label, DimensionValue.slug, DimensionValue.label)
        .join(Dimension)
        .where(Dimension.slug << slugs, ~DimensionValue.is_retired)
        .order_by(Dimension.position, DimensionValue.position)
    ),
    row=tuple,
)
_value = Prepared(
    lambda dimension, slug: DimensionValue.select().where(
        DimensionValue.dimension == dimension, DimensionValue.slug == slug, ~DimensionValue.is_retired
    )
)
