"""行业预设: what a trade asks for is applied in one step, and taken back in one (R-FIELDS)."""

from datetime import timedelta

import pytest

from tests.world import file_customer
from webapp.clock import now, today
from webapp.errors import DomainError, NotAllowed
from webapp.models import AppliedPreset, AuditEvent, Customer, Dimension, DimensionValue, FollowUp, Outline, OwnField
from webapp.models.dimension import Catalogue
from webapp.models.own_field import CUSTOMER, MOST_IN_LIST, name_of, own_fields
from webapp.models.preset import Preset, presets
from webapp.paper.forms import FORMS
from webapp.rules import rhythms

CAR = "car-dealer"
every_preset = pytest.mark.parametrize("slug", presets())


def in_force() -> set[str]:
    """What an office sees of presets."""
    axes = {axis.label for axis in Catalogue.now().axes}
    outlines = {outline.title for outline in Outline.offered()}
    own = {own.field.label for noun in ("customer", "followup") for own in own_fields(noun)}
    return axes | outlines | own


def brought_by(preset: Preset) -> set[str]:
    return {name for _, names in preset.brings for name in names}


@every_preset
def test_it_brings_what_it_says_and_takes_it_back(world, slug):
    preset, before = presets()[slug], in_force()
    assert brought_by(preset) and not brought_by(preset) & before
    applied = preset.apply(by=world.admin)
    assert in_force() == before | brought_by(preset)
    applied.take_back(by=world.admin)
    assert in_force() == before and not AppliedPreset.select().exists()
    preset.apply(by=world.admin)
    assert in_force() == before | brought_by(preset)
    assert OwnField.select().count() == len(preset.parts["own_fields"])


@every_preset
def test_its_forms_are_there_and_its_values_have_a_rhythm(world, slug):
    preset = presets()[slug]
    preset.apply(by=world.admin)
    assert set(preset.forms) <= FORMS.keys()
    for told in preset.parts["dimensions"]:
        values = DimensionValue.select().join(Dimension).where(Dimension.slug == told["slug"])
        assert all(value.cadence_days and value.definition for value in values)


def test_all_of_them_at_once_are_in_one_office(world):
    for preset in presets().values():
        preset.apply(by=world.admin)
    assert sum(own.in_list for own in own_fields(CUSTOMER)) == MOST_IN_LIST


def test_the_levels_of_a_car_dealer_are_as_told(world):
    """Form 11's trade: O/H/A/B/C are contacted every 7, 2, 7, 14 and 30 days."""
    presets()[CAR].apply(by=world.admin)
    values = DimensionValue.select().join(Dimension).where(Dimension.slug == "level").order_by(DimensionValue.position)
    assert [(value.slug, value.cadence_days) for value in values] == [
        ("o", 7),
        ("h", 2),
        ("a", 7),
        ("b", 14),
        ("c", 30),
    ]


def test_it_is_on_record(world):
    presets()[CAR].apply(by=world.admin).take_back(by=world.admin)
    events = AuditEvent.select().where(AuditEvent.action.startswith("preset.")).order_by(AuditEvent.id)
    assert [(event.action, event.subject, event.actor_name) for event in events] == [
        ("preset.applied", "4S店", world.admin.name),
        ("preset.taken back", "4S店", world.admin.name),
    ]
    assert events[0].details["own_fields"] == ["车型"]


def test_what_the_office_has_already_stays_as_it_is(world):
    """And is not taken away with the preset."""
    own = OwnField.add(noun=CUSTOMER, label="车型", control="choice", choices=["轿车", "货车"], by=world.admin)
    applied = presets()[CAR].apply(by=world.admin)
    assert OwnField.get_by_id(own.id).control == "choice" and OwnField.select().count() == 1
    applied.take_back(by=world.admin)
    assert not OwnField.get_by_id(own.id).is_retired


def test_what_was_retired_is_restored(world):
    own = OwnField.add(noun=CUSTOMER, label="车型", control="line", choices=[], by=world.admin)
    own.retire(by=world.admin)
    applied = presets()[CAR].apply(by=world.admin)
    assert not OwnField.get_by_id(own.id).is_retired
    applied.take_back(by=world.admin)
    assert OwnField.get_by_id(own.id).is_retired


def test_what_stands_in_its_fields_stays(world):
    applied = presets()[CAR].apply(by=world.admin)
    name = name_of(OwnField.get().id)
    customer = file_customer("苏州车友有限公司", "13700000001", by=world.rep, **{name: "凯美瑞"})
    customer.move_to(world.value("h", "level"), by=world.rep)
    applied.take_back(by=world.admin)
    presets()[CAR].apply(by=world.admin)
    customer = Customer.get_by_id(customer.id)
    assert getattr(customer, name) == "凯美瑞" and customer.value_label("level") == "H 级：7 日内买"


def test_twice_is_refused_and_changes_nothing(world):
    presets()[CAR].apply(by=world.admin)
    with pytest.raises(DomainError, match="已经套用了"):
        presets()[CAR].apply(by=world.admin)
    assert OwnField.select().count() == 1


@pytest.mark.parametrize("who", ["rep", "manager", "inspector"])
def test_the_administrator_alone_applies_one(world, who):
    with pytest.raises(NotAllowed):
        presets()[CAR].apply(by=getattr(world, who))
    applied = presets()[CAR].apply(by=world.admin)
    with pytest.raises(NotAllowed):
        applied.take_back(by=getattr(world, who))
    assert AppliedPreset.select().exists()


def test_a_level_asks_for_its_rhythm_until_it_is_taken_back(world):
    """R-CADENCE: H is contacted every second day. Without the preset the stage says how often, and with it again H."""
    applied = presets()[CAR].apply(by=world.admin)
    customer = Customer.get_by_id(world.fresh.id)
    customer.move_to(world.value("h", "level"), by=world.rep)
    spoken = {"at": now() - timedelta(days=1), "method": "电话", "content": "试驾满意，周末带家人来定"}
    FollowUp.record(customer, spoken, by=world.rep)
    assert rhythm(customer) == (2, today() + timedelta(days=1))
    applied.take_back(by=world.admin)
    rhythms.settle()
    assert rhythm(customer) == (7, today() + timedelta(days=6)) and not rhythms.unsettled().exists()
    presets()[CAR].apply(by=world.admin)
    rhythms.settle()
    assert rhythm(customer) == (2, today() + timedelta(days=1))


def rhythm(customer: Customer) -> tuple:
    customer = Customer.get_by_id(customer.id)
    return customer.cadence_days, customer.contact_due_on


def test_what_is_turned_while_it_is_settled_is_settled_again(world, monkeypatch):
    applied = presets()[CAR].apply(by=world.admin)
    world.fresh.move_to(world.value("h", "level"), by=world.rep)
    applied.take_back(by=world.admin)
    (dimension,) = rhythms.unsettled()
    monkeypatch.setattr(Customer, "refresh_schedule", lambda self: dimension.restore(by=world.admin))
    rhythms.settle()
    assert rhythms.unsettled().exists()


def test_a_dimension_that_is_retired_is_shown_nowhere(client, world):
    applied = presets()[CAR].apply(by=world.admin)
    world.fresh.move_to(world.value("h", "level"), by=world.rep)
    desk = client.log_in(world.rep)
    paths = ("/customers", "/boards/stage", f"/customers/{world.fresh.number}")
    assert all("H 级" in desk.get(path).text for path in paths) and desk.get("/boards/level")
    applied.take_back(by=world.admin)
    assert not any("H 级" in desk.get(path).one("main").text for path in paths[:2])
    desk.get("/boards/level", status=404)
    desk.post(
        f"/customers/{world.fresh.number}/moves", {"dimension": "level", "value": "o", "version": "1"}, status=404
    )


def test_it_is_not_settled_twice_at_once(app, world, monkeypatch):
    """It is found due each minute for as long as it runs, and the worker has other things to do."""
    jobs, begun = app.extensions["jobs"], []

    def settle() -> None:
        begun.append(True)
        jobs.settle()

    monkeypatch.setattr(rhythms, "settle", settle)
    jobs.settle()
    jobs.settle()
    assert len(begun) == 2
