"""公海 on its pages."""

import pytest

from webapp.models import Assignment, Customer, DimensionValue, PoolLook, Setting


def pool(world, *customers) -> None:
    query = Customer.select().where(Customer.id << [one.id for one in customers])
    Assignment.release(query, "打13912345678联系不上", by=world.manager)


def test_from_the_card_into_the_pool_and_back_by_one_undo(client, world):
    client.log_in(world.rep)
    form = client.get(f"/customers/{world.overdue.number}/release/new").form("main form[method=post]")
    assert "请写明为什么放入公海" in form.submit(reason="", status=422).text
    form.submit(reason="客户搬走了", status=303)
    assert Customer.get_by_id(world.overdue.id).is_pooled
    client.get(f"/customers/{world.overdue.number}", status=404)
    assert world.overdue.name in client.get("/pool").text
    client.post(f"/assignments/{Assignment.get().id}/reversal", status=303)
    assert Customer.get_by_id(world.overdue.id).owner_id == world.rep.id


def test_a_colleague_looks_and_claims(client, world):
    pool(world, world.overdue)
    client.log_in(world.colleague)
    page = client.get(client.get("/pool").one("th.who a")["href"])
    assert not page.css(".timeline") and "今天还可以看 20 位" in page.text
    assert "13912345678" not in page.text
    client.post(f"/pool/{world.overdue.number}/looks", status=303)
    page = client.get(f"/pool/{world.overdue.number}")
    assert page.css(".timeline .entry") and world.overdue.contacts[0].phone not in page.text
    client.post(f"/pool/{world.overdue.number}/claims", status=303)
    assert Customer.get_by_id(world.overdue.id).owner_id == world.colleague.id
    client.get(f"/customers/{world.overdue.number}")


def test_too_late_is_said_and_so_is_too_much(client, world):
    Setting.create(name="pool_looks_per_day", value=1)
    pool(world, world.overdue, world.won)
    Assignment.claim(Customer.get_by_id(world.overdue.id), by=world.manager)
    client.log_in(world.colleague)
    assert "已经由周建华负责" in client.post(f"/pool/{world.overdue.number}/claims", status=409).text
    PoolLook.note(Customer.get_by_id(world.won.id), by=world.colleague)
    pool(world, world.fresh)
    assert "明天再看" in client.post(f"/pool/{world.fresh.number}/looks", status=422).text


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("service", 403), ("inspector", 200), ("admin", 200)])
def test_who_reads_it(client, world, who, status):
    pool(world, world.overdue)
    client.log_in(getattr(world, who))
    client.get(f"/pool/{world.overdue.number}", status=status)
    page = client.get("/pool", status=403 if who == "service" else 200)
    assert (world.overdue.number in page.text) == (who in ("inspector", "admin"))
    for act in ("looks", "claims"):
        client.post(f"/pool/{world.overdue.number}/{act}", status=404 if who == "outsider" else 403)


def test_it_is_narrowed_and_paged(client, world):
    pool(world, world.overdue, world.won)
    client.log_in(world.colleague)
    assert world.won.name not in client.get("/pool?q=逾期").text
    won = world.won.classification(world.value("intent").dimension).value.slug
    page = client.get(f"/pool?stage={won}").text
    assert world.won.name in page and world.overdue.name not in page
    client.get("/pool?page=-1", status=404)
    assert "公海里没有这样的客户" in client.get("/pool?q=没有").text


def test_the_manager_gives_it_to_somebody_from_the_card(client, world):
    pool(world, world.overdue)
    client.log_in(world.manager)
    page = client.get(f"/customers/{world.overdue.number}")
    assert "负责人 公海" in page.text and page.one("#assign").text == "指派"
    form = client.get(page.one("#assign")["href"]).form("main form[method=post]")
    form.submit(owner=world.colleague.id, reason="离得近", status=303)
    assert Customer.get_by_id(world.overdue.id).owner_id == world.colleague.id


def test_the_administrator_makes_the_rules(client, world):
    client.log_in(world.admin)
    value = world.value("intent")
    form = client.get("/settings/pool").form("main form[method=post]")
    page = form.submit(**{f"value{value.id}": 3}, status=422)
    assert "应为 7 到 3650 之间的天数" in page.text and page.one(f"#value{value.id}")["value"] == "3"
    form.submit(**{f"value{value.id}": 60}, status=303)
    assert DimensionValue.get_by_id(value.id).pool_days == 60
    form.submit(**{f"value{value.id}": ""}, status=303)
    assert DimensionValue.get_by_id(value.id).pool_days is None


def test_who_already_has_it_is_found_in_the_pool(client, world):
    pool(world, world.overdue)
    client.log_in(world.colleague)
    page = client.get(f"/duplicates/new?name={world.overdue.name}")
    assert page.css(f"a[href='/pool/{world.overdue.number}']")
