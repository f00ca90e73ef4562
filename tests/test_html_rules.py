"""Each rule for HTML answers refuses its bad sample and lets its good twin pass."""

import pytest
from flask import Flask

from tests import html_rules
from tests.page import Client, Page

TOKEN = '<input type="hidden" name="csrf_token" value="t">'

FRAGMENTS = [
    (html_rules.it_is_well_formed, "<p>一<div>二</p></div>", "<p>一</p><div>二</div>"),
    (html_rules.it_is_well_formed, "<td>一<tr>", "<td>一</td>"),
    (html_rules.ids_are_unique, '<i id="a"></i><i id="a"></i>', '<i id="a"></i><i id="b"></i>'),
    (html_rules.fields_are_labelled, '<input name="q">', '<input name="q" aria-label="查找">'),
    (html_rules.fields_are_labelled, '<select name="s"></select>', '<label>城市<select name="s"></select></label>'),
    (
        html_rules.fields_are_labelled,
        '<label>空</label><textarea id="t"></textarea>',
        '<label for="t">备注</label><textarea id="t"></textarea>',
    ),
    (html_rules.controls_have_names, "<button><svg></svg></button>", '<button aria-label="关闭"><svg></svg></button>'),
    (html_rules.controls_have_names, '<a href="/"></a>', '<a href="/">首页</a>'),
    (html_rules.posts_carry_a_token, '<form method="post"></form>', f'<form method="post">{TOKEN}</form>'),
    (
        html_rules.posts_carry_a_token,
        '<form method="POST"><input name="csrf_token" value=""></form>',
        '<form method="get"></form>',
    ),
    (html_rules.writes_have_a_target, '<b hx-post="/x"></b>', '<b hx-post="/x" hx-target="#a"></b>'),
    (
        html_rules.writes_have_a_target,
        '<p hx-target="#a"><b hx-delete="/x"></b></p>',
        '<p hx-target:inherited="#a"><b hx-delete="/x"></b></p>',
    ),
    (html_rules.writes_have_a_target, '<b hx-put="/x" hx-swap="outerHTML"></b>', '<b hx-put="/x" hx-swap="none"></b>'),
    (
        html_rules.addresses_lead_somewhere,
        '<a href="/gone">去</a>',
        '<a href="/go?to=1#here">去</a><a href="#x">下</a>',
    ),
    (html_rules.addresses_lead_somewhere, '<b hx-post="/go"></b>', '<b hx-get="/go" hx-put="/x"></b>'),
    (html_rules.addresses_lead_somewhere, '<form method="post" action="/go"></form>', '<form action="/go"></form>'),
    (
        html_rules.addresses_lead_somewhere,
        '<button formaction="/go">去</button>',
        '<button formaction="/x">去</button>',
    ),
    (html_rules.nothing_is_inline, '<p style="color:red"></p>', '<p class="late"></p>'),
    (html_rules.nothing_is_inline, '<p onclick="go()"></p>', "<p data-once></p>"),
    (html_rules.nothing_is_inline, '<p hx-on:click="go()"></p>', '<p hx-get="/"></p>'),
    (html_rules.nothing_is_inline, '<a href="javascript:go()">去</a>', '<a href="/go">去</a>'),
    (html_rules.nothing_is_inline, "<style>p{}</style>", '<link rel="stylesheet" href="/app.css">'),
    (html_rules.nothing_is_inline, "<script>go()</script>", '<script src="/app.js"></script>'),
    (
        html_rules.attributes_are_dashed,
        '<input aria-label="名称" hx_get="/x">',
        '<input aria-label="名称" hx-get="/x" name="a_b">',
    ),
    (html_rules.no_none_is_printed, "<p>电话 None</p>", "<p>电话 —</p>"),
    (html_rules.no_none_is_printed, "<i>甲</i>None", "<i>甲</i>NoneSuch"),
    (html_rules.no_none_is_printed, '<input value="None">', '<input value="">'),
    (html_rules.punctuation_is_full_width, "<p>您好,世界</p>", "<p>您好，世界</p>"),
    (html_rules.punctuation_is_full_width, '<input placeholder="姓名:">', '<input placeholder="姓名：">'),
    (html_rules.punctuation_is_full_width, "<b>长江</b>贸易(苏州)", "<b>长江</b>贸易（苏州） 14:30"),
]

WHOLE_PAGES = [
    (html_rules.one_heading, "<p>没有</p>", "<h1>客户</h1>"),
    (html_rules.one_heading, "<h1>一</h1><h1>二</h1>", "<h1>一</h1><h2>二</h2>"),
    (html_rules.references_resolve, '<label for="x">甲</label>', '<label for="x">甲</label><input id="x">'),
    (
        html_rules.references_resolve,
        '<i aria-describedby="a b"></i><b id="a"></b>',
        '<i aria-describedby="a"></i><b id="a"></b>',
    ),
]


def office() -> Client:
    """A client of an app that shows /go and takes writes at /x."""
    app = Flask(__name__)
    app.add_url_rule("/go", "go")
    app.add_url_rule("/x", "x", methods=["POST", "PUT", "DELETE"])
    return Client(app)


def fragment(html: str) -> Page:
    return Page(html, client=office())


def whole(body: str, head: str = "<title>客户</title>", lang: str = ' lang="zh-CN"') -> Page:
    return fragment(f"<!doctype html><html{lang}><head>{head}</head><body>{body}</body></html>")


@pytest.mark.parametrize(("rule", "bad", "good"), FRAGMENTS)
def test_a_fragment_that_breaks_the_rule_is_found(rule, bad, good):
    assert list(rule(fragment(bad)))
    assert not list(rule(fragment(good)))


@pytest.mark.parametrize(("rule", "bad", "good"), WHOLE_PAGES)
def test_a_page_that_breaks_the_rule_is_found(rule, bad, good):
    assert list(rule(whole(bad)))
    assert not list(rule(whole(good)))


def test_a_page_needs_title_and_language():
    assert not list(html_rules.it_has_title_and_language(whole("")))
    assert list(html_rules.it_has_title_and_language(whole("", head="")))
    assert list(html_rules.it_has_title_and_language(whole("", lang="")))


def test_a_missing_doctype_is_found():
    assert html_rules.breaches(fragment('<html lang="zh-CN"><title>客户</title><h1>客户</h1></html>'))


def test_every_rule_is_shown_to_fail():
    shown = {rule for rule, _bad, _good in FRAGMENTS + WHOLE_PAGES} | {html_rules.it_has_title_and_language}
    assert shown == {*html_rules.EVERYWHERE, *html_rules.WHOLE_PAGE}


def test_a_fragment_is_not_asked_for_a_heading():
    assert html_rules.breaches(fragment("<tr><td>一</td></tr>")) == []
