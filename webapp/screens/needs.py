"""需求分析: what a customer needs, in the order of the office's report (R-NEED)."""

from functools import cached_property

from webapp.clock import today
from webapp.models.cadence import cadence_of
from webapp.models.classification import Classification
from webapp.models.customer import Customer
from webapp.models.customer.fields import FIELDS
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.eyes import Eyes
from webapp.screens.records import Told, told

# as the report has them: what is said under each heading, by its columns
MUST, MAY = ("need",), ("expected_need",)
REST = (
    ("痛点", ("pain_points", "latent_needs")),
    ("解决方案方向", ("expected_solution",)),
    ("预期价值", ("expected_value",)),
    ("预算与价格敏感度", ("budget", "expected_amount")),
    ("时间线", ("time_requirement", "need_urgency", "expected_purchase_on")),
    ("偏好与特殊要求", ("preferences", "special_requests", "need_traits")),
)


class Analysis:
    """Of one customer, as its reader may see it."""

    def __init__(self, customer: Customer, eyes: Eyes):
        self.customer, self.eyes, self.on = customer, eyes, today()

    @property
    def must(self) -> str:
        """核心需求."""
        return self.eyes.text(self.customer.need)

    @property
    def may(self) -> str:
        """期望需求."""
        return self.eyes.text(self.customer.expected_need)

    @cached_property
    def rest(self) -> tuple[tuple[str, tuple[Told, ...]], ...]:
        """The other headings, each with what is known."""
        return tuple((heading, self._told(names)) for heading, names in REST)

    def _told(self, names: tuple[str, ...]) -> tuple[Told, ...]:
        said = told(FIELDS.only(*names), (getattr(self.customer, name) for name in names))
        return tuple(one._replace(text=self.eyes.text(one.text, one.eyes)) for one in said)

    @cached_property
    def grade(self) -> DimensionValue | None:
        """The customer's 需求等级, which says who leads and how often (S3)."""
        grade = Dimension.playing("grade")
        values = DimensionValue.select(DimensionValue, Dimension).join(Dimension).switch(DimensionValue)
        values = values.join(Classification, on=Classification.value == DimensionValue.id)
        return values.where(Classification.customer == self.customer, Dimension.id << grade).first()

    @property
    def cadence_days(self) -> int | None:
        return self.grade and cadence_of([self.grade])
