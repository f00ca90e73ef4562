"""R-TRIPLE, R-ARCHIVE, R-TRACE and form 8 on paper."""

from datetime import date

import pytest

from tests.paper.samples import FIRST, LONG, SECOND, THIRD, blank, entries, filled, printed, records, run_on, texts
from webapp.errors import DomainError
from webapp.paper.forms.tracking_sheet import FORM, Entry, Person, TrackingSheet, default_notes
from webapp.paper.press import Imprint, Page, flow, print_blank
from webapp.paper.press.form import finished

FRONT = (
    "开发单位、联系地址、项目名称、联系人、电话、QQ、是否代理、项目状态、核心人物、区域联动、其它备注、"
    "执行人、对接业务员、编号、重要事宜备忘 3、跟踪服务内容、备注、C20240501001、阿克雅科技有限公司、138****5678"
)
BACK = "变更一、变更三、批示二、重大事宜备忘 2、客户资料重大变更、业务人员、分站负责人、督察、变更事项1、批示事项1"


def plan(sheet: TrackingSheet) -> list[Page]:
    return FORM.pages(sheet, FORM.kit)


def numbers(page: Page) -> list[str]:
    return ["".join(band.lines["number"]) for band in page if band.piece.macro == "record"]


def said(page: Page, macro: str, place: str) -> list[str]:
    """What stands in places of that name and a number, on the bands of a kind."""
    bands = (band for band in page if band.piece.macro == macro)
    return ["".join(lines) for band in bands for name, lines in sorted(band.lines.items()) if name.startswith(place)]


@pytest.fixture(scope="module")
def triplicate() -> list[str]:
    return texts(printed(filled()).pdf)


def test_it_prints_front_and_back_three_times(triplicate):
    labels = [[label for label in (FIRST, SECOND, THIRD) if label in page] for page in triplicate]
    assert labels == [[FIRST], [FIRST], [SECOND], [SECOND], [THIRD], [THIRD]]


def test_the_copies_differ_in_nothing_but_the_label(triplicate):
    bare = [page.replace(FIRST, "").replace(SECOND, "").replace(THIRD, "") for page in triplicate]
    assert bare[0:2] == bare[2:4] == bare[4:6]


def test_the_front_says_all_that_the_form_asks(triplicate):
    for label in FRONT.split("、"):
        assert label in triplicate[0], label


def test_the_back_has_changes_instructions_and_signatures(triplicate):
    for label in BACK.split("、"):
        assert "".join(label.split()) in "".join(triplicate[1].split()), label


def test_every_side_carries_its_trace(triplicate):
    for page in triplicate:
        assert "客户编号C20240501001打印号P20240512-0007第1次打印2024-05-1216:20李敏" in "".join(page.split())


@pytest.mark.parametrize(("name", "times"), [("李敏", 1), ("周启明", 12), ("欧阳娜娜", 999)])
def test_the_trace_stands_on_one_line(name, times):
    imprint = Imprint("P20240512-0007", times, "2024-05-12 16:20", name)
    *_, (_, foot) = finished(FORM, plan(filled()), imprint, "C20240501001")[0]
    assert [len(foot.lines[place]) for place in ("trace", "page")] == [1, 1]


def test_a_dot_in_a_printer_s_name_prints_beside_one_in_a_label():
    """In the face of labels both are drawn alike, and a PDF knows a shape by one name."""
    text = run_on(printed(filled(records=records(14)), copies=1, imprint=Imprint("P1", 1, "", "阿迪力·买买提")).pdf)
    assert "〓" not in text and "阿迪力" in text and "买买提" in text


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
    pages = texts(printed(filled(**more), copies=1).pdf)
    assert len(pages) == 4
    assert "续页 1" in pages[2] and FIRST in pages[2] and "第 3 / 4 页" in pages[2]
    (kept,) = more.values()
    assert all(entry.text in "".join(pages) for entry in kept)


def test_continuation_sheets_are_numbered_on():
    third = plan(filled(records=records(25), changes=entries("变更", 4), memos=entries("备忘", 4)))
    assert len(third) == 6
    assert numbers(third[4])[0] == "25"
    assert said(third[2], "memos", "label") == ["重要事宜备忘 4", "重要事宜备忘 5", "重要事宜备忘 6"]
    assert said(third[3], "group", "label") == ["变更四", "变更五", "变更六", "批示三", "批示四"]


def test_long_records_move_on_and_nothing_is_lost():
    long = [Entry(f"{number}起{LONG * 8}{number}止", "李*", "2024-05-09") for number in range(1, 13)]
    result = printed(filled(records=long), copies=1)
    text = run_on(result.pdf)
    assert result.pages > 2 and result.pages % 2 == 0
    assert all(entry.text in text for entry in long)


def test_a_record_longer_than_a_page_prints_whole():
    body = "".join(f"（{number}）{LONG}" for number in range(150))
    result = printed(filled(records=[Entry(body, "李*", "2024-05-09")]), copies=1)
    assert result.pages % 2 == 0
    text = run_on(result.pdf)
    assert all(f"（{number}）" in text for number in range(150))
    assert text.count("付") == 150


def test_long_values_go_on_among_the_records():
    tail = "最后这一句也要印出来。"
    long = filled(
        address=LONG * 5 + tail, linkage=LONG * 5 + tail, memos=[Entry(LONG * 9 + tail)], notes=LONG * 40 + tail
    )
    text = run_on(printed(long, copies=1).pdf)
    assert text.count(tail) == 4


def test_more_executors_than_the_cell_holds_are_named_in_the_text():
    many = "欧阳娜、司马相、诸葛明、令狐冲、东方胜、慕容复"
    result = printed(filled(records=[Entry("联合拜访。", many, "2024-05-09")] * 12), copies=1)
    assert result.pages == 2
    assert run_on(result.pdf).count(f"执行人：{many}") == 12


def test_front_and_back_never_lose_step():
    wide = filled(records=[Entry("“”（）、。" * 60, "李*", "2024-05-09")] * 6)
    result = printed(filled(), wide, filled(), copies=1)
    pages = texts(result.pdf)
    assert all("正面" in page for page in pages[::2]) and all("背面" in page for page in pages[1::2])


def test_a_batch_prints_each_customer_in_three_copies():
    sheets = [filled(number="C1"), filled(number="C2", records=records(13))]
    pages = texts(printed(*sheets).pdf)
    assert [("C1" if "客户编号 C1" in page else "C2") for page in pages] == ["C1"] * 6 + ["C2"] * 12
    assert FIRST in pages[9] and SECOND in pages[10]


def test_collated_by_sheets_each_leaf_comes_in_all_copies_before_the_next():
    pages = texts(printed(filled(records=records(13)), collate="sheets").pdf)
    assert ["第 1 / 4 页" in page for page in pages[:6]] == [True, False] * 3
    assert [label in page for label, page in zip((FIRST, SECOND, THIRD), pages[6::2])] == [True] * 3
    assert all("第 3 / 4 页" in page for page in pages[6::2])


def test_chosen_copies_alone_are_printed():
    pages = texts(printed(filled(), copies=(2,)).pdf)
    assert len(pages) == 2 and all(SECOND in page for page in pages)


@pytest.mark.parametrize(("sheets", "copies"), [([], 3), ([filled()], 0), ([filled()], (4,))])
def test_nothing_to_print_is_refused(sheets, copies):
    with pytest.raises(DomainError):
        printed(*sheets, copies=copies)


def test_the_blank_form_has_numbered_rows_and_no_values():
    front, back = texts(blank(copies=1).pdf)
    assert "空白表" in front and "重要事宜备忘 1" in front and "□是" in front
    assert "None" not in front + back and "客户编号" not in front
    assert numbers(plan(FORM.blank(notes=""))[1]) == ["7", "8", "9", "10", "11", "12"]


def test_the_blank_form_is_set_once():
    assert blank() is blank()
    assert print_blank(FORM, notes="另一种备注") is not blank()


def test_the_notes_name_the_configured_penalties():
    page = texts(print_blank(FORM, copies=(1,), notes=default_notes(customer_data=80, tracking=160)).pdf)[0]
    assert "每个负激励 80 元" in page and "每次负激励 160 元" in page


def test_the_agent_box_is_ticked_for_yes_and_for_no():
    infos = [plan(filled(is_agent=agent))[0][1].lines for agent in (True, False, None)]
    assert [[name for name in ("agent_yes", "agent_no") if name in info] for info in infos] == [
        ["agent_yes"],
        ["agent_no"],
        [],
    ]
    assert infos[0]["agent_yes"] == infos[1]["agent_no"] == ("✓",)


def test_the_tick_stands_in_its_box():
    """U51: over the box, which ends where its own label begins."""
    places = FORM.kit.piece("info").places
    yes, no = places["agent_yes"], places["agent_no"]
    assert no.left - yes.left > 2 * yes.width
    for place in (yes, no):
        assert place.width == pytest.approx(place.type.size, abs=0.1) and place.height == pytest.approx(
            place.type.size, abs=0.1
        )


def test_a_long_job_title_grows_its_cell_and_takes_no_record_s_row():
    """U20."""
    person = Person("李志强", "副总经理（分管生产与设备采购）", "13811234567")
    page = plan(filled(contact=person, agent=person, core=person, records=records(6)))[0]
    assert numbers(page) == list("123456")
    assert said(page, "info", "contact_name") == ["李志强　副总经理（分管生产与设备采购）"]


def test_a_title_too_long_for_any_cell_is_shortened_and_the_name_kept():
    person = Person("欧阳娜娜", "集团副总裁兼华东大区采购与供应链管理中心总经理" * 2, "13811234567")
    front, back = plan(filled(contact=person, records=records(6)))
    (said_,) = said(front, "info", "contact_name")
    assert said_.startswith("欧阳娜娜　集团副总裁") and said_.endswith("…")
    assert numbers(front) + numbers(back) == [str(number) for number in range(1, 13)]


def test_eleven_digits_stand_on_one_line():
    info = plan(filled(contact=Person("王*", "", "13812345678", "12345678901")))[0][1]
    assert (info.lines["contact_phone"], info.lines["contact_qq"]) == (("13812345678",), ("12345678901",))


def test_instructions_stand_under_a_heading_of_their_own():
    """U41."""
    back = plan(filled())[1]
    assert [band.piece.arguments["name"] for band in back if band.piece.macro == "group"] == [
        "客户资料重大变更",
        "批示",
    ]
    pages = texts(printed(filled(), copies=1).pdf)
    assert ["正面" in page.split("\r\n客")[0] for page in pages] == [True, False]
    assert "（代跟踪服务表）背面" in pages[1]


def test_notes_and_foot_are_of_a_readable_size():
    """U51: nine points at least where there is room, and 8.5 in the foot."""
    notes = FORM.kit.piece("notes").places["notes"].type
    trace = FORM.kit.piece("foot", labelled=True).places["trace"].type
    assert notes.size * 0.75 >= 9 and trace.size * 0.75 >= 8.5


def test_every_side_is_filled_to_its_foot():
    for page in plan(filled(records=records(30))):
        assert flow.height(page) == pytest.approx(flow.room(page[0]), abs=0.1)


def test_a_reprint_and_an_unmasked_print_say_so():
    imprint = Imprint("P1", 3, "2024-05-12 16:20", "李敏", watermark="李敏 2024-05-12")
    front = texts(printed(filled(), imprint=imprint, copies=1).pdf)[0]
    assert "第3次打印" in front and "李敏 2024-05-12" in front


def test_the_file_is_named_for_customer_form_and_day():
    name = FORM.file_name
    assert name("A科技有限公司", date(2024, 5, 10)) == "A科技有限公司-代跟踪服务表-20240510.pdf"
    assert name("甲/乙:公司", date(2024, 5, 10)) == "甲_乙_公司-代跟踪服务表-20240510.pdf"
