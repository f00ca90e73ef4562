"""查重: is this company already ours? (R-DUP, R-NAME)"""

import pytest


@pytest.fixture
def desk(client, world):
    return client.log_in(world.outsider)


@pytest.mark.parametrize(
    ("query", "reason"),
    [("name=逾期三天有限公司", "名称相同"), ("name=逾期三天有限责任公司", "名称相近"), ("phone=139 1234 0003", "电话相同")],
)
def test_it_names_owner_branch_and_stage_across_branches(desk, world, query, reason):
    said = desk.get(f"/duplicates/new?{query}").one(".notice").text
    assert world.overdue.name in said and world.rep.name in said and world.suzhou.name in said and reason in said


def test_it_links_only_what_one_may_open(client, world):
    query = f"/duplicates/new?name={world.overdue.name}"
    assert not client.log_in(world.outsider).get(query).css(".notice a")
    assert client.log_in(world.rep).get(query).one(".notice a")["href"] == f"/customers/{world.overdue.number}"


def test_it_says_when_nobody_has_it(desk):
    page = desk.get("/duplicates/new?name=没有人有的有限公司")
    assert "没有重复" in page.text and page.form("main form").fields["name"] == "没有人有的有限公司"


def test_while_typing_it_answers_a_fragment(desk, world):
    page = desk.get(f"/duplicates/new?name={world.overdue.name}", htmx=True)
    assert not page.is_whole and world.overdue.name in page.text
    assert not desk.get("/duplicates/new?name=&phone=", htmx=True).text


def test_a_truncated_name_is_doubted(desk):
    assert desk.get("/duplicates/new?name=苏州新来精密有限公", htmx=True).css(".notice")


def test_everybody_may_ask(client, world):
    for who in (world.service, world.inspector, world.admin):
        client.log_in(who).get("/duplicates/new?name=逾期")
