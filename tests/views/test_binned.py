"""回收站 and 合并 on their pages."""

import pytest

from webapp.models import Binned, Contact, Customer, Merger


def test_into_the_bin_and_back(client, world):
    client.log_in(world.manager)
    page = client.get(f"/customers/{world.overdue.number}")
    form = client.get(page.one("#remove")["href"]).form("main form[method=post]")
    assert "请写明原因" in form.submit(reason="", status=422).text
    page = form.submit(reason="和另一位重复", status=303).follow()
    assert world.overdue.name in page.text and "和另一位重复" in page.text
    client.get(f"/customers/{world.overdue.number}", status=404)
    assert world.overdue.name not in client.get("/customers").text
    place = client.post(f"/binned/{Binned.get().id}/restoration", status=303).location
    assert place == f"/customers/{world.overdue.number}" and client.get(place)


def test_the_administrator_purges_what_is_ripe(client, world):
    binned = Binned.put(world.overdue, "重复", by=world.manager)
    client.log_in(world.admin)
    assert not client.get("/binned").css("[formaction$='/purge']")
    assert "放满 30 天" in client.post(f"/binned/{binned.id}/purge", status=422).text
    Binned.update(at="2020-01-01 00:00:00").execute()
    client.post(client.get("/binned").one("[formaction$='/purge']")["formaction"], status=303)
    assert "回收站是空的" in client.get("/binned").text


@pytest.mark.parametrize(
    ("who", "status"), [("rep", 403), ("service", 403), ("inspector", 403), ("other_manager", 404)]
)
def test_who_has_nothing_to_do_with_it(client, world, who, status):
    binned = Binned.put(world.overdue, "重复", by=world.manager)
    client.log_in(getattr(world, who))
    page = client.get("/binned", status=200 if who == "other_manager" else 403)
    client.post(f"/binned/{binned.id}/restoration", status=404)
    assert world.overdue.name not in page.text


def test_two_files_are_compared_and_merged_and_made_two_again(client, world):
    world.won.revise({"need": "环氧地坪三千平", "short_name": "成交"}, by=world.rep)
    world.overdue.revise({"need": "防水"}, by=world.rep)
    client.log_in(world.manager)
    place = client.get(f"/customers/{world.overdue.number}").one("#merge")["href"]
    assert "没有另一位这个编号的客户" in client.get(f"{place}?with=C1", status=422).text
    form = client.get(f"{place}?with={world.won.number}").form("main form[method=post]")
    assert form.fields["need"] == "own" and form.fields["short_name"] == "theirs"
    form.submit(need="theirs", status=303)
    page = client.get(f"/customers/{world.won.number}")  # its old number
    assert "环氧地坪三千平" in page.text and world.overdue.number in page.text
    client.get(f"/customers?q={world.won.number}")
    client.post(f"/mergers/{Merger.get().id}/reversal", status=303)
    assert Customer.get_by_id(world.overdue.id).need == "防水" and client.get(f"/customers/{world.won.number}")


def test_the_old_number_finds_it_in_search_and_list(client, world):
    Merger.merge(world.overdue, world.won, by=world.manager)
    client.log_in(world.rep)
    assert world.overdue.name in client.get(f"/customers?q={world.won.number}").text
    assert world.overdue.name in client.get(f"/search?q={world.won.number}").text
    client.log_in(world.outsider)
    client.get(f"/customers/{world.won.number}", status=404)


def test_what_may_be_the_same_is_offered(client, world):
    Contact.update(phone="13912340003", phone_key="13912340003").where(Contact.customer == world.won).execute()
    client.log_in(world.manager)
    page = client.get(f"/customers/{world.overdue.number}/merger/new")
    assert page.css(f"a[href$='with={world.won.number}']")


@pytest.mark.parametrize("who", ["rep", "inspector", "admin"])
def test_only_whoever_leads_the_branch_is_offered_it(client, world, who):
    client.log_in(getattr(world, who))
    page = client.get(f"/customers/{world.overdue.number}")
    assert not page.css("#merge") and not page.css("#remove")
    client.get(f"/customers/{world.overdue.number}/merger/new", status=403)
    client.get(f"/customers/{world.overdue.number}/removal/new", status=403)
