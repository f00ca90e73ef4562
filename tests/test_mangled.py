"""Whatever is put into an address or a form, the answer is a page that says what to do.

Never a 500 (issue “bad input”). What is put into the fields of forms: tests/test_every_form.py.
"""

import json
from base64 import urlsafe_b64encode

import pytest

from tests.walk import visits

HUGE = "9" * 30

LONG_QUERY = "".join(chr(0x4E00 + place) for place in range(2000))


def cursor(*key) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode()


CURSORS = (
    "x",
    "====",
    "W1tb" * 1000,
    cursor("C1"),
    cursor(None, 1),
    cursor(5, 5),
    cursor({"a": 1}, 5),
    cursor("x", 10**30),
    cursor("\0", 1),
    cursor([], 1),
    cursor("\ud800", 1),
    urlsafe_b64encode(b"[" * 1200).decode(),
)


@pytest.mark.parametrize("sort", ["number", "name", "silent", "due"])
def test_a_mangled_cursor_is_no_failure(client, world, sort):
    client.log_in(world.manager)
    for key in CURSORS:
        for way in ("after", "before"):
            client.get(f"/customers?sort={sort}&{way}={key}")


@pytest.mark.parametrize(
    "query",
    [
        "stage=nothing",
        "grade=%F0%9F%98%80",
        f"owner={HUGE}",
        "owner=²",
        "owner=abc",
        "due=never",
        "sort=worst",
        "unknown=1",
        "endpoint=1",
        "_external=1&_scheme=ftp&_method=POST&_anchor=x",
        f"q={LONG_QUERY}",
        "q=%25_%27%22--",
    ],
)
def test_unknown_filters_are_no_failure(client, world, query):
    client.log_in(world.manager).get(f"/customers?{query}")


@pytest.mark.parametrize(
    "query",
    [
        f"opened=intent:{HUGE}",
        "opened=intent:²",
        "opened=::,,:",
        "opened=intent:-5",
        "sort=worst",
        "sort=silent",
        "sort=name",
        "mine=maybe",
    ],
)
def test_odd_board_queries_are_no_failure(client, world, query):
    client.log_in(world.rep).get(f"/boards/stage?{query}")


@pytest.mark.parametrize("query", ["number=1", "endpoint=1", "_external=1&_method=POST"])
def test_what_an_address_says_besides_is_not_taken_over(client, world, query):
    """Where an answer leads to another address."""
    number = world.overdue.number
    page = client.log_in(world.rep).get(f"/customers/{number}/followups?kind=move&{query}", status=303)
    assert page.location == f"/customers/{number}?kind=move"


@pytest.mark.parametrize("slug", ["nothing", "frequency", "%F0%9F%98%80"])
def test_a_board_that_is_none_does_not_exist(client, world, slug):
    client.log_in(world.rep).get(f"/boards/{slug}", status=404)


@pytest.mark.parametrize("shown", [HUGE, "-1", "abc", ""])
def test_a_column_is_asked_for_any_number_of_cards(client, world, shown):
    client.log_in(world.rep).get(f"/boards/stage/columns/intent?shown={shown}", htmx=True)


def test_a_column_that_is_none_does_not_exist(client, world):
    client.log_in(world.rep).get("/boards/stage/columns/nothing", status=404)


@pytest.mark.parametrize(
    "before",
    ["x", "~~", "2024-05-10~followup~1", "2024-05-10T08:00:00+00:00~nothing~1", f"2024-05-10T08:00:00~move~{HUGE}"],
)
def test_a_mangled_timeline_cursor_is_no_failure(client, world, before):
    client.log_in(world.rep)
    client.get(f"/customers/{world.overdue.number}?before={before}&kind=nothing")
    client.get(f"/customers/{world.overdue.number}/followups?before={before}", htmx=True)


def test_numbers_no_database_holds_do_not_exist(client, world, app):
    client.log_in(world.manager)
    for address in visits(app, world.overdue, by=world.rep, manager=world.manager):
        parts = address.path.split("/")
        if any(part.isdigit() for part in parts):
            path = "/".join(HUGE if part.isdigit() else part for part in parts)
            client.write(address.method, path, status=404)
    client.get(f"/?person={HUGE}")


@pytest.mark.parametrize(
    "path",
    [
        "/customers?q=%00",
        "/customers/C%00",
        "/search?q=a%00b",
        "/boards/%00",
        "/boards/stage?sort=%00",
        "/duplicates/new?name=%00%00",
        "/paper/%00.pdf",
        "/customers?stage=%00",
    ],
)
def test_a_nul_is_refused(client, world, path):
    assert client.log_in(world.rep).flask.get(path).status_code in (400, 404)


def test_a_nul_in_a_form_is_refused(client, world):
    client.log_in(world.rep)
    client.post(f"/customers/{world.overdue.number}/memos", {"kind": "note", "body": "前\0后"}, status=400)


def test_every_write_survives_an_empty_form(client, world, app):
    """Whoever sends nothing but the token is told what is missing."""
    client.log_in(world.manager)
    for address in visits(app, world.overdue, by=world.rep, manager=world.manager):
        if address.method != "GET" and address.endpoint != "sessions.destroy":
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.flask.open(
                    address.path, method=address.method, data={"csrf_token": client.token}, headers=headers
                )
                assert answer.status_code < 500, address


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2024-13-45T99:99", "昨天"])
def test_impossible_moments_are_refused_beside_the_field(client, world, moment):
    form = client.log_in(world.rep).get(f"/customers/{world.overdue.number}").form("#composer")
    page = form.submit(status=422, at=moment, content="电话确认第三季度启动采购，预算待批")
    assert page.errors and "采购" in page.one("textarea[name=content]").text


@pytest.mark.parametrize("base", ["", "[]", "null", "5", '"x"', "{", '{"name": 5}'])
def test_a_mangled_base_is_no_failure(client, world, base):
    form = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/edit").form("main form")
    form.fields["base"] = base
    answer = client.flask.post(f"/customers/{world.overdue.number}", data=form.fields)
    assert answer.status_code in (303, 409, 422)


def test_an_address_that_is_none_says_so(client, world):
    assert "没有找到" in client.log_in(world.rep).get("/nowhere", status=404).text


def test_a_wrong_method_says_so(client, world):
    assert "不能这样打开" in client.log_in(world.rep).write("DELETE", "/customers", status=405).text


def test_a_request_too_large_says_so(client, world, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2000)
    page = client.log_in(world.rep).post("/customers", {"name": "长" * 3000}, status=413)
    assert "文件太大了" in page.text
