"""设置: the pages there are for each reader."""

import pytest

WORDS = ["行业预设", "自定义字段", "跟进目的", "跟进提纲", "问题类型", "问候信"]


@pytest.mark.parametrize(
    ("who", "is_theirs"), [("admin", True), ("manager", True), ("rep", False), ("inspector", False), ("service", False)]
)
def test_it_is_a_place_of_those_who_decide(client, world, who, is_theirs):
    page = client.log_in(getattr(world, who)).get("/")
    assert bool(page.css("#rail [href='/settings']")) is bool(page.css(".menu [href='/settings']")) is is_theirs


def test_it_lists_what_there_is_for_its_reader_and_is_marked_on_the_rail(client, world):
    page = client.log_in(world.admin).get("/settings")
    assert page.one("#rail [aria-current]").text == "设置"
    for link in page.css("main li a"):
        below = client.get(link["href"])
        assert below.one("h1").text == link.text and below.one("#rail [aria-current]").text == "设置"


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        ("admin", ["分站", "账号", "办公设置", "公海规则", "工作日历", *WORDS, "演示数据", "操作日志", "后台任务"]),
        ("manager", ["账号", "工作日历", *WORDS, "操作日志"]),
        ("rep", ["工作日历"]),
    ],
)
def test_nobody_is_turned_away_and_each_finds_what_they_may_open(client, world, who, theirs):
    page = client.log_in(getattr(world, who)).get("/settings")
    assert page.texts("main li a") == theirs
    for link in page.css("main li a"):
        client.get(link["href"])


def test_who_is_not_signed_in_is_asked_to(client, world):
    assert client.get("/settings", status=303).location.startswith("/login")
