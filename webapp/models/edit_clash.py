"""Two people editing one thing never overwrite each other in silence (R-EDIT-SAFE)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.errors import Stale
from webapp.formatting import moment
from webapp.models.audit import AuditEvent
from webapp.prepared import Prepared

LATEST = 50  # acts of the trail that are looked through


@dataclass(frozen=True)
class Clash:
    """One field two people changed: what it was, what they made of it, what I want, and who they are."""

    field: str
    before: str
    theirs: str
    mine: str
    whose: str


class EditClash(Stale):
    """Two people changed the same fields; nothing was written.

    `current` is the row as it is now. `untouched` holds its values of the fields this person left alone: the form takes
    them over together with the new base, or the next save would put the old ones back.
    """

    def __init__(self, clashes: list[Clash], current, untouched: dict):
        super().__init__("这份资料刚被别人改过，请逐项决定")
        self.clashes, self.current, self.untouched = clashes, current, untouched


def seen(row, fields: Iterable[str]) -> dict[str, str]:
    """What a person who opens the row sees in these fields: the base of a later `merge`."""
    return {field: _said(row, field) for field in sorted(fields)}


def merge(values: Mapping[str, object], base: Mapping[str, str] | None, current) -> dict:
    """The values that change the row `current`; those of fields left as they were in `base` are not among them.

    Without a base everything counts as meant. Raises EditClash where somebody else gave one of the person's fields
    another value since.
    """
    mine = (
        values
        if base is None
        else {field: value for field, value in values.items() if text(value) != _before(base, field)}
    )
    if base is not None:
        _refuse_clashes(mine, base, current, untouched=values.keys() - mine.keys())
    return {field: value for field, value in mine.items() if getattr(current, field) != value}


def _refuse_clashes(mine: Mapping[str, object], base: Mapping[str, str], current, untouched: Iterable[str]) -> None:
    clashes = [
        Clash(field, _before(base, field), theirs, text(value), _whose(current, field))
        for field, value in mine.items()
        if (theirs := _said(current, field)) not in (_before(base, field), text(value))
    ]
    if clashes:
        raise EditClash(clashes, current, {field: getattr(current, field) for field in untouched})


def _whose(row, field: str) -> str:
    """Who gave the field its present value, and when, as far as the trail tells it: not beyond a list that was taken
    back since."""
    noun = type(row).__name__.lower()
    customer = row.id if noun == "customer" else row.customer_id
    acts = [f"{noun}.revised", "customer.imported", "customer.import_undone"]
    for at, by, action, subject, details in _latest(customer=customer, acts=acts):
        is_of_row = action.startswith(noun) and (noun != "contact" or subject == str(row.id))
        if is_of_row and field in details.get("changes", {}):
            return f"{by} {moment(at)} "
        if action.startswith("customer.import"):
            break
    return "对方"


_latest = Prepared(
    lambda customer, acts: (
        AuditEvent.select(
            AuditEvent.at, AuditEvent.actor_name, AuditEvent.action, AuditEvent.subject, AuditEvent.details
        )
        .where(AuditEvent.customer_id == customer, AuditEvent.action << acts)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(LATEST)
    ),
    row=tuple,
)


def _before(base: Mapping[str, str], field: str) -> str:
    return text(base.get(field, ""))


def _said(row, field: str) -> str:
    return text(getattr(row, f"{field}_id", None) or getattr(row, field))


def text(value) -> str:
    """A value as it is compared and shown; browsers change the line ends of what they were given."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
