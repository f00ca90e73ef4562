"""What a long list takes in memory: table, drafts and plan of it never stand side by side."""

import json
import tracemalloc
from importlib.resources import files
from time import thread_time

import pytest

from webapp.imports.plan import planner
from webapp.text.pinyin import phrases

from .lists import imported, planned, wake

ROWS = 2_000
HEADERS = "客户名称,联系人,联系电话,所属行业,需求,地址,职务,备注,主营业务,简称,甲,乙,丙,丁,戊"


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(planner, "PORTION", 100)


def text_of(rows: int, said: str) -> str:
    fillings = (",".join(f"{said}{row}数{column}" for column in range(12)) for row in range(rows))
    lines = [f"测试第{row}有限公司,王{row},138{row:08},{filling}" for row, filling in enumerate(fillings)]
    return "\n".join([HEADERS, *lines])


def weighed(text: str, world) -> tuple[float, float]:
    """What a row takes at most while it is planned, and while it waits to be written."""
    planned(text[:2_000], world)  # what is loaded once
    tracemalloc.start()
    plan = planned(text, world)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / len(plan.rows), kept / len(plan.rows)


def test_a_row_takes_two_kilobytes_while_it_is_planned_and_half_of_that_while_it_waits(world):
    """Two and a half when drafts stood side by side, and two while it waited."""
    peak, kept = weighed(text_of(ROWS, "字"), world)
    assert peak < 2_400 and kept < 1_500


def test_a_customer_on_file_takes_a_third_of_what_it_took(world):
    """Fifteen kilobytes, until it was written, when its rows in the book were held along with it."""
    imported(text_of(400, "字"), world)
    peak, kept = weighed(text_of(400, "改"), world)
    assert peak < 12_000 and kept < 7_000


def test_a_customer_of_several_portions_is_one(world, monkeypatch):
    monkeypatch.setattr(planner, "PORTION", 1)
    text = "客户名称,联系人,电话,跟进时间,跟进内容\n" + "".join(
        f"{name},王{row},1381234567{row},2024-05-0{row},第{row}次电话\n"
        for row in range(1, 5)
        for name in ("全新有限公司", "刚刚建档有限公司")
    )
    plan = planned(text, world)
    new, on_file = (wake(plan, entry) for entry in plan.entries)
    assert [len(entry.histories) for entry in (new, on_file)] == [4, 4]
    assert [person.name for person in new.people] == ["王1", "王2", "王3", "王4"]
    assert [person.contact is None for person in on_file.people] == [False, True, True, True, True]


def test_the_phrases_are_those_of_pypinyin():
    table = files("pypinyin").joinpath("phrases_dict.json").read_text("utf-8")
    assert dict(phrases()) == json.loads(table)


def test_a_customer_of_many_rows_takes_in_proportion_to_them(world):
    """Each follow-up was once compared with all before it, and each row wrote all its people out."""

    def took(rows: int) -> float:
        said = "".join(
            f"一家有限公司,王{row % 290},138{row:08},2024-05-08 {row % 24:02}:{row // 24 % 60:02},第{row}次电话确认\n"
            for row in range(rows)
        )
        return min(spent(f"客户名称,联系人,电话,跟进时间,跟进内容\n{said}") for _ in range(2))

    def spent(csv: str) -> float:
        begun = thread_time()
        planned(csv, world)
        return thread_time() - begun

    took(200)  # what is loaded once
    assert took(2_000) < 8 * took(500)  # four times as long; what is quadratic takes sixteen
