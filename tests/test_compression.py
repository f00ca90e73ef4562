"""Texts travel as gzip, by whichever packer the machine has."""

import gzip
import sys
import zlib
from importlib.util import find_spec

import pytest
from flask import Flask, Response

from webapp import compression

TEXT = "跟进" * 2000


def browser(**answers):
    app = Flask(__name__)
    for path, make in answers.items():
        app.add_url_rule(f"/{path}", path, make)
    compression.init_app(app)
    return app.test_client()


@pytest.fixture(params=["zlib", *(["isal"] if find_spec("isal") else [])])
def packer(request, monkeypatch):
    if request.param == "zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
        assert compression._packer() is zlib.compress


def test_a_page_is_packed_and_stays_what_it_was(packer):
    answer = browser(page=lambda: TEXT).get("/page", headers={"Accept-Encoding": "gzip, deflate"})
    assert answer.headers["Content-Encoding"] == "gzip" and int(answer.headers["Content-Length"]) == len(answer.data)
    assert len(answer.data) < len(TEXT.encode()) / 10 and gzip.decompress(answer.data).decode() == TEXT


@pytest.mark.parametrize("accepted", [None, "br", "gzip;q=0", "identity"])
def test_who_does_not_want_it_gets_it_plain(accepted):
    answer = browser(page=lambda: TEXT).get("/page", headers={"Accept-Encoding": accepted} if accepted else {})
    assert "Content-Encoding" not in answer.headers and answer.text == TEXT


@pytest.mark.parametrize("accepted", ["gzip", "deflate, gzip;q=0.5", "*"])
def test_whoever_takes_it_gets_it(accepted):
    assert (
        browser(page=lambda: TEXT).get("/page", headers={"Accept-Encoding": accepted}).headers["Content-Encoding"]
        == "gzip"
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: "kurz",
        lambda: Response(b"%PDF" * 900, mimetype="application/pdf"),
        lambda: Response(status=304),
        lambda: Response(gzip.compress(TEXT.encode()), headers={"Content-Encoding": "gzip"}),
    ],
    ids=["little", "a sheet of paper", "nothing new", "packed already"],
)
def test_what_would_not_gain_is_left_alone(make):
    answer = browser(page=make).get("/page", headers={"Accept-Encoding": "gzip"})
    assert answer.data == make().get_data() if isinstance(make(), Response) else answer.data == make().encode()


def test_a_refusal_that_repairs_the_page_is_packed_too():
    answer = browser(page=lambda: (TEXT, 422)).get("/page", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 422 and gzip.decompress(answer.data).decode() == TEXT


def test_files_are_packed_and_known_again(app):
    browser = app.test_client()
    for path in ("/static/app.css", "/static/img/icons.svg"):
        first = browser.get(path, headers={"Accept-Encoding": "gzip"})
        assert first.headers["Content-Encoding"] == "gzip" and first.headers["Vary"] == "Accept-Encoding"
        again = browser.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
