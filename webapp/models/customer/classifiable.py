"""Moving a customer between the values of a dimension (R-MOVE, R-MOVE-SAFE)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from peewee import JOIN, IntegrityError

from webapp.clock import now
from webapp.database import transaction
from webapp.errors import DomainError, NotAllowed
from webapp.formatting import moment
from webapp.models.audit import AuditEvent
from webapp.models.classification import Classification, Move, MoveNeedsReason, StaleMove
from webapp.models.dimension import Axis, Catalogue, Dimension, DimensionValue
from webapp.models.user import User
from webapp.models.written import check_text
from webapp.prepared import Prepared

JUST_MADE = timedelta(hours=1)
SHOWN_ANEW = "已换成最新的"
NO_RHYTHM = None, None, False  # what a missing value asks for: no rhythm, and it loses nobody


class Classifiable:
    def classification(self, dimension: Dimension) -> Classification | None:
        return _placed.first(customer=self.id, dimension=dimension.id)

    def value_label(self, slug: str) -> str:
        """The label of the customer's value in the dimension `slug`, or nothing."""
        query = DimensionValue.select(DimensionValue.label).join(
            Classification, on=Classification.value == DimensionValue.id
        )
        query = query.join(Dimension, on=Classification.dimension == Dimension.id)
        return query.where(Classification.customer == self, Dimension.slug == slug).scalar() or ""

    def classes(self) -> tuple["Class", ...]:
        """Each dimension a person sets, with the customer's value in it."""
        placed = {dimension: (value, note) for dimension, value, note in _places(customer=self.id)}
        return tuple(Class.of(axis, *placed.get(axis.id, (None, None))) for axis in Catalogue.now().settable)

    def move_to(
        self, value: DimensionValue, *, by, reason: str = "", origin: str = "menu", version: int | None = None
    ) -> Move | None:
        """Change the value in its dimension; None when it stands there already.

        `version` is what the person saw on the card (0 for no card); an older one raises StaleMove. A column that asks
        why raises MoveNeedsReason until it is told.
        """
        self.require_mover(by)
        if value.dimension.is_computed or value.is_retired:
            raise DomainError("不能移到这一栏", "value")
        check_text(reason.strip(), Move.reason.max_length, "reason")
        current = self.classification(value.dimension)
        if version is not None and version != (current.version if current else 0):
            raise self._overtaken(value.dimension_id, SHOWN_ANEW)
        if current and current.value_id == value.id:
            return None
        if value.asks_reason and not reason.strip():
            raise MoveNeedsReason(f"移到“{value.label}”请写明原因", "reason")
        try:
            return self.classify(value, by=by, reason=reason, origin=origin, current=current)
        except StaleMove as overtaken:
            raise self._overtaken(value.dimension_id, SHOWN_ANEW) from overtaken

    def require_mover(self, user, act: str = "移动这位客户") -> None:
        if not user.keeps(self):
            raise NotAllowed(f"只有负责人、分站负责人和协同的业务员可以{act}")

    def classify(
        self, value: DimensionValue, *, by, reason="", origin: str, note="", current: Classification | None = None
    ) -> Move:
        """Write the new value, its move and the audit entry. The caller has checked; two at once:
        one gets StaleMove."""
        with transaction():
            self.hold()
            left = place_of(current)
            if current:
                _replace(current, value, note, now())
            else:
                self._place(value, note)
            move = self._note_move(left, value, by=by, reason=reason, origin=origin)
            self._follow(value.dimension, left["from_value"], value)
        return move

    def undo_move(self, move: Move, *, by) -> Move:
        """Take a just-made move back: the earlier value, since when and with which note.
        Only the latest one of its dimension, once, and while it is just made (R-MOVE)."""
        self.require_mover(by, "撤销")
        if now() - move.at > JUST_MADE:
            raise DomainError("移动已经过了一小时，不能再撤销；不对的话，请再移动一次")
        with transaction():
            self.hold()
            last = _last.first(customer=self.id, dimension=move.dimension_id)
            if last is None or move.id != last.id or move.to_value_id is None:
                raise self._overtaken(move.dimension_id, "不能再撤销")
            current = self.classification(move.dimension)
            left = place_of(current)
            if move.from_value_id is None:
                Classification.delete().where(Classification.id == current.id).execute()
            else:
                _replace(current, move.from_value, move.from_note, move.from_since or now())
            back = self._note_move(left, move.from_value, by=by, origin="undo", undoes=move, dimension=move.dimension)
            self._follow(move.dimension, move.to_value, move.from_value)
        return back

    def _follow(self, dimension: Dimension, left: DimensionValue | None, reached: DimensionValue | None) -> None:
        """What a move changes of the schedule: the urgency by grade, the rhythms, whether anybody is contacted."""
        was, is_ = ((value and _rhythm(value)) or NO_RHYTHM for value in (left, reached))
        if was != is_:
            self.refresh_schedule()
        elif dimension.role == "grade":
            self.refresh_urgency()

    def _overtaken(self, dimension_id: int, so: str) -> StaleMove:
        """What the later of two is told: who moved the card last, when, and where it is now (R-MOVE-SAFE)."""
        last = _last.first(customer=self.id, dimension=dimension_id)
        said = f"{last.by} {moment(last.at)} 已移到“{last.to or '未定'}”" if last else "这张卡片刚被别人移走了"
        return StaleMove(f"{said}，{so}")

    def _place(self, value: DimensionValue, note: str) -> None:
        try:
            Classification.create(
                customer=self,
                dimension=value.dimension,
                value=value,
                note=note,
                owner=self.owner_id,
                branch=self.branch_id,
                urgency=self.urgency(),
            )
        except IntegrityError as error:
            raise StaleMove(SHOWN_ANEW) from error

    def _note_move(
        self, left: dict, to_value, *, by, origin: str, reason: str = "", undoes=None, dimension=None
    ) -> Move:
        dimension, from_value = dimension or to_value.dimension, left["from_value"]
        move = Move.create(
            customer=self,
            dimension=dimension,
            **left,
            to_value=to_value,
            reason=reason.strip(),
            origin=origin,
            by=by,
            undoes=undoes,
        )
        labels = {"from": from_value.label if from_value else "", "to": to_value.label if to_value else ""}
        AuditEvent.record("customer.moved", by=by, customer=self, subject=dimension.label, origin=origin, **labels)
        return move

    def pin(self, dimension: Dimension, pinned: bool, *, by) -> None:
        """置顶: on top of its column, or no longer."""
        self.require_mover(by, "置顶")
        with transaction():
            self.hold()
            update = Classification.update(is_pinned=pinned)
            update.where(Classification.customer == self, Classification.dimension == dimension).execute()
            self.refresh_urgency()
            AuditEvent.record("customer.pinned", by=by, customer=self, subject=dimension.label, pinned=pinned)


def _rhythm(value: DimensionValue) -> tuple:
    return value.cadence_days, value.update_days, value.outcome == "lost"


def place_of(current: Classification | None) -> dict:
    """What a move records of the place it leaves."""
    if current is None:
        return {"from_value": None}
    return {"from_value": current.value, "from_since": current.since, "from_note": current.note}


def _replace(current: Classification, value: DimensionValue, note: str, since: datetime) -> None:
    """The card's new place. A pin stays: it is the customer that somebody wants on top, in whichever column."""
    if not _moved(value=value.id, note=note, since=since, id=current.id, version=current.version):
        raise StaleMove(SHOWN_ANEW)


class Last(NamedTuple):
    """The latest move in a dimension; `to` is None where it took the card off the board."""

    id: int
    by: str
    at: datetime
    to: str | None


_last = Prepared(
    lambda customer, dimension: (
        Move.select(Move.id, User.name, Move.at, DimensionValue.label)
        .join(User, on=Move.by)
        .switch(Move)
        .join(DimensionValue, JOIN.LEFT_OUTER, on=Move.to_value)
        .where(Move.customer == customer, Move.dimension == dimension)
        .order_by(Move.id.desc())
        .limit(1)
    ),
    row=Last,
)


class Class(NamedTuple):
    """A dimension as the customer's page shows it, with the customer's value where there is one: what that says of who
    leads and how the customer is served, and whether it has a manager of its own."""

    slug: str
    dimension: str
    label: str | None
    hue: str | None
    note: str | None
    about: str
    has_own_manager: bool

    @classmethod
    def of(cls, axis: Axis, value: int | None, note: str | None) -> "Class":
        found = next((one for one in axis.values if one.id == value), None)
        about = "；".join(filter(None, (found.lead_role, found.service_channel))) if found else ""
        told = (found.label, found.hue) if found else (None, None)
        return cls(axis.slug, axis.label, *told, note, about, bool(found and found.has_own_manager))


_places = Prepared(
    lambda customer: Classification.select(Classification.dimension, Classification.value, Classification.note).where(
        Classification.customer == customer
    ),
    row=tuple,
)
_placed = Prepared(
    lambda customer, dimension: (
        Classification.select(Classification, DimensionValue)
        .join(DimensionValue)
        .where(Classification.customer == customer, Classification.dimension == dimension)
    )
)
_moved = Prepared(
    lambda value, note, since, id, version: Classification.update(
        value=value, note=note, since=since, version=Classification.version + 1
    ).where(Classification.id == id, Classification.version == version)
)
