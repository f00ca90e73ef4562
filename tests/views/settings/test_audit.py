"""设置 → 操作日志: searchable by person, customer, act and day (R-AUDIT)."""

import re
from datetime import timedelta

import pytest

from tests.conventions import ROOT
from webapp.clock import today
from webapp.models import AuditEvent
from webapp.models.arranged import Arranged
from webapp.models.record import Record
from webapp.screens.audit_trail import act_label

IN_ORDER = ["客户 · 修改", "客户 · 移动", "客户 · 建档", "客户 · 移动"]


def acts(page) -> list[str]:
    return [row.css("td")[2].text for row in page.css(".trail tbody tr")]


@pytest.fixture
def desk(client, world):
    return client.log_in(world.admin)


def test_the_last_act_stands_first_and_is_said_in_words(desk, world):
    world.overdue.revise({"industry": "纺织"}, by=world.rep)
    row = desk.get("/settings/audit").css(".trail tbody tr")[0].text
    assert "李敏" in row and "客户 · 修改" in row and world.overdue.name in row and "批发和零售业 → 纺织" in row


def test_it_is_searched_by_person_customer_act_and_day(desk, world):
    world.overdue.revise({"industry": "纺织"}, by=world.rep)
    for query, found in {
        f"person={world.rep.id}&noun=customer&customer={world.overdue.number}": IN_ORDER,
        f"customer={world.overdue.name}&noun=project": [],
        f"person={world.manager.id}": [],
        f"noun=customer&since={today() + timedelta(days=1)}": [],
        f"noun=customer&until={today() - timedelta(days=1)}": [],
    }.items():
        assert acts(desk.get(f"/settings/audit?{query}")) == found, query


def test_it_goes_on_behind_the_last_of_a_page(desk, world):
    for place in range(60):
        AuditEvent.record("job.requested", by=world.admin, subject=f"第{place}次")
    page = desk.get("/settings/audit?noun=job")
    assert len(acts(page)) == 50
    older = next(link for link in page.css("a") if "before=" in link.get("href"))
    assert len(acts(desk.get(older["href"]))) == 10


def test_a_day_that_is_none_is_said(desk):
    assert "从" in desk.get("/settings/audit?since=2026-02-31").one("#trail .error").text


def test_a_manager_reads_what_was_done_in_the_branch(client, world):
    world.elsewhere.revise({"industry": "纺织"}, by=world.outsider)
    world.overdue.revise({"industry": "纺织"}, by=world.rep)
    page = client.log_in(world.manager).get("/settings/audit")
    assert world.overdue.name in page.text and world.elsewhere.number not in page.html
    assert "何俊" not in page.text


def test_others_have_no_business_there(client, world):
    for who in (world.rep, world.service, world.inspector):
        client.log_in(who).get("/settings/audit", status=403)


def recorded_acts() -> set[str]:
    """Every act that the source names; those of records and of lists in an order are named by their noun."""
    said = re.compile(r'"([a-z_]+\.[a-z_]+)", by=')
    found = {act for path in (ROOT / "webapp").rglob("*.py") for act in said.findall(path.read_text(encoding="utf-8"))}
    of_import = re.findall(
        r'_record\("(\w+)"', (ROOT / "webapp/imports/customer_import.py").read_text(encoding="utf-8")
    )
    nouns = [noun.noun() for noun in Record.__subclasses__()]
    lists = [noun.__name__.lower() for noun in Arranged.__subclasses__()]
    found |= {f"import.{act}" for act in of_import} | {"session.opened", "session.refused"}
    found |= {f"{noun}.{act}" for noun in nouns for act in ("recorded", "corrected", "withdrawn")}
    return found | {f"{noun}.{act}" for noun in lists for act in ("added", "revised", "moved", "retired", "restored")}


def test_every_act_that_is_recorded_has_its_words():
    """A further one is noticed here."""
    assert len(recorded_acts()) > 100
    assert not [act for act in sorted(recorded_acts()) if re.search("[a-z]", act_label(act))]


def test_an_act_without_words_would_be_noticed():
    assert re.search("[a-z]", act_label("customer.eaten"))
