"""The watch over every page does catch what it is there for."""

import pytest

from tests.journeys.watch import Watch

HERE, ELSEWHERE = "http://here.invalid", "http://elsewhere.invalid"


@pytest.fixture(scope="module")
def following():
    return Watch(HERE)


@pytest.fixture
def watch(following):
    following.found.clear()
    return following


@pytest.fixture(scope="module")
def page(browser, following):
    """A page of ours whose policy allows only our own scripts; no request leaves this machine."""
    context = browser.new_context()
    policy = {"Content-Security-Policy": "script-src 'self'"}
    context.route("**/*", lambda route: route.fulfill(body="<p>", headers=policy, content_type="text/html"))
    page = context.new_page()
    following.follow(page)
    page.goto(HERE)
    assert not following.found
    yield page
    context.close()


def test_it_catches_a_script_error(page, watch):
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert "broken" in watch.found[0]


def test_it_catches_what_the_policy_forbids(page, watch):
    with page.expect_console_message():
        page.evaluate("document.body.innerHTML = '<button onclick=\"1\">'")
    assert "Content Security Policy" in watch.found[0]


def test_it_catches_a_request_elsewhere(page, watch):
    with page.expect_request(f"{ELSEWHERE}/*"):
        page.evaluate(f"new Image().src = '{ELSEWHERE}/pixel'")
    assert ELSEWHERE in watch.found[0]
