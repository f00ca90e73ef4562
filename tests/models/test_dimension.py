"""§3: the dimensions every office starts with, and what it changes stays."""

import pytest

from webapp.models import Dimension, DimensionValue
from webapp.models.dimension import Catalogue
from webapp.models.dimension_seed import seed_dimensions

COLUMNS = {
    "stage": ["潜在客户", "意向客户", "成交客户", "流失客户"],
    "sales-tracking": ["目标及意向客户", "新签客户", "长期客户"],
    "value": ["高价值", "中价值", "低价值"],
    "relationship": ["核心客户", "重点客户", "普通客户", "潜在客户"],
    "grade": ["A类", "B类", "C类"],
    "category": ["准客户", "意向客户", "优质潜在客户", "一般潜在客户"],
    "status": ["活跃", "沉睡", "流失", "潜在"],
}


@pytest.mark.parametrize(("slug", "labels"), COLUMNS.items(), ids=COLUMNS)
def test_the_office_starts_with(world, slug, labels):
    dimension = Dimension.get(slug=slug)
    assert [value.label for value in dimension.values.order_by(DimensionValue.position)] == labels


def test_boards_are_the_dimensions_a_person_sets_and_that_have_columns(world):
    boards = [slug for slug, _label in Catalogue.now().boards]
    assert boards[: len(COLUMNS)] == list(COLUMNS)
    assert "frequency" not in boards and "project-node" not in boards  # computed; without columns


def test_a_dimension_whose_columns_are_retired_is_no_board(world):
    DimensionValue.update(is_retired=True).where(DimensionValue.dimension == Dimension.get(slug="grade")).execute()
    assert "grade" not in dict(Catalogue.now().boards)


def test_seeding_again_keeps_what_the_office_changed(world):
    before = DimensionValue.select().count()
    DimensionValue.update(label="大客户").where(DimensionValue.id == world.value("core", "relationship").id).execute()
    seed_dimensions()
    assert world.value("core", "relationship").label == "大客户" and DimensionValue.select().count() == before
