"""R-PRINTLOG, R-CONSIST: every sheet has a number, a count and what it said."""

import pytest

from webapp.clock import today
from webapp.database import transaction
from webapp.models import AuditEvent, Print
from webapp.models.printing import Overtaken, Subject, SubjectKind, digest_of


def draft(world, *subjects: Subject, slug: str = "tracking-sheet", **snapshot) -> list[Print]:
    sheets = [(subject, snapshot) for subject in subjects or (Subject.of(world.won),)]
    return Print.draft(slug, sheets, copies="123", is_unmasked=False, by=world.rep)


def log(world, *subjects: Subject, **options) -> list[Print]:
    rows = draft(world, *subjects, **options)
    Print.enter(rows, by=world.rep)
    return rows


def test_prints_are_numbered_by_the_day(world):
    rows = [*log(world, Subject.of(world.won), Subject.of(world.lost)), *log(world)]
    assert [row.number for row in rows] == [f"P{today():%Y%m%d}-{number:04}" for number in (1, 2, 3)]


def test_a_reprint_counts_per_subject_and_form(world):
    won, lost = Subject.of(world.won), Subject.of(world.lost)
    rows = [*log(world, won), *log(world, won, lost), *log(world, won, slug="card"), *log(world, lost)]
    assert [row.times for row in rows] == [1, 2, 1, 1, 2]


def test_the_same_subject_twice_in_a_batch_counts_on(world):
    assert [row.times for row in log(world, Subject.of(world.won), Subject.of(world.won))] == [1, 2]


def test_a_print_may_be_about_anything(world):
    subjects = (
        Subject.of(world.suzhou),
        Subject.of(world.rep, today()),
        Subject.seen_by(world.inspector),
        Subject.picked([world.won, world.lost]),
        Subject(SubjectKind.REVIEW, "7"),
    )
    log(world, *subjects)
    rows = list(Print.select().order_by(Print.id))
    assert [(row.subject_kind, row.times, row.customer_id) for row in rows] == [
        (kind, 1, None) for kind in ("branch", "person", "company", "selection", "review")
    ]
    assert rows[1].subject_key == f"{world.rep.id}/{today()}"
    assert [row.times for row in log(world, *subjects)] == [2] * 5


@pytest.mark.parametrize(
    ("who", "kind"), [("manager", "branch"), ("rep", "person"), ("service", "person"), ("admin", "company")]
)
def test_a_list_of_all_is_about_what_a_person_sees(world, who, kind):
    assert Subject.seen_by(getattr(world, who)).kind == kind


def test_picked_customers_are_the_same_subject_in_any_order(world):
    assert Subject.picked([world.won, world.lost]) == Subject.picked([world.lost, world.won])
    assert Subject.picked([world.won]) == Subject.of(world.won)


def test_it_keeps_what_the_sheet_said(world):
    log(world, 客户="已经成交有限公司")
    row = Print.get()
    assert row.snapshot == {"客户": "已经成交有限公司"} and row.digest == digest_of(row.snapshot)
    assert digest_of({"客户": "改过"}) != row.digest


def test_each_is_in_the_audit_trail_which_stays_whole(world):
    rows = log(world, Subject.of(world.won), Subject.seen_by(world.manager))
    second, first = AuditEvent.select().order_by(AuditEvent.id.desc()).limit(2)
    assert (first.action, first.subject, first.actor, first.customer_id) == (
        "print.made",
        rows[0].number,
        world.rep,
        world.won.id,
    )
    assert (second.subject, second.customer_id, second.branch_id) == (rows[1].number, None, world.rep.branch_id)
    assert AuditEvent.verify() is None


def test_a_draft_takes_and_writes_nothing(world):
    assert [row.number for row in draft(world)] == [row.number for row in draft(world)]
    assert not Print.select().exists() and not AuditEvent.select().where(AuditEvent.action == "print.made").exists()


@pytest.mark.parametrize("other", ["won", "lost"])
def test_a_draft_that_was_overtaken_is_not_entered(world, other):
    mine = draft(world)
    log(world, Subject.of(getattr(world, other)))
    with pytest.raises(Overtaken), transaction():
        Print.enter(mine, by=world.rep)
    assert Print.select().count() == 1
    assert [row.number for row in log(world)] == [f"P{today():%Y%m%d}-0002"]


def test_reserved_numbers_are_nobody_else_s(world):
    with Print.reserved(2) as given:
        assert log(world)[0].number == f"P{today():%Y%m%d}-0003"
    assert given == [f"P{today():%Y%m%d}-0001", f"P{today():%Y%m%d}-0002"]


@pytest.mark.parametrize(("others", "following"), [(0, 1), (1, 4)])
def test_numbers_reserved_for_nothing_go_back_unless_somebody_has_later_ones(world, others, following):
    with pytest.raises(ZeroDivisionError), Print.reserved(2):
        if others:
            log(world)
        raise ZeroDivisionError
    assert log(world)[0].number == f"P{today():%Y%m%d}-{following:04}"
