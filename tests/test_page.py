"""The tests' browser: it reads forms as a browser would, and fails on a broken answer or an unexpected status."""

import pytest
from flask import Flask, redirect, request

from tests.page import Client, Page

FORM = """
<!doctype html><html lang="zh-CN"><head><title>甲</title></head><body><h1>甲</h1><main>
<form method="post" action="/echo" hx-put="/echo" hx-target="this">
  <input type="hidden" name="csrf_token" value="t">
  <label>名称<input name="name" value="旧名"></label>
  <label>备注<textarea name="remarks">\n一行</textarea></label>
  <label>城市<select name="city">
    <option value="sz">苏州</option><option value="fs" selected>佛山</option>
  </select></label>
  <label><input type="checkbox" name="tag" value="a" checked>甲</label>
  <label><input type="checkbox" name="tag" value="b" checked>乙</label>
  <label><input type="checkbox" name="urgent">急</label>
  <button name="act" value="save">保存</button>
</form></main></body></html>
"""


@pytest.fixture
def browser():
    app = Flask(__name__)
    for path, view in {
        "form": lambda: FORM,
        "broken": lambda: "<p onclick='x'>坏</p>",
        "go": lambda: redirect("/form", 303),
        "target": lambda: {"target": request.headers.get("HX-Target", "none")},
        "echo": lambda: {"method": request.method, "form": request.form.to_dict(flat=False)},
    }.items():
        app.add_url_rule(f"/{path}", path, view, methods=["GET", "POST", "PUT"])
    return Client(app)


def test_a_form_sends_what_stands_in_it(browser):
    sent = browser.get("/form").form().submit(status=200).json
    assert sent["method"] == "POST"
    assert sent["form"] == {
        "csrf_token": ["t"],
        "name": ["旧名"],
        "remarks": ["一行"],
        "city": ["fs"],
        "tag": ["a", "b"],
    }


def test_changes_replace_fields_and_unticked_ones_may_be_ticked(browser):
    sent = browser.get("/form").form().submit(status=200, name="新名", urgent="on", act="save").json
    assert sent["form"]["name"] == ["新名"] and sent["form"]["urgent"] == ["on"] and sent["form"]["act"] == ["save"]


def test_htmx_takes_its_own_method_and_address(browser):
    assert browser.get("/form").form().submit(htmx=True).json["method"] == "PUT"


def test_a_field_the_form_lacks_is_an_error(browser):
    with pytest.raises(AssertionError, match="no field"):
        browser.get("/form").form().submit(nmae="错字")


def test_a_broken_answer_fails(browser):
    with pytest.raises(AssertionError, match="inline onclick"):
        browser.get("/broken")


def test_another_status_than_expected_fails(browser):
    with pytest.raises(AssertionError, match="404 instead of 200"):
        browser.get("/nowhere")


def test_a_redirect_is_followed(browser):
    assert browser.get("/go", status=303).follow().one("h1").text == "甲"


def test_one_fails_on_none_and_on_two():
    page = Page("<b>一</b><b>二</b>")
    assert page.texts("b") == ["一", "二"]
    for selector in ("b", "i"):
        with pytest.raises(AssertionError):
            page.one(selector)


def test_htmx_requests_name_their_target(browser):
    assert browser.get("/target", htmx=True, target="div#board").json == {"target": "div#board"}
    assert browser.get("/target").json == {"target": "none"}


def test_without_a_log_in_the_login_is_shown(client):
    assert client.get("/customers", status=303).location.startswith("/login")


def test_a_log_in_opens_the_office(client, world):
    assert world.rep.name in client.log_in(world.rep).get("/").text
