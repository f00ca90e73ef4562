"""`audit verify` finds a removed or altered entry (R-AUDIT)."""

import pytest

from webapp.models import AuditEvent


def test_a_whole_trail_is_confirmed(peopled_office):
    assert peopled_office.done("audit", "verify").startswith("操作日志完整")


@pytest.mark.parametrize(
    "tamper",
    [
        AuditEvent.update(subject="别人").where(AuditEvent.id == 3),
        AuditEvent.delete().where(AuditEvent.id == 3),
        AuditEvent.delete().where(AuditEvent.id > 9),
    ],
    ids=["altered", "removed", "cut off"],
)
def test_tampering_is_found(peopled_office, tamper):
    peopled_office.done("audit", "verify")
    tamper.execute()
    assert peopled_office.refused("audit", "verify").startswith("操作日志不完整")
