"""Every page, light and dark, on the office's screen and on a phone: readable, reachable, nothing spilling over (R-A11Y)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.models.imports import SAMPLES
from webapp.models import ImportBatch

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PAGES = {
    "worklist": "/",
    "list": "/customers",
    "customer": "/customers/{number}",
    "board": "/boards/stage",
    "new customer": "/customers/new",
    "edit": "/customers/{number}/edit",
    "password": "/password",
    "search": "/search?q=有限",
    "duplicates": "/duplicates/new?name=刚刚建档有限公司",
    "paper": "/paper",
    "imports": "/imports",
}


def worst(page, **options) -> list[str]:
    """Serious and critical violations, as rule and element."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    return [f'{rule["id"]}: {node["html"][:200]}' for rule in grave for node in rule["nodes"]]


def check(page) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert not worst(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert not worst(page, runOnly=["color-contrast"])
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.fixture(params=[{}, PHONE], ids=["screen", "phone"])
def screen(request):
    return request.param


@pytest.mark.parametrize("name", PAGES)
def test_page(desk, office, screen, name):
    page = desk(office.manager, **screen)
    page.goto(PAGES[name].format(number=office.interested.number))
    check(page)


def test_import_preview(desk, office, screen):
    sheet = SAMPLES / "followups-gb18030.csv"
    batch = ImportBatch.open(sheet.read_bytes(), sheet.name, branch=office.suzhou, by=office.manager)
    page = desk(office.manager, **screen)
    page.goto(f"/imports/{batch.id}")
    check(page)


def test_login(desk, screen):
    page = desk(**screen)
    page.goto("/login")
    check(page)


def test_dialog(desk, office, screen):
    page = desk(office.manager, **screen)
    page.goto("/boards/stage")
    page.locator(f"#card-{office.fresh.number}-move").click()
    expect(page.locator("#dialog[open]")).to_be_visible()
    check(page)


def test_search_list(desk, office, screen):
    page = desk(office.manager, **screen)
    page.goto("/")
    page.locator("#search").fill("有限")
    expect(page.get_by_role("option").first).to_be_visible()
    check(page)
