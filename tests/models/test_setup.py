"""What the office has set up is kept by each process, and never out of date."""

import threading
from datetime import date
from functools import partial

import pytest
from peewee import Value

from tests.models.test_concurrency import at_once
from tests.purity import WATCHED
from tests.queries import count_queries
from tests.world import World
from webapp.clock import today
from webapp.database import db, transaction
from webapp.models import ALL, AuditEvent, CalendarDay, Dimension, DimensionValue, Purpose, Setting, setup
from webapp.models.arranged import DOWN
from webapp.models.calendar_day import calendar_in_force
from webapp.models.dimension import Catalogue, _named
from webapp.models.preset import presets
from webapp.models.settings import Settings
from webapp.models.setup import Edition, SetUp, kept

pytestmark = WATCHED

SET_UP = [model for model in ALL if issubclass(model, SetUp)]
WAYS = {
    "save": lambda row: row.save(only=[type(row)._meta.sorted_fields[-1]]),
    "update": lambda row: type(row).update(row.__data__).where(type(row)._meta.primary_key == row._pk).execute(),
    "delete": lambda row: type(row).delete().where(type(row)._meta.primary_key == row._pk).execute(),
    "insert": lambda row: type(row).insert(row.__data__).on_conflict_ignore().execute(),
    "insert_many": lambda row: type(row).insert_many([row.__data__]).on_conflict_ignore().execute(),
}


@pytest.fixture
def set_up(world):
    Settings.write("number_prefix", "SH", by=world.admin)
    next(iter(presets().values())).apply(by=world.admin)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", SET_UP, ids=lambda model: model.__name__)
def test_whatever_writes_a_row_begins_an_edition(set_up, model, way):
    before, row = Edition.present(), model.select().first()
    if way == "delete" and model in (Dimension, DimensionValue):
        row = _without_customers(model)
    WAYS[way](row)
    assert before != Edition.present() != ""


def test_so_does_what_is_copied_within_the_database(set_up):
    before = Edition.present()
    others = Setting.select(Value("other", converter=False), Setting.value)
    Setting.insert_from(others, [Setting.name, Setting.value]).execute()
    assert Setting.select().count() == 2 and before != Edition.present()


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
    assert len(asked) == 3  # once more by whoever watches (tests/purity.py)


def test_it_is_bounded(world):
    """What stands in an address can be anything."""
    for number in range(setup.MOST + 10):
        assert Dimension.of(f"nonsense-{number}") is None
    assert len(_named._found[1]) <= setup.MOST


@pytest.mark.parametrize("way", ["retire", "forget"])
def test_what_changes_nothing_begins_none(world, way):
    purpose = Purpose.listed()[0]
    purpose.retire(by=world.admin)
    before = Edition.present()
    if way == "retire":
        purpose.retire(by=world.admin)
    else:
        CalendarDay.forget(date(2026, 3, 3), by=world.admin)
    assert Edition.present() == before


def test_those_who_set_up_at_once_wait_for_each_other(fresh_database):
    """Whatever the verb and whichever the rows: nobody waits for ever."""
    admin = World().admin
    days = [date(2026, 3, day) for day in range(2, 8)]
    for day in days:
        CalendarDay.note(day, False, "停电", by=admin)
    purpose, verbs = Purpose.listed()[0], []
    for day in days:
        verbs += [
            partial(CalendarDay.note, day, True, "补班", by=admin),
            partial(CalendarDay.forget, day, by=admin),
            partial(purpose.revise, label=f"回访{day.day}", fields=[], by=admin),
            partial(purpose.retire, by=admin),
            partial(purpose.restore, by=admin),
            partial(purpose.move, DOWN, by=admin),
            partial(Settings.write, "penalty_tracking", day.day, by=admin),
            CalendarDay.seed,
        ]
    at_once(lambda verb: verb(), verbs)
    assert AuditEvent.verify() is None
