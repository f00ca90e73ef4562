"""公海规则: after how many days without a follow-up the customers of a class go into the pool (R-POOL)."""

from typing import NamedTuple

from webapp.database import locked, transaction
from webapp.errors import DomainError, Mistakes
from webapp.models.audit import AuditEvent
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.user import User

LEAST, MOST = 7, 3_650  # days


class Rule(NamedTuple):
    """What holds for a value: None for never."""

    id: int
    dimension: str
    label: str
    days: int | None

    @property
    def field(self) -> str:
        return field_of(self.id)


def field_of(value: int) -> str:
    """What the place of a value (its id) in a form is called."""
    return f"value{value}"


def pool_rules() -> list[Rule]:
    """Of every value that a customer may stand in."""
    return [Rule(row.id, row.dimension.label, row.label, row.pool_days) for row in _values()]


def set_pool_rules(days: dict[int, int | None], *, by: User) -> None:
    """Set them by the value's id; those that are not named stay as they are. The same again changes nothing.
    DomainErrors, each beside its field, for days that cannot be."""
    by.require_setting_up()
    mistakes = Mistakes()
    with transaction():
        for value in locked(_values()):
            wanted = days.get(value.id, value.pool_days)
            if wanted is not None and not LEAST <= wanted <= MOST:
                mistakes.note(DomainError(f"应为 {LEAST} 到 {MOST} 之间的天数，不放入公海就空着", field_of(value.id)))
            elif wanted != value.pool_days:
                told = {"before": value.pool_days, "after": wanted}
                value.pool_days = wanted
                value.save()
                subject = f"{value.dimension.label}：{value.label}"
                AuditEvent.record("pool.rule_changed", by=by, subject=subject, **told)
        mistakes.tell()


def _values():
    rows = DimensionValue.select(DimensionValue, Dimension).join(Dimension)
    rows = rows.where(~Dimension.is_retired, ~Dimension.is_computed, ~DimensionValue.is_retired)
    return rows.order_by(Dimension.position, Dimension.id, DimensionValue.position)
