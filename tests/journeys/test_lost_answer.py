"""A network that drops answers: what was sent is kept once, and what was typed stays until it is told so."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OFFICE_SCREEN, PHONE
from tests.world import CONTENT
from webapp.models import FollowUp


@pytest.mark.parametrize("screen", [OFFICE_SCREEN, PHONE], ids=["desk", "phone"])
def test_who_presses_again_because_no_answer_came_records_once(desk, office, watch, screen):
    page, count = desk(office.rep, **screen), FollowUp.select().count()
    page.goto(f"/customers/{office.overdue.number}")

    def lose(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/followups", lose, times=1)
    text = page.locator("#composer textarea[name=content]")
    text.fill(CONTENT)
    text.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("没有回应，内容还在")
    page.locator("#toasts .toast").dispatch_event("pointerenter")  # by itself it stays now
    expect(text).to_have_value(CONTENT)
    assert FollowUp.select().count() == count + 1
    assert watch.found.pop().partition(": ")[2].startswith("htmx: htmx:error")  # and nothing else
    text.press("Control+Enter")
    expect(page.locator("#entries")).to_contain_text(CONTENT)
    expect(text).to_have_value("")
    expect(page.locator("#toasts")).to_be_empty()
    assert FollowUp.select().count() == count + 1
