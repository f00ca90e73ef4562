"""A real browser before a real server.

Each journey has the office to itself, on SQLite unless it asks for both databases.
"""

import os
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import chromium
from tests.journeys.server import serving
from tests.journeys.watch import Watch
from tests.world import PASSWORD, World

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --lang=zh-CN"
).split()
CHINESE = {**os.environ, "LANGUAGE": "zh_CN"}  # --lang is not enough: the order of a date's parts comes from here
OFFICE_SCREEN = {"viewport": {"width": 1366, "height": 768}}
PATIENCE = 15_000  # ms; a busy machine is slow, not wrong
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def browser():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=ARGUMENTS, env=CHINESE)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(app):
    with serving(app) as address:
        yield address


@pytest.fixture
def office(fresh_database) -> World:
    """The cast, in a database of this journey's own."""
    return World()


@pytest.fixture
def watch(request, address) -> Watch:
    """Over the pages of the journey; in the end it has found nothing."""
    request.node.watch = Watch(address)
    return request.node.watch


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A journey that failed says what its pages asked for last."""
    report = yield
    if report.failed and hasattr(item, "watch"):
        report.sections.append(("asked by its pages", "\n".join(item.watch.asked[-30:])))
    return report


@pytest.fixture
def desk(browser, watch, address, office):
    """Sit a person down at a browser of their own.

    `desk(office.rep)` gives a page, signed in; `desk()` one that is not.
    """
    contexts = []

    def sit_down(user=None, **options):
        context = browser.new_context(base_url=address, locale="zh-CN", **{**OFFICE_SCREEN, **options})
        contexts.append(context)
        if user:
            _sign_in(context, user)
        page = context.new_page()
        watch.follow(page)
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert not watch.found


def _sign_in(context, user) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', context.request.get("/login").text())[1]
    form = {"username": user.username, "password": PASSWORD, "csrf_token": token}
    assert context.request.post("/login", form=form).ok
