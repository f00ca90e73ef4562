"""R-MOVE, R-MOVE-SAFE: every change of value leaves one record; the later of two sees what happened."""

from datetime import timedelta

import pytest

from tests.queries import count_queries
from webapp.clock import now
from webapp.errors import DomainError, NotAllowed
from webapp.formatting import moment
from webapp.models import AuditEvent, Classification, Collaboration, Move
from webapp.models.classification import MoveNeedsReason, StaleMove


def moves(customer) -> list[tuple]:
    query = Move.select().where(Move.customer == customer).order_by(Move.id)
    return [
        (move.from_value and move.from_value.label, move.to_value and move.to_value.label, move.origin)
        for move in query
    ]


def card(world, customer, dimension: str = "stage") -> Classification:
    value = world.value("potential") if dimension == "stage" else world.value("a", dimension)
    return customer.classification(value.dimension)


def test_a_move_leaves_who_when_from_to_and_why(world):
    world.fresh.move_to(world.value("intent"), reason="已索要报价", origin="drag", by=world.manager)
    move = world.fresh.moves.order_by(Move.id.desc()).get()
    assert (move.from_value.label, move.to_value.label, move.reason, move.origin) == (
        "潜在客户",
        "意向客户",
        "已索要报价",
        "drag",
    )
    assert move.by == world.manager and move.at
    assert world.fresh.value_label("stage") == "意向客户"


def test_a_move_is_in_the_audit_trail(world):
    world.fresh.move_to(world.value("intent"), by=world.rep)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.customer_id) == ("customer.moved", world.fresh.id)
    assert (event.details["from"], event.details["to"]) == ("潜在客户", "意向客户")


def test_moving_to_where_it_stands_changes_nothing(world):
    before = moves(world.interested)
    assert world.interested.move_to(world.value("intent"), by=world.rep) is None
    assert moves(world.interested) == before


def test_a_lost_customer_needs_a_reason(world):
    for reason in ("", "  "):
        with pytest.raises(MoveNeedsReason) as refusal:
            world.won.move_to(world.value("lost"), reason=reason, by=world.rep)
        assert refusal.value.field == "reason"
    assert world.won.value_label("stage") == "成交客户"
    world.won.move_to(world.value("lost"), reason="项目取消", by=world.rep)
    assert world.won.value_label("stage") == "流失客户"


def test_the_later_of_two_is_told(world):
    seen = card(world, world.fresh).version
    world.fresh.move_to(world.value("intent"), version=seen, by=world.rep)
    with pytest.raises(StaleMove) as refusal:
        world.fresh.move_to(world.value("deal"), version=seen, by=world.manager)
    at = Move.select().order_by(Move.id.desc()).get().at
    assert refusal.value.message == f"{world.rep.name} {moment(at)} 已移到“意向客户”，已换成最新的"
    assert world.fresh.value_label("stage") == "意向客户"


def test_a_first_value_is_version_zero(world):
    grade = world.value("a", "grade")
    world.fresh.move_to(grade, version=0, by=world.rep)
    with pytest.raises(StaleMove):
        world.fresh.move_to(world.value("b", "grade"), version=0, by=world.manager)
    assert moves(world.fresh)[-1] == (None, "A类", "menu")


def test_undo_takes_the_move_back_once(world):
    move = world.fresh.move_to(world.value("intent"), by=world.rep)
    world.fresh.undo_move(move, by=world.rep)
    assert world.fresh.value_label("stage") == "潜在客户"
    assert moves(world.fresh)[-1] == ("意向客户", "潜在客户", "undo")
    with pytest.raises(StaleMove):
        world.fresh.undo_move(move, by=world.rep)


def test_undo_of_a_first_value_takes_the_card_off_the_board(world):
    move = world.fresh.move_to(world.value("a", "grade"), by=world.rep)
    world.fresh.undo_move(move, by=world.rep)
    assert card(world, world.fresh, "grade") is None and moves(world.fresh)[-1] == ("A类", None, "undo")


def test_undo_after_another_move_is_refused(world):
    move = world.fresh.move_to(world.value("intent"), by=world.rep)
    later = world.fresh.move_to(world.value("deal"), by=world.manager)
    with pytest.raises(StaleMove) as refusal:
        world.fresh.undo_move(move, by=world.rep)
    assert refusal.value.message == f"{world.manager.name} {moment(later.at)} 已移到“成交客户”，不能再撤销"


@pytest.mark.parametrize("who", ["outsider", "other_manager", "colleague", "service", "inspector", "admin"])
def test_people_who_do_not_work_on_it_may_not_move_undo_or_pin(world, who):
    person, move = getattr(world, who), world.fresh.move_to(world.value("intent"), by=world.rep)
    for act in (
        lambda: world.fresh.move_to(world.value("deal"), by=person),
        lambda: world.fresh.undo_move(move, by=person),
        lambda: world.fresh.pin(move.dimension, True, by=person),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_collaborator_may_move(world):
    Collaboration.create(customer=world.helped, user=world.colleague, invited_by=world.rep)
    assert world.helped.move_to(world.value("intent"), by=world.colleague)


def test_service_moves_and_pins_nothing(world):
    """§0: asked on to help, not to judge."""
    for act in (
        lambda: world.helped.move_to(world.value("intent"), by=world.service),
        lambda: world.helped.pin(world.value("intent").dimension, True, by=world.service),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_computed_and_retired_columns_take_no_cards(world):
    retired = world.value("b", "grade")
    retired.is_retired = True
    for value in (world.value("high", "frequency"), retired):
        with pytest.raises(DomainError, match="不能移到"):
            world.fresh.move_to(value, by=world.rep)


def test_dimensions_are_independent(world):
    world.interested.move_to(world.value("high", "value"), by=world.rep)
    assert (world.interested.value_label("stage"), world.interested.value_label("value")) == ("意向客户", "高价值")


def test_a_move_costs_few_queries(world):
    intent = world.value("intent")
    with count_queries() as queries:
        world.fresh.move_to(intent, version=1, by=world.rep)
    assert len(queries) <= 8


def test_undo_brings_back_since_when_and_the_note(world):
    placed = card(world, world.fresh)
    since = placed.since - timedelta(days=40)
    Classification.update(since=since, note="意向续约").where(Classification.id == placed.id).execute()
    move = world.fresh.move_to(world.value("intent"), by=world.rep)
    assert (card(world, world.fresh).since > since, card(world, world.fresh).note) == (True, "")
    world.fresh.undo_move(move, by=world.rep)
    assert (card(world, world.fresh).since, card(world, world.fresh).note) == (since, "意向续约")


def test_a_pin_survives_a_move_and_its_undo(world):
    world.fresh.pin(world.value("potential").dimension, True, by=world.rep)
    move = world.fresh.move_to(world.value("intent"), by=world.rep)
    top = (
        Classification.select()
        .where(Classification.value == world.value("intent"))
        .order_by(Classification.urgency)
        .first()
    )
    assert (top.customer, top.is_pinned) == (world.fresh, True)
    world.fresh.undo_move(move, by=world.rep)
    assert card(world, world.fresh).is_pinned


def test_a_reason_too_long_for_the_book_is_refused_beside_its_field(world):
    with pytest.raises(DomainError, match="最多 400 个字") as refusal:
        world.fresh.move_to(world.value("lost"), reason="长" * 401, by=world.rep)
    assert refusal.value.field == "reason"


def test_a_move_of_long_ago_is_not_taken_back(world):
    move = world.fresh.move_to(world.value("intent"), by=world.rep)
    Move.update(at=now() - timedelta(hours=2)).where(Move.id == move.id).execute()
    with pytest.raises(DomainError, match="过了一小时"):
        world.fresh.undo_move(Move.get_by_id(move.id), by=world.rep)
