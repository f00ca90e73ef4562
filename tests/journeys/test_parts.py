"""A part of the card is fetched when somebody unfolds it, once."""

from playwright.sync_api import expect

from webapp.models import Project


def test_a_part_unfolds_and_is_fetched_once(desk, office):
    Project.of(office.overdue).revise({"name": "二期厂房"}, by=office.rep)
    page = desk(office.rep)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/customers/{office.overdue.number}")
    part = page.get_by_role("region", name="项目")
    for _ in range(3):
        part.get_by_role("heading", name="项目").click()
    expect(part.get_by_text("二期厂房")).to_be_visible()
    assert len([url for url in asked if url.endswith("/project")]) == 1
