"""打印 on the customer card gives the sheet in triplicate (R-PRINT, R-TRIPLE, R-PRINTLOG)."""

import pypdfium2
import pytest

from webapp.models import Print

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LABELS = ("第一联 业务人员存", "第二联 分站负责人存", "第三联 公司督察存")
WITH_PATIENCE = 60_000


def test_the_sheet_opens_in_three_copies_front_and_back(desk, office):
    page, sheets = desk(office.rep), []
    page.goto(f"/customers/{office.interested.number}")
    page.context.route("**/*.pdf?*", lambda route: _let_through(route, sheets))
    with page.context.expect_page(timeout=WITH_PATIENCE):
        page.get_by_role("button", name="打印").click()
    pages = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(sheets[0])]
    assert [label for text in pages for label in LABELS if label in text] == [label for label in LABELS for _ in "前后"]
    assert Print.get().customer == office.interested


def _let_through(route, sheets: list[bytes]) -> None:
    """The browser's viewer keeps the file to itself: take a copy on the way."""
    answer = route.fetch()
    sheets.append(answer.body())
    route.fulfill(response=answer)
