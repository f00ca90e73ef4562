"""跟进目的: the list, and the admin's changes to it (R-PURPOSE)."""

import pytest

from webapp.models import AuditEvent, Purpose
from webapp.models.purpose import OFFERED

PATH = "/settings/purposes"
ADMIN_ONLY = ["manager", "rep", "inspector", "service"]


@pytest.fixture
def purpose(world):
    return Purpose.get(Purpose.label == "定期回访")


def labels(page, where: str = "offered") -> list[str]:
    return page.texts(f"[aria-labelledby={where}] li b")


def act(purpose, name: str) -> str:
    return f"{PATH}/{purpose.id}/{name}"


def test_it_lists_them_with_what_they_ask_first(desk):
    page = desk.get(PATH)
    assert labels(page)[:2] == ["新客户对接", "定期回访"] and not labels(page, "retired")
    assert page.texts("[aria-labelledby=offered] li small")[1] == "满意度、后续需求"


def test_one_is_added_and_offered_in_the_composer(client, world, desk):
    form = desk.get(f"{PATH}/new").form("main form")
    page = form.submit(label="样品寄送", fields=["remarks", "result"]).follow()
    assert labels(page)[-1] == "样品寄送" and "已新增" in page.text
    assert page.texts("[aria-labelledby=offered] li small")[-1] == "备注、解决结果"
    composer = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/followups/new")
    assert "样品寄送" in composer.one("#purpose").text


def test_the_dialog_does_it_too(desk, purpose):
    dialog = desk.get(f"{PATH}/{purpose.id}/edit", htmx=True)
    assert dialog.form("form").fields["fields"] == ["satisfaction", "coming_needs"]
    assert dialog.form("form").submit(htmx=True, status=204, label="季度回访").location == PATH
    assert "季度回访" in labels(desk.get(PATH))


def test_none_need_be_asked_first(desk, purpose):
    page = desk.get(f"{PATH}/{purpose.id}/edit").form("main form").submit(fields=[]).follow()
    assert page.texts("[aria-labelledby=offered] li small")[1] == "不特别先填"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "长" * 21}, "label"),
        ({"label": "投诉"}, "label"),
        ({"label": "11010519491231002X"}, "label"),
        ({"fields": [*OFFERED[:5]]}, "fields"),
        ({"fields": ["nonsense"]}, "fields"),
    ],
)
@pytest.mark.parametrize("place", ["new", "edit"])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(desk, purpose, place, said, field):
    form = desk.get(f"{PATH}/new" if place == "new" else act(purpose, place)).form("main form")
    sent = {"label": "样品寄送", "fields": ["remarks", "result"], **said}
    page = form.submit(status=422, **sent)
    assert page.one(f"#{field}-error") and page.form("main form").fields["label"] == sent["label"]
    known = [name for name in OFFERED if name in sent["fields"]]
    assert page.form("main form").fields.get("fields", []) == known
    assert Purpose.get_by_id(purpose.id).label == "定期回访"


def test_one_is_moved_without_scripts(desk):
    page = desk.get(PATH)
    first, second, *_ = Purpose.listed()
    page = desk.post(act(second, "moves"), {"to": "up"}).follow()
    assert labels(page)[:2] == [second.label, first.label]


def test_one_is_moved_in_place_and_the_ends_are_marked(desk):
    first, second, *_ = Purpose.listed()
    page = desk.get(PATH)
    assert [it["id"] for it in page.css("[aria-disabled]")] == [
        f"purposes-{first.id}-up",
        f"purposes-{Purpose.listed()[-1].id}-down",
    ]
    page = page.press(f"#purposes-{second.id}-up", {"to": "up"}, htmx=True)
    assert not page.is_whole and labels(page)[:2] == [second.label, first.label]
    assert f"purposes-{second.id}-up" in [it["id"] for it in page.css("[aria-disabled]")]


def test_a_move_at_the_end_is_harmless_and_one_to_nowhere_is_refused(desk):
    first = Purpose.listed()[0]
    desk.post(act(first, "moves"), {"to": "up"})
    desk.post(act(first, "moves"), {"to": "sideways"}, status=422)
    assert Purpose.listed()[0] == first


def test_one_is_retired_and_restored_and_twice_is_harmless(client, world, desk, purpose):
    for _ in range(2):
        desk.post(act(purpose, "retirement"))
    page = desk.get(PATH)
    assert labels(page, "retired") == ["定期回访"] and "定期回访" not in labels(page)
    composer = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/followups/new")
    assert "定期回访" not in composer.one("#purpose").text
    desk = client.log_in(world.admin)
    page = desk.get(PATH).press(f"#purposes-{purpose.id}-offer", htmx=True)
    assert labels(page)[1] == "定期回访" and not labels(page, "retired")
    desk.post(act(purpose, "retirement/reversal"))
    assert AuditEvent.select().where(AuditEvent.action.startswith("purpose.")).count() == 2


def test_without_any_left_the_composer_asks_for_none(client, world, desk):
    for purpose in Purpose.listed():
        purpose.retire(by=world.admin)
    assert "没有可以选的目的" in desk.get(PATH).text
    client.log_in(world.rep).get(f"/customers/{world.overdue.number}/followups/new")


def test_the_manager_reads_and_changes_nothing(client, world, purpose):
    page = client.log_in(world.manager).get(PATH)
    assert "定期回访" in labels(page) and not page.css("main button") and not page.css("main a")


@pytest.mark.parametrize("who", ["rep", "inspector", "service"])
def test_whose_place_it_is_not_is_refused(client, world, who):
    client.log_in(getattr(world, who)).get(PATH, status=403)


@pytest.mark.parametrize("who", ADMIN_ONLY)
def test_nobody_but_the_admin_changes_anything(client, world, purpose, who):
    client.log_in(getattr(world, who))
    before = [*Purpose.select().tuples()]
    for path in (f"{PATH}/new", act(purpose, "edit")):
        client.get(path, status=403)
    for path in ("", f"/{purpose.id}", *(f"/{purpose.id}/{name}" for name in ("retirement", "retirement/reversal"))):
        client.post(f"{PATH}{path}", {"label": "样品寄送"}, status=403)
    client.post(act(purpose, "moves"), {"to": "up"}, status=403)
    assert [*Purpose.select().tuples()] == before


def test_one_that_is_none_does_not_exist(desk):
    desk.get(f"{PATH}/999999/edit", status=404)
    for path in ("999999", "999999/moves", "999999/retirement", "999999/retirement/reversal"):
        desk.post(f"{PATH}/{path}", {"label": "样品寄送", "to": "up"}, status=404)


def test_who_is_not_signed_in_is_asked_to(client, world):
    assert client.get(PATH, status=303).location.startswith("/login")
