"""看板: moving cards by mouse, keyboard and touch, with colleagues at other screens (R-MOVE, R-MOVE-SAFE)."""

import pytest
from playwright.sync_api import expect

from tests.crowd import fill_branch
from tests.journeys.conftest import PHONE
from webapp.models import Customer, Move

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class BoardPage:
    """The 合作阶段 board on somebody's screen."""

    def __init__(self, page, how: str = ""):
        self.page = page
        page.goto(f"/boards/stage{how}")

    def card(self, customer):
        return self.page.locator(f"#card-{customer.number}")

    def drag(self, customer, column: str) -> None:
        self.page.drag_and_drop(f"#card-{customer.number}", f"#cards-{column}")

    def expect_in(self, customer, column: str) -> None:
        """The card stands in that column, and nowhere else."""
        place = self.page.locator(f"#cards-{column} #card-{customer.number}")
        expect(place).to_be_visible()
        expect(self.card(customer)).to_have_count(1)

    @property
    def dialog(self):
        return self.page.locator("#dialog[open]")

    def toast(self, words: str):
        return self.page.locator(".toast", has_text=words)


def moves_of(customer) -> list[str]:
    return [move.to_value.slug for move in Move.select().where(Move.customer == customer).order_by(Move.id)]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
def test_a_move_appears_on_the_colleagues_board_and_can_be_undone(desk, office):
    manager, rep = BoardPage(desk(office.manager)), BoardPage(desk(office.rep))
    manager.page.evaluate("window.sameLoad = true")
    rep.drag(office.fresh, "intent")
    rep.expect_in(office.fresh, "intent")
    manager.expect_in(office.fresh, "intent")
    rep.toast("已移到").get_by_role("button", name="撤销").click()
    rep.expect_in(office.fresh, "potential")
    assert manager.page.evaluate("window.sameLoad")


@on_sqlite
def test_a_column_that_was_opened_stays_open_and_in_order_after_a_move_and_its_undo(desk, office):
    fill_branch(office.rep, 160)
    board = BoardPage(desk(office.rep), "?sort=name")
    cards = board.page.locator("#cards-intent [data-customer]")
    board.page.locator("#more-intent").click()
    expect(cards).to_have_count(43)
    numbers = [card.get_attribute("data-customer") for card in cards.all()]
    moved = Customer.get(
        number=board.page.locator("#cards-potential [data-customer]").first.get_attribute("data-customer")
    )
    board.drag(moved, "intent")
    expect(cards).to_have_count(44)
    board.toast("已移到").get_by_role("button", name="撤销").click()
    expect(cards).to_have_count(43)
    assert [card.get_attribute("data-customer") for card in cards.all()] == numbers
    left = Customer.get(number=numbers[-1])
    board.card(left).get_by_label("移动到").click()
    board.dialog.get_by_label("潜在客户").check()
    board.dialog.get_by_role("button", name="移过去").click()
    expect(cards).to_have_count(42)
    expect(board.card(left)).to_have_count(0)  # somewhere behind the first thirty


@on_sqlite
def test_a_way_back_that_is_overtaken_can_no_longer_be_pressed(desk, office):
    board = BoardPage(desk(office.rep))
    for customer, value in ((office.fresh, "intent"), (office.overdue, "deal"), (office.fresh, "deal")):
        board.drag(customer, value)
        board.expect_in(customer, value)
    ways = board.page.locator("[data-undoes]")
    expect(ways).to_have_count(2)
    expect(board.toast(f"{office.fresh.name} 已移到 意向客户").get_by_role("button", name="撤销")).to_have_count(0)
    office.fresh.move_to(office.value("potential"), by=office.manager)
    board.toast(f"{office.fresh.name} 已移到 成交客户").get_by_role("button", name="撤销").click()
    expect(board.toast(f"{office.manager.name} ").filter(has_text="已移到“潜在客户”，不能再撤销")).to_be_visible()
    expect(ways).to_have_count(1)


@on_sqlite
def test_losing_a_customer_asks_why(desk, office):
    board = BoardPage(desk(office.rep))
    board.drag(office.interested, "lost")
    expect(board.dialog.get_by_role("textbox", name="原因")).to_be_focused()
    board.dialog.get_by_role("link", name="取消").click()
    board.expect_in(office.interested, "intent")
    board.drag(office.interested, "lost")
    board.dialog.get_by_role("button", name="移过去").click()
    expect(board.dialog.get_by_text("写明原因")).to_be_visible()
    board.dialog.get_by_role("textbox", name="原因").fill("客户预算取消，转向本地供应商")
    board.dialog.get_by_role("button", name="移过去").click()
    expect(board.dialog).to_have_count(0)
    board.expect_in(office.interested, "lost")
    assert moves_of(office.interested)[-1] == "lost"


@on_sqlite
def test_of_two_moves_at_once_one_wins_and_the_other_is_told(desk, office):
    first, second = BoardPage(desk(office.rep)), BoardPage(desk(office.manager))
    before, held = moves_of(office.fresh), []
    second.page.route("**/moves", lambda route: held.append(route))
    with second.page.expect_request("**/moves"):
        second.drag(office.fresh, "deal")
    first.drag(office.fresh, "intent")
    first.expect_in(office.fresh, "intent")
    held[0].continue_()
    expect(second.toast("已移到“意向客户”，已换成最新的")).to_be_visible()
    second.expect_in(office.fresh, "intent")
    first.expect_in(office.fresh, "intent")
    assert moves_of(office.fresh) == [*before, "intent"]


@on_sqlite
def test_the_keyboard_moves_a_card(desk, office):
    board = BoardPage(desk(office.rep))
    link = board.card(office.fresh).locator("[data-card-link]")
    link.focus()
    board.page.keyboard.press("m")
    expect(board.dialog).to_be_visible()
    board.page.keyboard.press("ArrowDown")
    board.page.keyboard.press("Enter")
    board.expect_in(office.fresh, "intent")
    expect(link).to_be_focused()


@on_sqlite
def test_a_phone_moves_a_card(desk, office):
    board = BoardPage(desk(office.rep, **PHONE))
    board.card(office.fresh).get_by_label("移动到").tap()
    board.dialog.get_by_label("意向客户").tap()
    board.dialog.get_by_role("button", name="移过去").tap()
    expect(board.dialog).to_have_count(0)
    board.expect_in(office.fresh, "intent")
