"""附件 on the card, and what a browser is given of them (R-FILES)."""

from io import BytesIO
from urllib.parse import quote

import pytest

from tests.media import files
from webapp.models import Attachment, FollowUp, Order
from webapp.models.attachment import Upload

PDF = files.pdf()


def attach(desk, path: str, name: str = "签字表.pdf", content: bytes = PDF, **options):
    form = desk.get(f"{path}/attachments/new").form("main form")
    return form.submit(files=(BytesIO(content), name), **options)


def card(customer) -> str:
    return f"/customers/{customer.number}"


def test_one_is_attached_and_stands_on_the_card(desk, world):
    page = attach(desk, card(world.won), status=303).follow()
    assert page.one("#part-attachments details").get("open") is not None
    part = desk.get(f"{card(world.won)}/attachments", htmx=True)
    assert part.texts(".attached .name") == ["签字表.pdf"] and part.one("img")["src"].endswith("/thumbnail")
    assert "签字表.pdf" in desk.get(f"{card(world.won)}?kind=file").text


@pytest.mark.parametrize("noun", ["followups", "orders"])
def test_one_hangs_on_a_follow_up_or_an_order(desk, world, noun):
    order = Order.record(world.won, {"amount": 1, "content": "检测"}, by=world.rep)
    row = {"orders": order, "followups": FollowUp.get(FollowUp.customer == world.won)}[noun]
    page = attach(desk, f"/{noun}/{row.id}", status=303).follow()
    assert page.texts(f"#{noun[:-1]}-{row.id} .attached .name") == ["签字表.pdf"]


def test_what_is_wrong_is_said_beside_the_files_and_nothing_is_kept(desk, world):
    page = attach(desk, card(world.won), "现场.jpg", status=422)
    assert "内容却是PDF" in page.one("#files-error").text and not Attachment.select().exists()


def test_a_file_is_given_to_be_kept_and_never_opened_by_the_browser(desk, world):
    (found,) = Attachment.put(world.won, [Upload("签字“表”.pdf", PDF)], by=world.rep)
    answer = desk.flask.get(f"/attachments/{found.id}")
    assert answer.data == PDF and answer.mimetype == "application/pdf"
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment") and quote("签字“表”.pdf") in said
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"] and "no-store" in answer.headers["Cache-Control"]
    small = desk.flask.get(f"/attachments/{found.id}/thumbnail")
    assert small.mimetype == "image/jpeg" and small.data.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("colleague", 404), ("inspector", 403), ("admin", 403), ("service", 404)]
)
def test_strangers_get_none(client, world, who, status):
    (found,) = Attachment.put(world.won, [Upload("签字表.pdf", PDF)], by=world.rep)
    client.log_in(getattr(world, who))
    for path in (f"/attachments/{found.id}", f"/attachments/{found.id}/thumbnail"):
        assert client.flask.get(path).status_code == status


def test_who_only_looks_reads_no_names(client, world):
    Attachment.put(world.won, [Upload("王建国的签字.pdf", PDF)], by=world.rep)
    client.log_in(world.inspector)
    assert "王建国的签字" not in client.get(f"{card(world.won)}/attachments").text
    assert "王建国的签字" not in client.get(f"{card(world.won)}?kind=all").text
