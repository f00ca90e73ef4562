"""问题类型: what customers' problems are about, for follow-ups, feedback and complaints alike (R-FU, R-COMPLAINT). The
office edits them."""

from peewee import BooleanField, CharField, IntegerField

from webapp.models.arranged import Arranged
from webapp.models.setup import SetUp, kept
from webapp.prepared import Prepared

SEED = ("产品质量", "物流时效", "价格账期", "包装破损", "安装使用", "售后响应")


class IssueType(Arranged, SetUp):
    """问题类型. One that is retired is offered no more; records keep its word."""

    label = CharField(20, unique=True)
    position = IntegerField()
    is_retired = BooleanField(default=False)
    seeded = tuple({"label": label} for label in SEED)

    @staticmethod
    @kept
    def words() -> tuple[str, ...]:
        """Those that are offered, in their order."""
        return tuple(label for (label,) in _offered())

    @classmethod
    def checked(cls, others: list["IssueType"], *, label: str) -> dict:
        """What may stand in one, beside the others."""
        label = label.strip()
        same = [row for row in others if row.label == label]
        cls.check_name(label, "label", "请填写名称", same, "已经有这个问题类型了")
        return {"label": label}

    def __str__(self) -> str:
        return self.label


_offered = Prepared(
    lambda: IssueType.select(IssueType.label).where(~IssueType.is_retired).order_by(IssueType.position, IssueType.id),
    row=tuple,
)
