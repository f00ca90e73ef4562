"""更换负责人 on the card, from the list, and on its own page."""

import pytest

from webapp.models import Assignment, Customer, Notice, Transfer


@pytest.fixture
def desk(client, world):
    return client.log_in(world.manager)


def owners(*customers) -> set[int]:
    return {Customer.get_by_id(customer.id).owner_id for customer in customers}


def test_the_card_offers_it_and_says_whose_it_is_now(desk, world):
    page = desk.get(f"/customers/{world.overdue.number}")
    form = desk.get(page.one("#assign")["href"]).form("main form[method=post]")
    assert [option.text for option in form.element.css("option")] == ["请选择", "周建华", "王强"]
    form.submit(owner=world.colleague.id, reason="李敏休产假", status=303)
    page = desk.get(f"/customers/{world.overdue.number}")
    assert "负责人 王强" in page.text and "李敏 → 王强" in page.text and "李敏休产假" in page.text


def test_sent_twice_it_is_one_act(desk, world):
    form = desk.get(f"/customers/{world.overdue.number}/assignment/new").form("main form[method=post]")
    for _ in range(2):
        form.submit(owner=world.colleague.id, reason="李敏休产假", status=303)
    assert Assignment.select().count() == 1


def test_what_is_missing_is_said_at_once(desk, world):
    form = desk.get(f"/customers/{world.overdue.number}/assignment/new").form("main form[method=post]")
    page = form.submit(owner="", reason="", status=422)
    assert "请选择新负责人" in page.text and "请写明为什么更换负责人" in page.text


@pytest.mark.parametrize("who", ["rep", "service", "inspector", "admin"])
def test_only_whoever_leads_the_branch_is_offered_it(client, world, who):
    client.log_in(getattr(world, who))
    assert not client.get(f"/customers/{world.helped.number}").css("#assign")
    client.get(f"/customers/{world.helped.number}/assignment/new", status=403)
    client.get(f"/assignments/new?customer={world.helped.number}", status=403)
    assert not client.get("/customers").css(".pick")


def test_those_that_are_ticked_on_the_list_change_hands_as_one(desk, world):
    form = desk.get("/customers").form("#picked")
    page = form.submit(customer=[world.overdue.number, world.won.number])
    assert "2 位客户" in page.text or world.won.name in page.text
    page.form("main form[method=post]").submit(owner=world.colleague.id, reason="重新分片", status=303)
    assert owners(world.overdue, world.won) == {world.colleague.id}
    assert Assignment.get().count == 2


def test_all_that_the_filters_leave_change_hands_as_one(desk, world):
    page = desk.get(f"/assignments/new?all=1&owner={world.rep.id}")
    count = Customer.select().where(Customer.owner == world.rep).count()
    assert f"{count} 位客户" in page.text
    page.form("main form[method=post]").submit(owner=world.colleague.id, reason="重新分片", status=303)
    assert not Customer.select().where(Customer.owner == world.rep).exists()


def test_a_list_that_has_changed_meanwhile_is_looked_at_again(desk, world):
    form = desk.get(f"/assignments/new?all=1&owner={world.rep.id}").form("main form[method=post]")
    Customer.update(owner=world.colleague).where(Customer.id == world.won.id).execute()
    page = form.submit(owner=world.colleague.id, reason="重新分片", status=422)
    assert "名单刚刚变了" in page.text and not Assignment.select().exists()


def test_nothing_picked_is_said(desk):
    assert "请先勾选客户" in desk.get("/assignments/new", status=422).text


def test_both_people_find_it_in_their_notices(client, desk, world):
    form = desk.get(f"/customers/{world.overdue.number}/assignment/new").form("main form[method=post]")
    form.submit(owner=world.colleague.id, reason="李敏休产假", status=303)
    for person in (world.rep, world.colleague):
        page = client.log_in(person).get("/notices")
        assert f"{world.overdue.name}归王强负责：李敏休产假" in page.text
        page = page.press(f"#notice-{Notice.get(Notice.user == person).id} button").follow()
        assert world.overdue.name in page.css("main")[0].text


def test_its_page_takes_it_back(client, desk, world):
    form = desk.get(f"/customers/{world.overdue.number}/assignment/new").form("main form[method=post]")
    form.submit(owner=world.colleague.id, reason="李敏休产假", status=303)
    path = f"/assignments/{Assignment.get().id}"
    assert not client.log_in(world.rep).get(path).css("[formaction$=reversal]")
    client.log_in(world.outsider).get(path, status=404)
    client.log_in(world.manager).get(path).press("[formaction$=reversal]")
    assert owners(world.overdue) == {world.rep.id} and not Transfer.select().exists()


@pytest.mark.parametrize("path", ["/customers/{}/assignment/new", "/assignments/new?customer={}"])
def test_it_is_asked_in_a_dialog(desk, world, path):
    page = desk.get(path.format(world.overdue.number), htmx=True, target="dialog")
    assert page.one("a[data-dialog-close]")["href"].startswith("/customers")


FILE = {
    "name": "新来的机电有限公司",
    "industry": "制造业",
    "source": "展会",
    "need": "检测报告",
    "contact_name": "丁一",
    "phone": "13512345678",
}


def test_a_manager_files_a_customer_for_somebody(desk, world):
    form = desk.get("/customers/new").form("form[data-draft]")
    form.submit(**FILE, owner=world.colleague.id, status=303)
    customer = Customer.get(Customer.name == FILE["name"])
    assert (customer.owner, customer.created_by) == (world.colleague, world.manager)
    assert [task.responsible for task in customer.tasks] == [world.colleague]
    assert Notice.select().where(Notice.user == world.colleague, Notice.kind == "assigned").exists()


def test_a_rep_files_their_own(client, world):
    form = client.log_in(world.rep).get("/customers/new").form("form[data-draft]")
    assert "owner" not in form.fields
    client.post(form.element["action"], {**form.fields, **FILE, "owner": world.colleague.id}, status=303)
    assert Customer.get(Customer.name == FILE["name"]).owner == world.rep
