"""What the office has set up is kept by each process, and never out of date."""

import threading

import pytest

from tests.queries import count_queries
from webapp.clock import today
from webapp.database import db, transaction
from webapp.models import ALL, CalendarDay, Dimension, DimensionValue, Purpose, Setting, setup
from webapp.models.calendar_day import calendar_in_force
from webapp.models.dimension import Catalogue
from webapp.models.settings import Settings
from webapp.models.setup import Edition, SetUp, kept

SET_UP = [model for model in ALL if issubclass(model, SetUp)]
WAYS = {
    "save": lambda row: row.save(only=[type(row)._meta.sorted_fields[-1]]),
    "update": lambda row: type(row).update(row.__data__).where(type(row)._meta.primary_key == row._pk).execute(),
    "delete": lambda row: type(row).delete().where(type(row)._meta.primary_key == row._pk).execute(),
    "insert": lambda row: type(row).insert(row.__data__).on_conflict_ignore().execute(),
    "insert_many": lambda row: type(row).insert_many([row.__data__]).on_conflict_ignore().execute(),
}


@pytest.fixture
def one_setting(world):
    Settings.write("number_prefix", "SH", by=world.admin)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", SET_UP, ids=lambda model: model.__name__)
def test_whatever_writes_a_row_begins_an_edition(one_setting, model, way):
    before, row = Edition.present(), model.select().first()
    if way == "delete" and model in (Dimension, DimensionValue):
        row = _without_customers(model)
    WAYS[way](row)
    assert before != Edition.present() != ""


def _without_customers(model):
    """A row that nothing refers to."""
    dimension = Dimension.create(slug="spare", label="空", position=99)
    return (
        dimension
        if model is Dimension
        else DimensionValue.create(dimension=dimension, slug="a", label="甲", position=1)
    )


def test_what_was_found_is_kept(world):
    first = Catalogue.now(), calendar_in_force(), Purpose.offered()
    with count_queries() as queries:
        assert all(one is another for one, another in zip(first, _again(), strict=True))
    assert len(queries) == 3 and all("edition" in sql for sql in queries)


def _again() -> tuple:
    return Catalogue.now(), calendar_in_force(), Purpose.offered()


def test_what_was_rolled_back_was_never_set_up(world):
    day = today().replace(month=6, day=1)
    before = calendar_in_force().works(day)
    with db.atomic() as savepoint:
        CalendarDay.note(day, not before, "团建", by=world.admin)
        assert calendar_in_force().works(day) is not before
        savepoint.rollback()
    assert calendar_in_force().works(day) is before


def test_others_see_it_once_the_transaction_has_ended(fresh_database):
    seen = []

    def ask() -> None:
        with db.connection_context():
            seen.append(Settings.penalty_tracking)

    def ask_elsewhere() -> None:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    ask_elsewhere()
    with transaction():
        Setting.insert(name="penalty_tracking", value=7).execute()
        seen.append(Settings.penalty_tracking)
        ask_elsewhere()
    ask_elsewhere()
    assert seen == [100, 7, 100, 7]


def test_a_request_sees_one_edition(fresh_database):
    """But for what it sets up itself."""
    setup.look()
    try:
        with count_queries() as queries:
            assert [Settings.penalty_tracking, Settings.penalty_customer_data] == [100, 50]
        assert sum("edition" in sql for sql in queries) == 1
        Setting.insert(name="penalty_tracking", value=7).execute()
        assert Settings.penalty_tracking == 7
    finally:
        setup.look_away()


def test_without_an_edition_nothing_is_kept(world):
    asked = []
    find = kept(lambda: asked.append(1))
    Edition.delete().execute()
    find(), find()
    assert len(asked) >= 2
