"""/healthz: for load balancers, without a login."""


def test_it_says_ok_and_nothing_more(client):
    page = client.get("/healthz")
    assert page.bytes == b"ok\n" and page.headers["Content-Type"].startswith("text/plain")


def test_it_begins_no_session(client):
    assert "Set-Cookie" not in client.get("/healthz").headers
