"""The tests' own office: what the names promise is so, and nothing leaks from one test into the next."""

from tests.queries import count_queries
from tests.zone import ZONE
from webapp import clock
from webapp.formatting import due
from webapp.models import AuditEvent, Customer, User


def test_names_say_the_state(world):
    assert due(world.overdue.next_due_on) == "逾期 3 天"
    assert due(world.due_today.next_due_on) == "今天"
    assert world.no_next.next_due_on is None and world.no_next.followup_count == 1
    assert world.fresh.followup_count == 0
    assert world.lost.value_label("stage") == "流失客户"
    assert world.service.works_on(world.helped)
    assert world.elsewhere.branch == world.foshan


def test_its_people_and_its_screens_count_the_same_days(world, app):
    assert str(clock._office) == ZONE


def test_a_change_is_made(world):
    Customer.update(name="改过").execute()
    User.update(name="改过").execute()


def test_the_change_is_gone_in_the_next_test(world):
    assert not Customer.select().where(Customer.name == "改过").exists()
    assert world.rep.name == "李敏"


def test_a_database_of_its_own_holds_the_world_too(fresh_database):
    assert Customer.select().count() == 10
    assert AuditEvent.verify() is None


def test_queries_are_counted_and_savepoints_are_not(world):
    with count_queries() as queries:
        world.overdue.classification(world.value("intent").dimension)
        world.overdue.verify("电话核实", by=world.rep)
    assert [sql.split()[0] for sql in queries] == ["SELECT", "SELECT", "SELECT", "UPDATE", "UPDATE", "INSERT", "UPDATE"]
