"""Settings people change while the app runs."""

import pytest

from webapp.models import AuditEvent, Setting


@pytest.mark.parametrize("value", ["字", 50, ["甲", "乙"], {"高": 100_000}, False])
def test_a_value_comes_back_as_it_was_written(world, value):
    Setting.write("limit", value, by=world.admin)
    assert Setting.read("limit", "default") == value


def test_a_missing_one_is_the_default_and_a_second_write_replaces(world):
    assert Setting.read("limit", 5) == 5
    for value in (1, 2):
        Setting.write("limit", value, by=world.admin)
    assert Setting.read("limit") == 2


def test_a_change_is_on_record_with_what_it_was(world):
    for value in (1, {"高": 2}):
        Setting.write("limit", value, by=world.admin)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.actor, event.subject, event.details) == (
        "setting.changed",
        world.admin,
        "limit",
        {"before": 1, "after": {"高": 2}},
    )
    assert AuditEvent.verify() is None
