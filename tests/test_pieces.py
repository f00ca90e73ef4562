"""Pieces of HTML kept by their content: what they refuse, and that nothing kept is ever out of date."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from flask import Flask, g, session
from jinja2 import DictLoader, StrictUndefined, UndefinedError

from tests.purity import WATCHED
from webapp import formatting, pieces
from webapp.models import Customer

pytestmark = WATCHED

TEMPLATES = {
    "row.html": "<b>{{ row.name }}</b>",
    "due.html": "{{ day|due }}",
    "kind_one.html": "1",
    "kind_two.html": "2",
    "unsafe.html": "{{ name }}",
    "page.html": "{{ piece(name, **given) }}",
    "g.html": "{{ g.user }}",
    "request.html": "{{ request.path }}",
    "session.html": "{{ session.csrf_token }}",
    "token.html": "{{ csrf_token() }}",
    "config.html": "{{ config.SECRET_KEY }}",
    "flashes.html": "{{ get_flashed_messages() }}",
    "now.html": "{{ present_minute() }}",
    "including.html": "{% include 'g.html' %}",
    "importing.html": "{% from 'macro.html' import who %}{{ who() }}",
    "macro.html": "{% macro who() %}{{ g.user }}{% endmacro %}",
}


class Row(NamedTuple):
    name: str
    kind: str = "one"


@pytest.fixture
def app():
    app = Flask(__name__)
    app.secret_key = "tests"
    app.jinja_loader = DictLoader(TEMPLATES)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(formatting.FILTERS)
    app.jinja_env.globals |= {name: lambda *_: "" for name in pieces.SHARED} | {
        "present_minute": formatting.present_minute,
        "csrf_token": lambda: "t",
    }
    pieces.init_app(app)
    return app


@pytest.fixture
def kept(app):
    return app.extensions["pieces"]


def test_a_piece_is_drawn_once_for_the_same_content(kept):
    first = kept.piece("row.html", row=Row("长江"))
    assert kept.piece("row.html", row=Row("长江")) is first == "<b>长江</b>"
    assert kept.piece("row.html", row=Row("黄河")) == "<b>黄河</b>"
    assert kept.drawn.cache_info().hits == 1


def test_rows_are_drawn_one_after_the_other_each_by_its_kind(kept):
    assert kept.pieces("row.html", [Row("一"), Row("二")]) == "<b>一</b><b>二</b>"
    assert kept.pieces("kind_{}.html", [Row("", "two"), Row("", "one")]) == "21"


def test_what_people_typed_is_escaped(kept):
    assert kept.piece("unsafe.html", name="<script>") == "&lt;script&gt;"


def test_the_day_is_part_of_every_key(kept, monkeypatch):
    day = date(2026, 11, 26)
    for today, said in (
        (day, "今天"),
        (day - timedelta(days=1), "明天"),
        (day + timedelta(days=3), "逾期 3 天"),
        (day, "今天"),
    ):
        for module in (pieces, formatting):
            monkeypatch.setattr(module, "today", lambda today=today: today)
        assert kept.piece("due.html", day=day) == said


@pytest.mark.parametrize(
    "name", ["g", "request", "session", "token", "config", "flashes", "now", "including", "importing"]
)
def test_a_piece_that_asks_who_reads_it_fails(app, kept, name):
    with app.test_request_context("/"):
        g.user, session["csrf_token"] = "李敏", "secret"
        with pytest.raises(UndefinedError):
            kept.piece(f"{name}.html")


@pytest.mark.parametrize("name", ["g", "token"])
def test_also_when_a_page_asks_for_it(app, name):
    with app.test_request_context("/"), pytest.raises(UndefinedError):
        g.user = "李敏"
        app.jinja_env.get_template("page.html").render(name=f"{name}.html", given={})


class Loud(str):
    """A text that is something else besides."""


@pytest.mark.parametrize(
    "value",
    [
        Customer(id=1),
        Row(Customer(id=1)),
        ((("a", Customer(id=1)),),),
        object(),
        lambda: 1,
        b"a",
        frozenset({1}),
        Loud("a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_plain_content_keeps_a_piece(kept, value):
    with pytest.raises(TypeError, match="cannot be kept by"):
        kept.piece("unsafe.html", name=value)


@pytest.mark.parametrize("value", [[1], {"a": 1}, {1}])
def test_what_can_change_keeps_no_piece(kept, value):
    with pytest.raises(TypeError):
        kept.piece("unsafe.html", name=value)


def test_a_model_in_another_state_would_be_the_same_key():
    """Why models are refused."""
    before, after = Customer(id=1, name="旧名"), Customer(id=1, name="新名")
    assert before == after and hash(before) == hash(after)


@pytest.mark.parametrize(
    "value", ["a", 1, 1.5, True, None, date(2026, 1, 1), datetime.now(UTC), timedelta(1), (), Row("a")]
)
def test_plain_content_is_welcome(kept, value):
    assert isinstance(kept.piece("unsafe.html", name=value), str)


def test_no_more_are_kept_than_said(app):
    assert app.extensions["pieces"].drawn.cache_info().maxsize == pieces.KEPT
