"""What nobody has asked for changes nothing (R-SECURE): not a HEAD, not a browser that reads ahead. Derived from the
routes: a new one joins by itself. What people open changes nothing either: tests/test_security.py."""

import pytest

from tests.stored import everything
from tests.walk import pages
from tests.world import World
from webapp.models import AuditEvent, Contact, SearchTerm, Session

AHEAD = {"Sec-Purpose": "prefetch;prerender"}
READERS = ("rep", "manager", "service", "inspector", "admin")


@pytest.fixture(params=READERS)
def desk(request, client, world: World):
    return client.log_in(getattr(world, request.param))


def held() -> tuple[dict, list]:
    return everything(), list(Session.select().order_by(Session.id).tuples())


def asked(desk, path: str, method: str, headers: dict, htmx: bool):
    more = {"HX-Request": "true", "HX-Target": "dialog"} if htmx else {}
    return desk.flask.open(path, method=method, headers={**headers, **more})


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # no view asks which database it reads
@pytest.mark.parametrize(("method", "headers"), [("HEAD", {}), ("GET", AHEAD), ("GET", {"Purpose": "prefetch"})])
def test_what_nobody_has_asked_for_changes_nothing(app, desk, world, method, headers):
    found = pages(app, world, world.overdue)
    Session.update(seen_at=Session.created_at).execute()
    before, changed = held(), []
    for address in found:
        for htmx in (False, True):
            answer = asked(desk, address.path, method, headers, htmx)
            assert answer.status_code < 500 or answer.status_code == 503, address
            if held() != before:
                changed.append(str(address))
                before = held()
    assert changed == []


@pytest.mark.parametrize("who", ["inspector", "admin"])
@pytest.mark.parametrize("path", ["/search?q={}", "/customers?q={}"])
def test_a_number_a_stranger_searches_for_is_on_record(client, world, who, path):
    desk = client.log_in(getattr(world, who))
    for typed in ("13912340003", "+86 139 1234 0003"):
        desk.get(path.format(typed.replace("+", "%2B").replace(" ", "%20")))
    told = [event.subject for event in AuditEvent.select().where(AuditEvent.action == "duplicates.asked")]
    assert told == ["139****0003"]


def test_so_is_one_that_no_list_of_formats_knows(client, world):
    """What a stranger finds by a whole number and what is counted are one rule."""
    Contact.update(phone="+886 37 123456", phone_key="88637123456").where(Contact.customer == world.overdue).execute()
    SearchTerm.reindex(world.overdue)
    found = client.log_in(world.inspector).get("/search?q=%2B886%2037%20123456")
    assert world.overdue.number in found.text
    told = [event.subject for event in AuditEvent.select().where(AuditEvent.action == "duplicates.asked")]
    assert len(told) == 1 and "123456" not in told[0]


@pytest.mark.parametrize(
    ("path", "elsewhere"),
    [("/search?q=13912340003", 403), ("/duplicates/new?name=周树人", 403), ("/search?q=逾期", 200)],
)
def test_a_link_from_another_site_asks_for_nobody(client, world, path, elsewhere):
    """Anybody could send one, and the trail would say who followed it."""
    world.overdue.revise({"kind": "individual", "name": "周树人"}, by=world.rep)
    asked_for = AuditEvent.select().where(AuditEvent.action == "duplicates.asked")
    desk = client.log_in(world.inspector)
    desk.get(path, headers={"Sec-Fetch-Site": "cross-site"}, status=elsewhere)
    assert not asked_for.exists()
    desk.get(path, headers={"Sec-Fetch-Site": "same-origin"})
    assert asked_for.exists() is (elsewhere == 403)


def test_who_works_on_them_searches_off_the_record(client, world):
    client.log_in(world.manager).get("/search?q=13912340003")
    assert not AuditEvent.select().where(AuditEvent.action == "duplicates.asked").exists()
