"""跟进提纲: the list by phase, and the admin's changes to it (R-SCRIPT)."""

import pytest

from webapp.models import AuditEvent, Outline

PATH = "/settings/outlines"
GOOD = {"phase": "中期", "title": "展会上认识的", "text": "在哪个展会见的：\n谁介绍的："}


@pytest.fixture
def outline(world):
    return Outline.listed()[0]


def titles(page) -> dict[str, list[str]]:
    """By the heading they stand under."""
    return {part.one_heading: part.titles for part in map(_Part, page.css("#outlines section"))}


class _Part:
    def __init__(self, section):
        self.one_heading = section.css("h2")[0].text
        self.titles = [found.text for found in section.css("li summary b")]


def act(outline, name: str) -> str:
    return f"{PATH}/{outline.id}/{name}"


def test_it_lists_them_by_phase(desk):
    page = desk.get(PATH)
    assert titles(page) == {"初次": ["第一次联系"], "中期": ["推进与异议"], "后期": ["回访与续约"]}
    assert "谁拍板" in page.css(".outline-text")[0].text


def test_one_is_added_and_offered_in_the_composer(client, world, desk):
    page = desk.get(f"{PATH}/new").form("main form").submit(**GOOD).follow()
    assert titles(page)["中期"] == ["推进与异议", "展会上认识的"] and "已新增" in page.text
    extras = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/followups/extras", htmx=True)
    assert "中期 · 展会上认识的" in extras.texts("summary")


def test_the_dialog_does_it_too(desk, outline):
    form = desk.get(act(outline, "edit"), htmx=True).form("form")
    assert form.fields["title"] == "第一次联系" and form.fields["text"] == outline.text
    assert form.submit(htmx=True, status=204, phase="后期").location == PATH
    assert titles(desk.get(PATH))["后期"] == ["第一次联系", "回访与续约"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"phase": "末期"}, "phase"),
        ({"title": ""}, "title"),
        ({"title": "长" * 31}, "title"),
        ({"title": "推进与异议"}, "title"),
        ({"text": ""}, "text"),
        ({"text": "长" * 4001}, "text"),
        ({"text": "11010519491231002X"}, "text"),
    ],
)
@pytest.mark.parametrize("place", ["new", "edit"])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(desk, outline, place, said, field):
    form = desk.get(f"{PATH}/new" if place == "new" else act(outline, place)).form("main form")
    sent = {**GOOD, **said}
    page = form.submit(status=422, **sent)
    kept = page.form("main form").fields
    assert page.one(f"#{field}-error") and (kept["title"], kept["text"]) == (sent["title"], sent["text"])
    assert Outline.get_by_id(outline.id).title == "第一次联系" and Outline.select().count() == 3


def test_one_is_moved_within_its_phase_with_and_without_scripts(desk, outline):
    desk.get(f"{PATH}/new").form("main form").submit(**{**GOOD, "phase": "初次"})
    page = desk.post(act(outline, "moves"), {"to": "down"}).follow()
    assert titles(page)["初次"] == ["展会上认识的", "第一次联系"]
    page = page.press(f"#outline-{outline.id}-up", {"to": "up"}, htmx=True)
    assert not page.is_whole and titles(page)["初次"] == ["第一次联系", "展会上认识的"]
    desk.post(act(outline, "moves"), {"to": "up"})
    desk.post(act(outline, "moves"), {"to": ""}, status=422)
    assert AuditEvent.select().where(AuditEvent.action == "outline.moved").count() == 2


def test_one_is_retired_and_restored_and_twice_is_harmless(client, world, desk, outline):
    for _ in range(2):
        desk.post(act(outline, "retirement"))
    page = desk.get(PATH)
    assert titles(page)["已停用"] == ["第一次联系"] and titles(page)["初次"] == []
    assert "还没有这个阶段的提纲" in page.text
    extras = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/followups/extras", htmx=True)
    assert "初次 · 第一次联系" not in extras.texts("summary")
    page = client.log_in(world.admin).get(PATH).press(f"#outline-{outline.id}-offer", htmx=True)
    assert titles(page)["初次"] == ["第一次联系"] and "已停用" not in titles(page)
    client.post(act(outline, "retirement/reversal"))
    assert AuditEvent.select().where(AuditEvent.action.startswith("outline.")).count() == 2


def test_the_manager_reads_and_changes_nothing(client, world):
    page = client.log_in(world.manager).get(PATH)
    assert titles(page)["初次"] == ["第一次联系"] and not page.css("main button") and not page.css("main a")


@pytest.mark.parametrize("who", ["rep", "inspector", "service"])
def test_whose_place_it_is_not_is_refused(client, world, who):
    client.log_in(getattr(world, who)).get(PATH, status=403)


@pytest.mark.parametrize("who", ["manager", "rep", "inspector", "service"])
def test_nobody_but_the_admin_changes_anything(client, world, outline, who):
    client.log_in(getattr(world, who))
    before = [*Outline.select().tuples()]
    for path in (f"{PATH}/new", act(outline, "edit")):
        client.get(path, status=403)
    for path in (PATH, f"{PATH}/{outline.id}", act(outline, "retirement"), act(outline, "retirement/reversal")):
        client.post(path, GOOD, status=403)
    client.post(act(outline, "moves"), {"to": "up"}, status=403)
    assert [*Outline.select().tuples()] == before


def test_one_that_is_none_does_not_exist(desk):
    desk.get(f"{PATH}/999999/edit", status=404)
    for path in ("999999", "999999/moves", "999999/retirement", "999999/retirement/reversal"):
        desk.post(f"{PATH}/{path}", {**GOOD, "to": "up"}, status=404)


def test_who_is_not_signed_in_is_asked_to(client, world):
    assert client.get(PATH, status=303).location.startswith("/login")
