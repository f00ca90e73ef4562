"""Classification dimensions and their values, as data the office edits (spec §3).

What a dimension is for stands in its row: where screens show it, under which headings lists bring it, which part it
plays in the rules. Nothing in the code names a dimension by its slug.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from peewee import JOIN, SQL, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from webapp.clock import now
from webapp.database import UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes
from webapp.models.arranged import Arranged
from webapp.models.setup import SetUp, kept
from webapp.prepared import Prepared

MOST_TAGS = 3  # offered at once, no more (R-TAGS)


class Dimension(Arranged, SetUp):
    """分类维度: an ordered list of values; as a board, its values are the columns.

    `role` is the part it plays in the rules: stage (合作阶段: where new customers begin and lost ones end), grade
    (part of the urgency), category (what a follow-up may set), node (the project's state on paper), frequency (worked
    out by the book), or none. `headings`
    are further ones that mean it in imported lists, one a line.
    The next say where it is shown, by the place it takes there; NULL is nowhere. One that is retired is shown nowhere
    and asks for no rhythm; what customers were in it stays. `unsettled_at` says since when the rhythm of its customers
    is to be worked out anew (webapp/rules/rhythms.py).
    """

    slug = CharField(40, unique=True)
    label = CharField(20)
    position = IntegerField()
    is_computed = BooleanField(default=False)
    role = CharField(20, default="")
    headings = TextField(default="")
    in_filters = IntegerField(null=True)
    on_rows = IntegerField(null=True)
    on_worklist = IntegerField(null=True)
    on_cards = IntegerField(null=True)
    in_search = IntegerField(null=True)
    on_paper = IntegerField(null=True)
    is_retired = BooleanField(default=False)
    unsettled_at = UtcDateTimeField(null=True)
    word, named_by = "分类维度", ("slug",)

    class Meta:
        indexes = (SQL("CREATE UNIQUE INDEX IF NOT EXISTS dimension_one_role ON dimension (role) WHERE role <> ''"),)

    @classmethod
    def checked(cls, others: list["Dimension"], *, slug: str, label: str, headings: str = "", **places: int) -> dict:
        """What may stand in one, beside the others; `places` says where it is shown."""
        mistakes = Mistakes()
        with mistakes.noted():
            same = [row for row in others if row.label == label]
            cls.check_name(label, "label", "请填写名称", same, "已经有这个分类维度了")
        with mistakes.noted():
            if any(row.slug == slug for row in others):
                raise DomainError("这个标识已经用了", "slug")
        mistakes.tell()
        return {"slug": slug, "label": label, "headings": headings, **places}

    @classmethod
    def add(cls, *, values: Sequence[dict], by, **told) -> "Dimension":
        """A further one, with its values in their order."""
        with transaction():
            dimension = super().add(by=by, **told)
            for position, value in enumerate(values):
                DimensionValue.create(dimension=dimension, position=position, **value)
        return dimension

    def _turn(self, is_retired: bool, act: str, by) -> None:
        """And the rhythm of its customers is another one."""
        with transaction():
            super()._turn(is_retired, act, by)
            Dimension.update(unsettled_at=now()).where(Dimension.id == self.id).execute()

    def __str__(self) -> str:
        return self.label

    @classmethod
    def playing(cls, role: str):
        """A query of the id of the dimension that plays this part."""
        return cls.select(cls.id).where(cls.role == role)

    @classmethod
    def of(cls, slug: str) -> "Dimension | None":
        """The dimension of that name, unless it is computed or retired; kept, and not to be changed."""
        return _named(slug)

    def value(self, slug: str | None) -> "DimensionValue | None":
        """Its value of that name, unless the office has given it up; kept, and not to be changed."""
        return _value(self.id, slug or "")


class DimensionValue(SetUp):
    """One value. `hue` names a pigment of the palette; `outcome` is won, lost, entry or empty. `cadence_days` is how
    often its customers are to be contacted, `update_days` how often their file is to be looked through, `pool_days`
    after how many without a follow-up they go into the pool (R-POOL; None for never); `lead_role` says who leads the
    work with them, `service_channel` by which way they are served, and `has_own_manager` that each of them has a person
    of its own for that (客户成功经理)."""

    dimension = ForeignKeyField(Dimension, backref="values", index=False, on_delete="RESTRICT")
    slug = CharField(40)
    label = CharField(20)
    position = IntegerField()
    hue = CharField(20, default="ink")
    definition = TextField(default="")
    strategy = TextField(default="")
    cadence_days = IntegerField(null=True)
    update_days = IntegerField(null=True)
    pool_days = IntegerField(null=True)
    lead_role = CharField(40, default="")
    service_channel = CharField(80, default="")
    has_own_manager = BooleanField(default=False)
    outcome = CharField(10, default="")
    asks_reason = BooleanField(default=False)
    card_limit = IntegerField(null=True)
    stay_limit = IntegerField(null=True)
    is_retired = BooleanField(default=False)

    class Meta:
        indexes = ((("dimension", "slug"), True), (("dimension", "position"), False))


class Tag(NamedTuple):
    """A value as a label beside a customer; `role` is its dimension's."""

    role: str
    label: str
    hue: str


class Value(NamedTuple):
    """A value as screens read it."""

    id: int
    slug: str
    label: str
    hue: str
    is_retired: bool
    lead_role: str
    service_channel: str
    has_own_manager: bool


class Axis(NamedTuple):
    """A dimension as screens read it, with its values in their order."""

    id: int
    slug: str
    label: str
    role: str
    is_computed: bool
    headings: str
    in_filters: int | None
    on_rows: int | None
    on_worklist: int | None
    on_cards: int | None
    in_search: int | None
    on_paper: int | None
    values: tuple[Value, ...]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Slug and label of the values one may choose."""
        return tuple((value.slug, value.label) for value in self.values if not value.is_retired)

    def id_of(self, slug: str) -> int:
        """The value's id; 0, which nobody has, for a slug that is none."""
        return next((value.id for value in self.values if value.slug == slug), 0)


class Catalogue:
    """Every dimension with its values; `Catalogue.now()` are those in force."""

    def __init__(self, axes: Sequence[Axis]):
        self.axes = axes

    @staticmethod
    @kept
    def now() -> "Catalogue":
        size = len(Axis._fields) - 1
        return Catalogue(
            tuple(
                Axis(*dimension, tuple(Value(*row[size:]) for row in of_one if row[size] is not None))
                for dimension, of_one in groupby(_everything(), key=itemgetter(slice(size)))
            )
        )

    @cached_property
    def words(self) -> set[str]:
        """What they are called, on screens and in lists."""
        return {word for axis in self.axes for word in (axis.label, *axis.headings.splitlines()) if word}

    def playing(self, role: str) -> Axis | None:
        """The dimension that plays this part in the rules."""
        return next((axis for axis in self.axes if axis.role == role), None)

    def shown(self, place: str) -> tuple[Axis, ...]:
        """Those that a place shows, in its order: in_filters, on_rows, on_worklist, on_cards, in_search, on_paper."""
        found = [axis for axis in self.axes if getattr(axis, place) is not None]
        found.sort(key=lambda axis: getattr(axis, place))
        return tuple(found if place == "in_filters" else found[:MOST_TAGS])

    @cached_property
    def settable(self) -> tuple[Axis, ...]:
        """Those a person sets, as far as there is anything to choose."""
        return tuple(axis for axis in self.axes if axis.choices and not axis.is_computed)

    @cached_property
    def boards(self) -> tuple[tuple[str, str], ...]:
        """Slug and label of those: each is a board, its values are the columns."""
        return tuple((axis.slug, axis.label) for axis in self.settable)

    def tags(self, values: Iterable[int | None]) -> tuple[Tag, ...]:
        """The values with these ids, for those a customer has."""
        return tuple(self._tags[value] for value in values if value)

    @cached_property
    def _tags(self) -> dict[int, Tag]:
        return {value.id: Tag(axis.role, value.label, value.hue) for axis in self.axes for value in axis.values}


def _all():
    dimension = [getattr(Dimension, name) for name in Axis._fields[:-1]]
    value = [getattr(DimensionValue, name) for name in Value._fields]
    return (
        Dimension.select(*dimension, *value)
        .join(DimensionValue, JOIN.LEFT_OUTER)
        .where(~Dimension.is_retired)
        .order_by(Dimension.position, Dimension.id, DimensionValue.position)
    )


_everything = Prepared(_all, row=tuple)


@kept
def _named(slug: str) -> Dimension | None:
    return Dimension.get_or_none(Dimension.slug == slug, ~Dimension.is_computed, ~Dimension.is_retired)


@kept
def _value(dimension: int, slug: str) -> DimensionValue | None:
    found = DimensionValue.select(DimensionValue, Dimension).join(Dimension)
    found = found.where(Dimension.id == dimension, ~Dimension.is_retired)
    return found.where(DimensionValue.slug == slug, ~DimensionValue.is_retired).first()
