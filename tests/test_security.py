"""Nothing opens without a login, a token, or the right branch (R-SECURE).

The walks read the URL map: new rules join by themselves.
"""

from datetime import timedelta

import pytest

from tests.page import Client
from tests.stored import everything
from tests.walk import OPEN, addresses, elsewhere, model_of, visits
from tests.world import PEOPLE
from webapp import create_app
from webapp.clock import now
from webapp.database import db
from webapp.imports.tidying import KEPT_FOR
from webapp.models import AuditEvent, Customer, ImportBatch, Lookup, Memo
from webapp.models.roles import Role

BY_ROLE = {role: who for who, (_, _, role, _) in reversed(PEOPLE.items())}  # the first of each
# where a reveal, a print and a list handed out leave their record
ON_RECORD = {"audit_event", "audit_head", "print", "number_sequence"}
# whole blueprints that answer a role with 403, whatever the id
CLOSED = {"rep": {"imports"}, "manager": set()}


@pytest.fixture
def everywhere(app, world):
    return visits(app, world.overdue, by=world.rep, manager=world.manager)


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_everything_of_another_branch_does_not_exist(client, world, app, who):
    client.log_in(getattr(world, who))
    for address in elsewhere(app, world):
        blueprint = address.endpoint.partition(".")[0]
        status = 403 if blueprint in CLOSED[who] else 404
        for htmx in (False, True):
            client.write(address.method, address.path, htmx=htmx, status=status)


def test_the_walk_meets_every_blueprint_that_holds_things(app, world):
    met = {address.endpoint.partition(".")[0] for address in elsewhere(app, world)}
    assert {"customers", "contacts", "followups", "tasks", "moves", "memos", "projects", "imports", "paper"} <= met


def written() -> int:
    """Entries of the trail, but for those that say what was refused."""
    return AuditEvent.select().where(AuditEvent.action != "request.denied").count()


def test_trying_another_branchs_doors_writes_nothing(client, world, app):
    doors = elsewhere(app, world)
    client.log_in(world.rep)
    before = written()
    for address in doors:
        client.flask.open(address.path, method=address.method, data={"csrf_token": client.token})
    assert written() == before


def test_a_rule_nobody_has_told_about_fails_the_walk(world):
    from flask import Flask

    strange = Flask(__name__)
    strange.add_url_rule("/parcels/<parcel>", "parcels.show", lambda parcel: parcel)
    with pytest.raises(AssertionError, match="parcel"):
        addresses(strange, world.overdue, {})
    with pytest.raises(AssertionError, match="NAMED_OTHERWISE"):
        model_of("parcels", "/parcels/<int:id>")


def test_everything_needs_a_login(client, everywhere):
    closed = [address for address in everywhere if address.endpoint not in OPEN]
    assert len(closed) > 40
    for address in closed:
        found = client.write(address.method, address.path, status=303)
        assert found.location.startswith("/login"), address


def test_a_fragment_without_a_login_is_told_to_open_it(client, everywhere):
    for address in (address for address in everywhere if address.endpoint not in OPEN):
        found = client.write(address.method, address.path, htmx=True, status=401)
        assert found.headers["HX-Login"] == "/login" and not found.bytes, address


def test_login_health_and_static_are_open(client):
    for path in ("/login", "/healthz", "/static/app.css", "/static/app.js"):
        client.get(path)


def test_no_write_passes_without_its_token(client, world, everywhere):
    client.log_in(world.rep)
    before = AuditEvent.select().count()
    for address in (address for address in everywhere if address.method != "GET"):
        client.write(address.method, address.path, {"csrf_token": ""}, status=419)
        client.write(address.method, address.path, {"csrf_token": "abc"}, htmx=True, status=419)
    assert AuditEvent.select().count() == before


def test_the_token_may_come_as_a_header(client, world):
    client.log_in(world.rep)
    client.post(
        f"/customers/{world.overdue.number}/verification",
        {"csrf_token": ""},
        headers={"X-CSRFToken": client.token},
        status=303,
    )


def test_every_answer_is_kept_out_of_stores_and_frames(client, world, everywhere):
    client.log_in(world.manager)
    for address in everywhere:
        if address.endpoint == "static" or address.endpoint == "sessions.destroy":
            continue
        headers = client.flask.open(address.path, method=address.method, data={"csrf_token": client.token}).headers
        assert headers["Cache-Control"] == "no-store", address
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff", address
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert "unsafe" not in headers["Content-Security-Policy"], address
        assert "HX-Request" in headers["Vary"], address


def test_errors_carry_the_same_headers(client):
    found = client.get("/customers/nobody", status=303)
    assert found.headers["Cache-Control"] == "no-store" and "Content-Security-Policy" in found.headers


def test_static_files_may_be_kept_under_their_stamped_address(client, world):
    page = client.log_in(world.rep).get("/")
    style = client.get(page.one("link[rel=stylesheet]")["href"])
    assert "immutable" in style.headers["Cache-Control"]


def test_there_is_somebody_of_every_role():
    assert BY_ROLE.keys() == set(Role)


@pytest.mark.parametrize("role", BY_ROLE)
def test_nothing_is_changed_by_looking(client, world, everywhere, role):
    """But that a reveal, a print, a list handed out and what was refused is on record."""
    client.log_in(getattr(world, BY_ROLE[role]))
    before, known = everything(), [event.id for event in AuditEvent.select()]
    for address in everywhere:
        if address.method == "GET":
            client.flask.get(address.path)
    assert changed(before) <= ON_RECORD
    acts = {event.action for event in AuditEvent.select().where(AuditEvent.id.not_in(known))}
    assert acts <= {"contact.revealed", "print.made", "import.exported", "request.denied"}


@pytest.mark.parametrize("who", ["manager", "admin"])
def test_looking_tidies_nothing_up(client, world, everywhere, who):
    """What is over is cleared away in the night, by nobody's visit (R-SECURE)."""
    ImportBatch.update(created_at=now() - KEPT_FOR - timedelta(minutes=1)).execute()
    Lookup.create(user=world.rep, asked="old", at=now() - timedelta(days=2))
    client.log_in(getattr(world, who))
    before = everything()
    for address in everywhere:
        if address.method == "GET":
            client.flask.get(address.path)
    assert before["import_batch"] and changed(before) <= ON_RECORD


def test_a_page_that_writes_would_be_noticed(world):
    before = everything()
    Customer.update(updated_at=now()).where(Customer.id == world.fresh.id).execute()
    assert changed(before) == {"customer"}


def changed(before: dict) -> set[str]:
    """The tables that hold something else than before."""
    return {table for table, rows in everything().items() if rows != before[table]}


def test_the_session_cookie_is_out_of_scripts_reach(client, world):
    token = client.get("/login").form().fields["csrf_token"]
    answer = client.post("/login", {"username": "limin", "password": world.password, "csrf_token": token})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_one_cannot_read_a_memo_through_another_branchs_id(client, world):
    memo = Memo.write(world.elsewhere, "note", "别家分站的备忘", by=world.outsider)
    assert "别家" not in client.log_in(world.rep).get(f"/customers/{world.overdue.number}").text
    client.post(f"/memos/{memo.id}/acknowledgement", status=404)


def test_collaborators_reach_what_they_help_on_and_nothing_else(app, world):
    """R-COOP: sees these customers alone."""
    browser = Client(app).log_in(world.service)
    browser.get(f"/customers/{world.helped.number}")
    for customer in (world.overdue, world.elsewhere):
        browser.get(f"/customers/{customer.number}", status=404)


def test_a_colleagues_customer_does_not_exist_for_a_rep(client, world, app):
    found = visits(app, world.colleagues, by=world.colleague, manager=world.manager)
    client.log_in(world.rep)
    for address in found:
        if address.of_customer and not address.endpoint.startswith("imports."):
            client.write(address.method, address.path, status=404)


@pytest.mark.parametrize(("https", "said"), [("1", "max-age=31536000"), ("0", None)])
def test_a_browser_that_came_by_https_comes_by_nothing_else(tmp_path, https, said):
    before = db.obj
    app = create_app(INSTANCE=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/a.sqlite3", HTTPS=https)
    answer = app.test_client().get("/static/css/base.css")
    db.initialize(before)
    assert answer.headers.get("Strict-Transport-Security") == said


def test_what_is_refused_stands_in_the_trail_once_in_a_while(client, world):
    desk = client.log_in(world.inspector)
    for _ in range(3):
        desk.post(f"/customers/{world.overdue.number}/verification", status=403)
    told = list(AuditEvent.select().where(AuditEvent.action == "request.denied"))
    assert [(event.actor, event.subject) for event in told] == [
        (world.inspector, f"POST /customers/{world.overdue.number}/verification")
    ]
