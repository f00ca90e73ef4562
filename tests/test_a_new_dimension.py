"""A dimension added as a row works everywhere, without a line of code (R-TAGS, §3)."""

import pytest
from peewee import IntegrityError

from tests.imports.lists import customer, imported
from webapp.database import transaction
from webapp.models import Dimension, DimensionValue

SHOWN = {"in_filters": 9, "on_rows": 0, "on_worklist": 0, "on_cards": 0, "in_search": 0, "on_paper": 0}


@pytest.fixture
def colour(world):
    """The office classifies its customers by a colour, too; one of them is red."""
    dimension = Dimension.create(slug="colour", label="色系", position=99, headings="颜色\n喜欢的颜色", **SHOWN)
    for position, (slug, label) in enumerate({"red": "大红", "blue": "天蓝"}.items()):
        DimensionValue.create(dimension=dimension, slug=slug, label=label, hue="cinnabar", position=position)
    world.overdue.move_to(world.value("red", "colour"), by=world.rep)
    return dimension


@pytest.fixture
def desk(client, world, colour):
    return client.log_in(world.rep)


def test_it_filters_the_list(desk, world):
    page = desk.get("/customers?colour=red")
    assert page.one("select[name=colour] option[selected]").text == "大红"
    assert [link.text for link in page.css("th.who a")] == [world.overdue.name]
    assert not desk.get("/customers?colour=blue").css("th.who a")
    assert not desk.get("/customers?colour=nothing").css("th.who a")


@pytest.mark.parametrize("path", ["/", "/customers?colour=red", "/boards/stage", "/search?q=逾期"])
def test_it_tags_rows_and_cards(desk, path):
    assert "大红" in desk.get(path).text


def test_it_has_a_board_and_a_place_on_the_customers_card(desk, world):
    board = desk.get("/boards/colour")
    assert board.one(f"#cards-red #card-{world.overdue.number}") and "色系" in board.text
    card = desk.get(f"/customers/{world.overdue.number}?kind=all")
    assert card.one("#move-colour") and "色系：未定 → 大红" in card.text


def test_a_customer_is_moved_along_it(desk, world):
    form = desk.get(f"/customers/{world.fresh.number}/moves/new?dimension=colour").form("main form")
    form.submit(value="blue")
    assert world.fresh.value_label("colour") == "天蓝"


@pytest.mark.parametrize("heading", ["色系", "颜色", "喜欢的颜色", "colour"])
def test_lists_bring_it(world, colour, heading):
    imported(f"客户名称,联系人,{heading}\n甲子有限公司,赵一,天蓝\n", world)
    assert customer("甲子有限公司").value_label("colour") == "天蓝"


def test_so_do_tags(world, colour):
    imported("客户名称,联系人,客户分类标签\n甲子有限公司,赵一,高价值-天蓝\n", world)
    assert customer("甲子有限公司").value_label("colour") == "天蓝"


def test_no_two_dimensions_play_one_part(world, colour):
    """The rules ask for the one that does."""
    colour.role = "stage"
    with pytest.raises(IntegrityError), transaction():
        colour.save()
