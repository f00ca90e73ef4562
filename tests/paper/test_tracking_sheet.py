"""R-TRIPLE, R-ARCHIVE, R-TRACE and form 8 on paper."""

from datetime import date

import pytest

from tests.paper.samples import FIRST, SECOND, THIRD, entries, filled, records, run_on, texts
from webapp import paper
from webapp.errors import DomainError
from webapp.paper import Imprint
from webapp.paper.tracking_sheet import Entry, Person, default_notes, plan

SLUG = "tracking-sheet"
LONG = "客户对产品稳定性提出要求，需提供第三方检测报告；采购经理关心交期、备货与付款方式。"


def numbers(side) -> list[str]:
    return [row.number for row in side.rows]


@pytest.fixture(scope="module")
def triplicate() -> list[str]:
    return texts(paper.render(SLUG, [filled()]).pdf)


def test_it_prints_front_and_back_three_times(triplicate):
    assert [[label for label in (FIRST, SECOND, THIRD) if label in page] for page in triplicate] == [
        [FIRST], [FIRST], [SECOND], [SECOND], [THIRD], [THIRD],
    ]  # fmt: skip


def test_the_copies_differ_in_nothing_but_the_label(triplicate):
    bare = [page.replace(FIRST, "").replace(SECOND, "").replace(THIRD, "") for page in triplicate]
    assert bare[0:2] == bare[2:4] == bare[4:6]


def test_the_front_says_all_that_the_form_asks(triplicate):
    for label in (
        "开发单位", "联系地址", "项目名称", "联系人", "电话", "QQ", "是否代理", "项目状态", "核心人物", "区域联动",
        "其它备注", "执行人", "对接业务员", "编号", "重要事宜备忘 3", "跟踪服务内容", "备注", "C20240501001", "阿克雅科技有限公司", "138****5678",
    ):  # fmt: skip
        assert label in triplicate[0], label


def test_the_back_has_changes_instructions_and_signatures(triplicate):
    for label in ("变更一", "变更三", "批示二", "重大事宜备忘 2", "客户资料重大变更", "业务人员", "分站负责人", "督察", "变更事项1", "批示事项1"):
        assert label in triplicate[1], label


def test_every_side_carries_its_trace(triplicate):
    for page in triplicate:
        assert "客户编号 C20240501001　打印号 P20240512-0007　第1次打印　2024-05-12 16:20　李敏" in page


def test_records_are_dealt_six_to_a_side():
    front, back = plan(filled(records=records(12)))
    assert (numbers(front), numbers(back)) == (list("123456"), ["7", "8", "9", "10", "11", "12"])


@pytest.mark.parametrize(
    "more",
    [
        {"records": records(13)},
        {"memos": entries("备忘", 4)},
        {"changes": entries("变更", 4)},
        {"instructions": entries("批示", 3)},
        {"major_memos": entries("重大", 3)},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_the_sheet_cannot_hold_goes_on_a_continuation_sheet(more):
    pages = texts(paper.render(SLUG, [filled(**more)], copies=1).pdf)
    assert len(pages) == 4
    assert "续页 1" in pages[2] and FIRST in pages[2] and "第 3 / 4 页" in pages[2]
    (kept,) = more.values()
    assert all(entry.text in "".join(pages) for entry in kept)


def test_continuation_sheets_are_numbered_on():
    third = plan(filled(records=records(25), changes=entries("变更", 4), memos=entries("备忘", 4)))
    assert len(third) == 6
    assert numbers(third[4])[0] == "25"
    assert [label for label, _ in third[2].memos] == ["重要事宜备忘 4", "重要事宜备忘 5", "重要事宜备忘 6"]
    assert [label for label, _ in third[3].changes] == ["变更四", "变更五", "变更六"]


def test_long_records_move_on_and_nothing_is_lost():
    long = [Entry(f"{number}起{LONG * 8}{number}止", "李*", "2024-05-09") for number in range(1, 13)]
    result = paper.render(SLUG, [filled(records=long)], copies=1)
    text = run_on(result.pdf)
    assert result.pages > 2 and result.pages % 2 == 0
    assert all(entry.text in text for entry in long)


def test_a_record_longer_than_a_page_prints_whole():
    body = "".join(f"（{number}）{LONG}" for number in range(150))
    result = paper.render(SLUG, [filled(records=[Entry(body, "李*", "2024-05-09")])], copies=1)
    assert result.pages % 2 == 0
    text = run_on(result.pdf)
    assert all(f"（{number}）" in text for number in range(150))
    assert text.count("付") == 150


def test_long_values_go_on_among_the_records():
    tail = "最后这一句也要印出来。"
    long = filled(address=LONG * 5 + tail, contact=Person(name="王" * 60), memos=[Entry(LONG * 9 + tail)], notes=LONG * 40 + tail)
    text = run_on(paper.render(SLUG, [long], copies=1).pdf)
    assert text.count(tail) == 3
    assert text.count("王") == 60


def test_more_executors_than_the_cell_holds_are_named_in_the_text():
    many = "欧阳娜、司马相、诸葛明、令狐冲、东方胜、慕容复"
    result = paper.render(SLUG, [filled(records=[Entry("联合拜访。", many, "2024-05-09")] * 12)], copies=1)
    assert result.pages == 2
    assert run_on(result.pdf).count(f"执行人：{many}") == 12


def test_text_that_is_wider_than_planned_is_planned_again():
    wide = filled(records=[Entry("“”（）、。" * 60, "李*", "2024-05-09")] * 6)
    result = paper.render(SLUG, [filled(), wide, filled()], copies=1)
    pages = texts(result.pdf)
    assert all("正面" in page for page in pages[::2]) and all("背面" in page for page in pages[1::2])


def test_a_batch_prints_each_customer_in_three_copies():
    sheets = [filled(number="C1"), filled(number="C2", records=records(13))]
    pages = texts(paper.render(SLUG, sheets).pdf)
    assert [("C1" if "客户编号 C1" in page else "C2") for page in pages] == ["C1"] * 6 + ["C2"] * 12
    assert FIRST in pages[9] and SECOND in pages[10]


def test_collated_by_sheets_each_leaf_comes_in_all_copies_before_the_next():
    pages = texts(paper.render(SLUG, [filled(records=records(13))], collate="sheets").pdf)
    assert ["第 1 / 4 页" in page for page in pages[:6]] == [True, False] * 3
    assert [label in page for label, page in zip((FIRST, SECOND, THIRD), pages[6::2])] == [True] * 3
    assert all("第 3 / 4 页" in page for page in pages[6::2])


def test_chosen_copies_alone_are_printed():
    pages = texts(paper.render(SLUG, [filled()], copies=(2,)).pdf)
    assert len(pages) == 2 and all(SECOND in page for page in pages)


@pytest.mark.parametrize(("sheets", "copies"), [([], 3), ([filled()], 0), ([filled()], (4,))])
def test_nothing_to_print_is_refused(sheets, copies):
    with pytest.raises(DomainError):
        paper.render(SLUG, sheets, copies=copies)


def test_the_blank_form_has_numbered_rows_and_no_values():
    front, back = texts(paper.render_blank(SLUG, copies=1).pdf)
    assert "空白表" in front and "重要事宜备忘 1" in front and "□是" in front
    assert "None" not in front + back and "客户编号" not in front
    assert numbers(plan(paper.FORMS[SLUG].blank())[1]) == ["7", "8", "9", "10", "11", "12"]


def test_the_blank_form_is_set_once():
    assert paper.render_blank(SLUG) is paper.render_blank(SLUG)
    assert paper.render_blank(SLUG, notes="另一种备注") is not paper.render_blank(SLUG)


def test_the_notes_name_the_configured_penalties():
    page = texts(paper.render_blank(SLUG, copies=1, notes=default_notes(customer_data=80, tracking=160)).pdf)[0]
    assert "每个负激励 80 元" in page and "每次负激励 160 元" in page


def test_the_agent_box_is_ticked_for_yes_and_for_no():
    pages = [texts(paper.render(SLUG, [filled(is_agent=agent)], copies=1).pdf)[0] for agent in (True, False, None)]
    assert ["√" in page for page in pages] == [True, True, False]
    assert ("□√是" in pages[0], "□√否" in pages[1], "□是" in pages[2]) == (True, True, True)


def test_a_reprint_and_an_unmasked_print_say_so():
    imprint = Imprint("P1", 3, "2024-05-12 16:20", "李敏", watermark="李敏 2024-05-12")
    front = texts(paper.render(SLUG, [filled(imprint=imprint)], copies=1).pdf)[0]
    assert "第3次打印" in front and "李敏 2024-05-12" in front


def test_the_file_is_named_for_customer_form_and_day():
    name = paper.FORMS[SLUG].file_name
    assert name("A科技有限公司", date(2024, 5, 10)) == "A科技有限公司-代跟踪服务表-20240510.pdf"
    assert name("甲/乙:公司", date(2024, 5, 10)) == "甲_乙_公司-代跟踪服务表-20240510.pdf"
