"""Every page, light and dark, on the office's screen and on a phone (R-A11Y).

Readable, reachable, nothing spilling over.
"""

import pytest
from playwright.sync_api import expect

from tests.imports import SAMPLES
from tests.journeys.axe import OF_COLOUR, OF_LAYOUT, grave
from tests.journeys.conftest import PHONE
from tests.page import Client
from tests.specimens import HANGING, Specimens
from tests.walk import FILES, pages
from webapp.imports.customer_import import CustomerImport

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

# what is asked for, so that there is something to see
QUERIES = {"search.index": "?q=有限", "duplicates.new": "?name=刚刚建档有限公司"}


@pytest.fixture
def addresses(app, office) -> list[str]:
    """Every page as the manager sees it, with something on each. What opens over a page is looked at there."""
    sheet = SAMPLES / "followups-gb18030.csv"
    CustomerImport.open(sheet.read_bytes(), sheet.name, branch=office.suzhou, by=office.manager)
    put = Specimens(office.interested, office.rep, office.manager)
    for model in HANGING:
        put.one(model)
    client = Client(app).log_in(office.manager)
    shown = [address for address in pages(app, office, office.interested) if address.endpoint not in FILES]
    return [address.path + QUERIES.get(address.endpoint, "") for address in shown if is_page(client, address.path)]


def is_page(client: Client, path: str) -> bool:
    """It is shown, and no dialog where scripts run."""
    with_scripts = client.flask.get(path, headers={"HX-Request": "true"}).headers
    return client.flask.get(path).status_code == 200 and with_scripts.get("HX-Retarget") != "#dialog"


def test_pages_are_told_from_dialogs(addresses):
    assert {"/", "/customers/new", "/boards/stage", "/imports", "/password"} <= set(addresses)
    assert not [path for path in addresses if path.endswith(("/moves/new", "/contacts/new", "/project/edit"))]


@pytest.mark.parametrize(("screen", "rules"), [({}, None), (PHONE, OF_LAYOUT)], ids=["screen", "phone"])
def test_pages_read_well(desk, office, addresses, screen, rules):
    page = desk(office.manager, **screen)
    wrong = {address: flaws(page, rules) for address in addresses if page.goto(address)}
    wrong["a dialog"] = flaws(with_dialog(page, office.fresh), rules)
    wrong["the search list"] = flaws(with_search_list(page), rules)
    wrong["the login"] = flaws(signed_out(page), rules)
    assert {place: found for place, found in wrong.items() if found} == {}


def flaws(page, rules) -> list[str]:
    """What axe finds in the light and, where all of it is asked for, in the dark; and whether the page is wider than
    its window. Nothing is half shown."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = grave(page, rules)
    if rules is None:
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += grave(page, OF_COLOUR)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
    spills = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    return found + ["wider than the window"] * spills


def with_dialog(page, customer):
    page.goto("/boards/stage")
    page.locator(f"#card-{customer.number}-move").click()
    expect(page.locator("#dialog[open]")).to_be_visible()
    return page


def with_search_list(page):
    page.goto("/")
    page.locator("#search").fill("有限")
    expect(page.get_by_role("option").first).to_be_visible()
    return page


def signed_out(page):
    page.context.clear_cookies()
    page.goto("/login")
    return page


def test_flaws_are_found(desk):
    page = desk()
    page.set_content(
        '<html lang="zh-CN"><title>样</title><main><p style="color:#ddd;background:#fff;width:3000px">看不清</p></main>'
    )
    contrast, *_, width = flaws(page, None)
    assert contrast.startswith("color-contrast") and width == "wider than the window"
