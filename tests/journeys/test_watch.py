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
    context.route("**/missing", lambda route: route.fulfill(status=404))
    context.route("**/repaired", lambda route: route.fulfill(status=422))
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


INLINE_SCRIPT = "document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))"
# some browsers look at a handler when it is written, some when it runs
INLINE_HANDLER = "document.body.innerHTML = '<button onclick=\"1\">'; document.querySelector('button').click()"


@pytest.mark.parametrize("act", [INLINE_SCRIPT, INLINE_HANDLER])
def test_it_catches_what_the_policy_forbids(page, watch, act):
    page.evaluate(f"""() => new Promise((done) => {{
        document.addEventListener("securitypolicyviolation", () => done(), {{ once: true }});
        {act};
    }})""")
    assert "the policy's script-src" in watch.found[0]


def test_it_catches_a_complaint_of_our_scripts(page, watch):
    with page.expect_console_message():
        page.evaluate("console.error('no target')")
    assert "no target" in watch.found[0]


@pytest.mark.parametrize(("path", "caught"), [("missing", True), ("repaired", False)])
def test_it_catches_failures_but_no_refusal_that_repairs_the_page(page, watch, path, caught):
    page.evaluate(f"fetch('/{path}').then((answer) => answer.text())")
    assert bool(watch.found) is caught


def test_it_catches_a_request_elsewhere(page, watch):
    """R-OFFLINE: no journey passes that asks another host for anything."""
    with page.expect_request(f"{ELSEWHERE}/*"):
        page.evaluate(f"new Image().src = '{ELSEWHERE}/pixel'")
    assert ELSEWHERE in watch.found[0]
