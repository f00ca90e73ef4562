"""What a browser fetches that has never been here before."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
MOST_REQUESTS = 8
MOST_BYTES = 150 * 1024


@pytest.mark.parametrize("path", ["/", "/boards/stage"])
def test_a_cold_page_is_small(desk, office, path):
    page = desk(office.rep)
    traffic, fetched = page.context.new_cdp_session(page), []
    traffic.send("Network.enable")
    traffic.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    assert len(fetched) <= MOST_REQUESTS
    assert sum(fetched) <= MOST_BYTES
