"""R-PRINTLOG, R-CONSIST: every sheet has a number, a count and what it said."""

from webapp.formatting import today
from webapp.models import AuditEvent, Print
from webapp.models.printing import digest_of


def log(world, customer=None, slug: str = "tracking-sheet", **snapshot) -> Print:
    return Print.log(customer or world.won, slug, snapshot, copies="123", is_unmasked=False, by=world.rep)


def test_prints_are_numbered_by_the_day(world):
    numbers = [log(world).number, log(world, world.lost).number]
    assert numbers == [f"P{today():%Y%m%d}-0001", f"P{today():%Y%m%d}-0002"]


def test_a_reprint_counts_per_customer_and_form(world):
    counts = [log(world).times, log(world).times, log(world, slug="card").times, log(world, world.lost).times]
    assert counts == [1, 2, 1, 1]


def test_it_keeps_what_the_sheet_said(world):
    row = Print.get_by_id(log(world, 客户="已经成交有限公司").id)
    assert row.snapshot == {"客户": "已经成交有限公司"} and row.digest == digest_of(row.snapshot)
    assert digest_of({"客户": "改过"}) != row.digest


def test_it_is_in_the_audit_trail(world):
    row = log(world)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.subject, event.actor, event.customer_id) == ("print.made", row.number, world.rep, world.won.id)
