"""Rows saved by SQL that is written once behave as rows that Peewee saves."""

from datetime import timedelta

import pytest
from peewee import IntegrityError, Model

from tests.engines import use_database
from tests.queries import count_queries
from webapp.clock import now, today
from webapp.database import db, is_sqlite
from webapp.models import AuditEvent, Branch, FollowUp, NumberSequence, Region, Setting, Task, User

SAID = {"method": "电话", "content": "电话确认第三季度启动采购", "executor_name": "李敏"}


@pytest.fixture
def peewee_saves(monkeypatch):
    """How often Peewee itself had to write the SQL of a save."""
    asked, save = [], Model.save
    monkeypatch.setattr(
        Model, "save", lambda row, *args, **options: (asked.append(type(row)), save(row, *args, **options))[1]
    )
    return asked


def followup(world, **values) -> FollowUp:
    return FollowUp.create(
        customer=world.fresh, executor=world.rep, recorded_by=world.rep, **{"at": now(), **SAID, **values}
    )


def test_a_new_row_gets_its_id_its_defaults_and_what_was_given(world, peewee_saves):
    at = now() - timedelta(hours=1)
    row = FollowUp.get_by_id(followup(world, at=at).id)
    assert (row.at, row.content, row.executor, row.customer) == (at, SAID["content"], world.rep, world.fresh)
    assert (row.topic, row.is_imported, row.version) == ("", False, 1) and row.recorded_at - now() < timedelta(
        minutes=1
    )
    assert not peewee_saves


def test_each_row_has_its_own_values(world):
    first, second = followup(world), followup(world, content="第二次确认，预算已经批下来", topic="预算")
    assert first.id < second.id
    assert [FollowUp.get_by_id(row.id).content for row in (first, second)] == [first.content, second.content]


def test_only_what_changed_is_written(world, peewee_saves):
    row, other = followup(world), FollowUp.get(FollowUp.customer == world.fresh)
    other.topic = "别人改的"
    other.save()
    row.content = "自己改的内容，很具体"
    with count_queries() as queries:
        assert row.save() == 1
    assert "content" in queries[0] and "topic" not in queries[0]
    fresh = FollowUp.get_by_id(row.id)
    assert (fresh.topic, fresh.content) == (other.topic, row.content) and not peewee_saves


def test_nothing_changed_is_no_statement(world):
    row = followup(world)
    with count_queries() as queries:
        assert not row.save()
    assert not queries


def test_days_nothing_and_references_are_stored_as_such(world):
    task = Task.create(
        customer=world.fresh, action="寄送样本", due_on=today(), responsible=world.rep, created_by=world.rep
    )
    task.due_on, task.responsible = None, world.colleague.id
    task.save()
    fresh = Task.get_by_id(task.id)
    assert fresh.due_on is None and fresh.responsible == world.colleague and fresh.followup_id is None


def test_json_keeps_its_chinese_and_its_shape(world):
    details = {"changes": {"名称": ["旧", "“新”"]}, "数": [1, 2.5, None, True]}
    event = AuditEvent.record("customer.revised", by=world.rep, customer=world.fresh, **details)
    assert AuditEvent.get_by_id(event.id).details == details and AuditEvent.verify() is None
    assert AuditEvent.select().where(AuditEvent.details["changes"]["名称"][0] == "旧").count() == 1


def test_an_expression_is_left_to_peewee(world, peewee_saves):
    row = followup(world)
    row.version = FollowUp.version + 4
    row.save()
    assert FollowUp.get_by_id(row.id).version == 5 and peewee_saves == [FollowUp]


def test_so_are_chosen_columns_and_keys_that_are_no_number_of_ours(world, peewee_saves):
    row = followup(world)
    row.topic, row.content = "只写主题", "不写内容的那一次"
    row.save(only=[FollowUp.topic])
    assert (FollowUp.get_by_id(row.id).topic, FollowUp.get_by_id(row.id).content) == ("只写主题", SAID["content"])
    Setting.create(name="甲", value=["乙"])
    assert Setting.get_by_id("甲").value == ["乙"]
    NumberSequence.create(scope="丙", value=1)
    assert peewee_saves == [FollowUp, Setting, NumberSequence]


def test_a_relation_that_was_saved_meanwhile_gets_its_id(world):
    region = Region(name="西南")
    branch = Branch(name="成都分站", region=region)
    region.save()
    branch.save()
    assert Branch.get_by_id(branch.id).region == region


def test_an_id_that_was_given_is_kept(world):
    row = followup(world, id=987654)
    assert row.id == 987654 and FollowUp.get_by_id(987654).content == SAID["content"]


def test_the_database_still_refuses(world):
    with pytest.raises(IntegrityError):
        User.create(username=world.rep.username, name="同名", role="rep", branch=world.suzhou)


def test_postgresql_compiles_nothing_and_hears_the_address_options(database):
    """A plan thought to be dear is compiled for half a second before a page of fifty rows is read."""
    if is_sqlite():
        return
    with use_database(f"{database}&options=-c%20statement_timeout%3D12345"):
        assert [db.execute_sql(f"SHOW {name}").fetchone()[0] for name in ("jit", "statement_timeout")] == [
            "off",
            "12345ms",
        ]
