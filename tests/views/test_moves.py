"""移动: a card goes to a column once, with a reason where one is asked, and comes back by undo.

R-MOVE, R-MOVE-SAFE.
"""

from datetime import timedelta

import pytest

from tests.crowd import fill_branch
from webapp.formatting import moment
from webapp.models import AuditEvent, Classification, Collaboration, Customer, Dimension, DimensionValue, Move


def drag(client, customer, value: str, *, board="stage", headers=None, status=200, **fields):
    """A card of a board, which says along which it is, dropped on a column."""
    placed = customer.classification(Dimension.of(board or "stage"))
    seen = {"version": placed.version if placed else 0}
    data = {"dimension": board or "stage", "value": value, "origin": "drag", "board": board, **seen, **fields}
    return client.post(f"/customers/{customer.number}/moves", data, htmx=True, status=status, headers=headers or {})


def send(form, *, status=200, **changes):
    """The form of a board's answer, sent from the board."""
    data = {**form.fields, "board": "stage", **changes}
    return form.page.client.post(form.element["hx-post"], data, htmx=True, status=status)


def undo(page, *, status=200, board="stage"):
    """Press 撤销 in a board's answer."""
    return page.press("[formaction$=reversal]", {"board": board}, htmx=True, status=status)


def version(customer) -> int:
    return (
        customer.classifications.join(DimensionValue)
        .where(DimensionValue.slug << ["potential", "intent", "deal", "lost"])
        .get()
        .version
    )


def columns(page) -> dict[str, list[str]]:
    """The customers of each column in the answer."""
    return {
        column["id"].removeprefix("column-"): [card["data-customer"] for card in column.css("[data-customer]")]
        for column in page.css("section.column")
    }


def test_a_dragged_card_stands_in_its_new_column(desk, world):
    page = drag(desk, world.overdue, "deal", version=version(world.overdue))
    assert world.overdue.number in columns(page)["deal"]
    assert world.overdue.value_label("stage") == "成交客户"


def test_the_move_is_on_record_with_who_and_from_where(desk, world):
    drag(desk, world.overdue, "deal")
    move = Move.select().order_by(Move.id.desc()).get()
    assert (move.from_value.slug, move.to_value.slug, move.origin, move.by) == ("intent", "deal", "drag", world.rep)


def test_without_scripts_the_dialogs_page_moves_too(desk, world):
    form = desk.get(f"/customers/{world.overdue.number}/moves/new").form("main form")
    assert form.fields["value"] == "intent"
    form.submit(value="deal")
    assert world.overdue.value_label("stage") == "成交客户"


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_may_only_look_are_refused(client, world, who):
    client.log_in(getattr(world, who))
    for value in ("deal", ""):
        drag(client, world.overdue, value, status=403)
    client.get(f"/customers/{world.overdue.number}/moves/new", status=403)
    assert world.overdue.value_label("stage") == "意向客户"


def test_a_manager_and_a_collaborator_may_move(client, world):
    drag(client.log_in(world.manager), world.overdue, "deal")
    Collaboration.create(customer=world.helped, user=world.colleague, invited_by=world.rep)
    drag(client.log_in(world.colleague), world.helped, "intent")
    assert world.helped.value_label("stage") == "意向客户"


def test_a_stale_card_is_refused_with_the_true_columns(desk, world):
    seen = version(world.overdue)
    world.overdue.move_to(world.value("deal"), by=world.manager)
    page = drag(desk, world.overdue, "potential", version=seen, status=409)
    assert world.overdue.number in columns(page)["deal"]
    told = f"{world.manager.name} {moment(Move.select().order_by(Move.id.desc()).get().at)} 已移到“成交客户”"
    assert told in page.one(".toast").text
    assert world.overdue.value_label("stage") == "成交客户"


@pytest.mark.parametrize("retired", [True, False])
def test_a_column_that_is_gone_is_refused_with_the_true_columns(desk, world, retired):
    if retired:
        DimensionValue.update(is_retired=True).where(DimensionValue.id == world.value("deal").id).execute()
    page = drag(desk, world.overdue, "deal" if retired else "nothing", status=409)
    assert "不在了" in page.text
    assert world.overdue.number in columns(page)["intent"]
    assert ("deal" in columns(page)) is not retired


def test_a_column_that_asks_why_opens_the_dialog(desk, world):
    page = drag(desk, world.overdue, "lost", version=version(world.overdue), status=422)
    assert page.headers["HX-Retarget"] == "#dialog"
    form = page.form("form")
    assert form.fields["value"] == "lost" and not page.errors
    assert world.overdue.value_label("stage") == "意向客户"
    send(form, reason="客户转向本地供应商")
    assert world.overdue.value_label("stage") == "流失客户"


def test_an_empty_reason_is_asked_for_again_beside_the_field(desk, world):
    form = drag(desk, world.overdue, "lost", status=422).form("form")
    page = send(form, reason="  ", status=422)
    assert "请写明原因" in page.errors[0]
    assert page.form("form").fields["value"] == "lost"


def test_a_reason_with_an_identity_number_is_refused_and_the_words_stay(desk, world):
    form = drag(desk, world.overdue, "lost", status=422).form("form")
    page = send(form, reason="证件 11010519491231002X", status=422)
    assert any("身份证号" in error for error in page.errors)
    assert "11010519491231002X" not in " ".join(page.errors)
    assert "证件" in page.one("textarea[name=reason]").text


def test_a_move_to_no_dimension_does_not_exist(desk, world):
    for slug in ("nothing", "frequency", ""):
        drag(desk, world.overdue, "deal", dimension=slug, status=404)


def test_the_same_move_twice_is_one_move(desk, world):
    drag(desk, world.overdue, "deal")
    before = Move.select().count(), AuditEvent.select().count()
    drag(desk, world.overdue, "deal")
    assert (Move.select().count(), AuditEvent.select().count()) == before


def test_undo_brings_it_back_once(desk, world):
    page = drag(desk, world.overdue, "deal")
    undo(page)
    assert world.overdue.value_label("stage") == "意向客户"
    undo(page, status=409)
    assert world.overdue.value_label("stage") == "意向客户"


def test_undo_after_somebody_elses_move_is_refused(desk, world):
    page = drag(desk, world.overdue, "deal")
    world.overdue.move_to(world.value("potential"), by=world.manager)
    refused = undo(page, status=409)
    assert "已移到“潜在客户”，不能再撤销" in refused.text
    assert world.overdue.value_label("stage") == "潜在客户"


def test_undo_of_a_first_move_takes_the_card_off_the_board(desk, world):
    page = drag(desk, world.overdue, "a", board="grade")
    undo(page, board="grade")
    assert world.overdue.value_label("grade") == ""


def test_on_the_customers_page_a_move_shows_that_page_again(desk, world):
    here = f"http://localhost/customers/{world.overdue.number}"
    page = drag(desk, world.overdue, "deal", board="", headers={"HX-Current-URL": here}, status=204)
    assert page.location == here and "已移到 成交客户" in page.follow().text


def test_an_origin_nobody_knows_counts_as_the_menu(desk, world):
    drag(desk, world.overdue, "deal", origin="import")
    assert Move.select().order_by(Move.id.desc()).get().origin == "menu"


def test_a_plain_move_goes_back_where_it_came_from_but_to_no_other_host(desk, world):
    path, seen = f"/customers/{world.overdue.number}/moves", version(world.overdue)
    data = {"dimension": "stage", "value": "deal", "version": seen}
    assert (
        desk.post(path, data, headers={"Referer": "http://localhost/boards/stage"}).location
        == "http://localhost/boards/stage"
    )
    data |= {"value": "intent", "version": seen + 1}
    assert desk.post(path, data, headers={"Referer": "http://elsewhere.example/"}).location == "/boards/stage"


def test_nobody_moves_a_card_unseen(desk, world):
    """A move that names no version would overwrite what somebody else has done meanwhile."""
    desk.post(f"/customers/{world.overdue.number}/moves", {"dimension": "stage", "value": "deal"}, status=409)
    assert world.overdue.value_label("stage") == "意向客户"


def pin(client, customer, method="POST", **options):
    data = {"dimension": "stage", "board": "stage"}
    return client.write(method, f"/customers/{customer.number}/pin", data, htmx=True, **options)


def test_a_pinned_card_stands_on_top_until_it_is_unpinned(desk, world):
    for _ in range(2):
        assert columns(pin(desk, world.due_today))["intent"][0] == world.due_today.number
    assert columns(pin(desk, world.due_today, "DELETE"))["intent"][0] == world.overdue.number


@pytest.mark.parametrize("from_board", [True, False])
def test_the_dialog_pins_and_unpins(desk, world, from_board):
    """U21: within reach of whoever moves the card."""
    for words, pinned in (("置顶", True), ("取消置顶", False)):
        dialog = desk.get(f"/customers/{world.due_today.number}/moves/new?dimension=stage", htmx=True)
        button = dialog.one("button[name=pinned]")
        assert button.text == words
        sent = {"pinned": button["value"]} | ({"board": "stage"} if from_board else {})
        answer = desk.post(button["hx-post"], sent, htmx=True, status=200 if from_board else 204)
        assert not from_board or answer.headers["HX-Trigger"] == "dialog-close"
        assert world.due_today.classification(world.value("intent").dimension).is_pinned is pinned


def test_those_who_may_only_look_do_not_pin(client, world):
    pin(client.log_in(world.inspector), world.due_today, status=403)


def targets(page) -> list[tuple[str, str]]:
    return [(partial["hx-target"], partial["hx-swap"]) for partial in page.css("hx-partial")]


def test_a_drag_answers_with_the_column_it_reached_and_the_count_of_the_one_it_left(desk, world):
    before = (
        world.value("intent")
        .classifications.where(Classification.branch == world.suzhou, Classification.owner == world.rep)
        .count()
    )
    page = drag(desk, world.overdue, "deal", version=version(world.overdue))
    assert list(columns(page)) == ["deal"]
    assert page.one("#column-intent-count").text == str(before - 1)
    assert (f"#card-{world.overdue.number}", "delete") not in targets(page)  # it lies there already


def test_a_move_by_the_dialog_also_takes_the_card_out_of_its_column_first(desk, world):
    page = drag(desk, world.overdue, "deal", origin="menu")
    assert targets(page)[:3] == [
        (f"#card-{world.overdue.number}", "delete"),
        ("#column-intent-count", "outerHTML"),
        ("#column-deal", "outerMorph"),
    ]


def along(page) -> dict[str, list[str]]:
    """What a board sends with every request made on it."""
    sent = {}
    for field in page.css("[data-board-state]"):
        sent.setdefault(field["name"], []).append(field["value"])
    return sent


def test_a_move_leaves_the_board_in_the_order_and_as_open_as_it_was(desk, world):
    fill_branch(world.rep, 160)
    shown = along(desk.get("/boards/stage?sort=name&opened=intent:60"))
    assert shown["board"] == ["stage"] and "intent:60" in shown["opened"]
    page = drag(desk, world.fresh, "intent", **shown | {"board": "stage"})
    again = desk.get("/boards/stage?sort=name&opened=intent:60")
    names = again.texts("#cards-intent [data-card-link]")
    assert len(names) == 44 and page.texts("#column-intent [data-card-link]") == names


def test_an_undo_brings_the_first_column_back_alone(desk, world):
    page = undo(drag(desk, world.overdue, "deal"))
    assert list(columns(page)) == ["intent"] and world.overdue.number in columns(page)["intent"]
    assert targets(page)[0] == (f"#card-{world.overdue.number}", "delete")


def test_a_column_that_is_gone_meanwhile_needs_no_count(desk, world):
    DimensionValue.update(is_retired=True).where(DimensionValue.id == world.value("intent").id).execute()
    page = drag(desk, world.overdue, "deal")
    assert list(columns(page)) == ["deal"] and not page.css("#column-intent-count")


def test_the_timeline_tells_moves_of_one_minute_in_one_line_and_of_an_import_no_reason(desk, world):
    """R-TIMELINE."""
    for dimension, value in (("grade", "a"), ("value", "high")):
        move = world.won.move_to(world.value(value, dimension), reason="导入名单", origin="import", by=world.rep)
    Move.update(at=move.at - timedelta(hours=1)).where(Move.origin == "import").execute()
    page = desk.get(f"/customers/{world.won.number}?kind=move")
    line = page.one(f"#move-{move.id}").text
    assert "需求等级：未定 → A类" in line and "客户价值：未定 → 高价值" in line
    assert line.endswith(f"{world.rep.name} · 导入")
    assert "导入名单" not in page.one("#timeline").text


def test_who_is_overtaken_in_the_cards_dialog_sees_what_is_true_and_goes_on(desk, world):
    """There is no board to repair; each press was once refused like the first."""
    dialog = desk.get(f"/customers/{world.overdue.number}/moves/new", htmx=True).form("form")
    drag(desk, world.overdue, "deal")
    refused = dialog.submit(htmx=True, status=409, value="potential")
    assert "已移到“成交客户”，已换成最新的" in refused.one(".error").text and "现在：成交客户" in refused.text
    assert refused.form("form").submit(htmx=True, status=204, value="potential").headers["HX-Redirect"]
    assert Customer.get_by_id(world.overdue.id).value_label("stage") == "潜在客户"


def test_service_is_not_asked_to_move(client, world):
    for who, may in ((world.service, False), (world.rep, True)):
        page = client.log_in(who).get("/boards/stage")
        assert bool(page.css("[data-move-open], [data-column]")) is may
        assert ("拖动卡片" in page.one(".sub").text) is ("拖到这里" in page.html) is may
