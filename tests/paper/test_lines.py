"""Which letters there are, how wide they are, and where lines break (D41)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paper.samples import Entry, filled, printed, run_on, texts
from webapp.paper.press import MM, Imprint, faces, fonts
from webapp.paper.press.faces import STAND_IN, face, printable
from webapp.paper.press.lines import CLOSING, wrap

SONG = "Genjinbu Song, Noto Serif CJK SC"
anything = st.text(
    alphabet=st.characters(codec="utf-8", max_codepoint=0x9FFF, exclude_categories=("Cc", "Cs", "Zl", "Zp"))
    | st.just("\n")
)


def measure(text: str) -> float:
    return face(SONG).width(text)


@given(anything, st.floats(min_value=2, max_value=60))
def test_wrapping_loses_nothing_and_no_line_is_too_wide(text, room):
    spelled = face(SONG).spelled(printable(text))
    lines = wrap(spelled, room, face(SONG).widths)
    assert "".join(lines) == spelled
    assert all(measure(line.rstrip()) <= room + 0.001 for line in lines if len(line.rstrip()) > 1)


def test_no_line_begins_with_a_stop():
    assert wrap("跟进跟进跟进跟进跟进，完", 10, face(SONG).widths) == ["跟进跟进跟进跟进跟", "进，完"]


def test_words_are_not_parted():
    assert wrap("客户 Ångström 公司", 6, face(SONG).widths) == ["客户 ", "Ångström ", "公司"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("李敏、Alexander", ["李敏、", "Alexand", "er"]),
        ("甲 https://example.cn/a", ["甲 ", "https://e", "xample.", "cn/a"]),
        ("Wolfeschlegelstein、李", ["Wolfesc", "hlegelst", "ein、李"]),
    ],
)
def test_a_word_wider_than_its_line_begins_one_and_is_broken_anywhere(text, lines):
    assert wrap(text, 4.1, face(SONG).widths) == lines


def test_a_letter_no_font_has_is_named_on_its_own_sheet_alone():
    pages = texts(printed(filled(number="C1"), filled(number="C2", company="好😀的"), copies=1).pdf)
    assert ["U+1F600" in page for page in pages] == [False, False, True, True]


def test_widths_are_the_fonts_own():
    assert (measure("跟进"), measure("ab")) == (2.0, pytest.approx(1.1, abs=0.15))


@pytest.mark.parametrize(
    ("given_", "on_paper"),
    [
        ("e\u0301cole", "école"),  # a combining mark joins its letter
        ("一\u2028二\u2029三\r\n四\x85五", "一\n二\n三\n四\n五"),  # line ends of all kinds
        ("\u202e123\u202c 号", "123 号"),  # marks of direction
        ("王\u200b建\ufeff国\u00ad", "王建国"),  # invisible letters
        ("好\ufe0f\t的\u00a0确\u2003定", "好 的 确 定"),  # selectors, tabs and blanks
        ("一\x00二\x0b三\ud800\n四", "一二\n三\n四"),
        (None, ""),
        (60, "60"),
    ],
)
def test_what_has_no_shape_is_left_out_and_the_rest_is_composed(given_, on_paper):
    assert printable(given_) == on_paper


@pytest.mark.parametrize("strange", ["😀", "\U0010fffd", "ا", "ไ", "ꙮ"])
def test_a_letter_that_no_font_has_takes_the_place_of_one_character(strange):
    letters = face(SONG)
    assert letters.spelled(f"回访{strange}，好") == f"回访{STAND_IN}，好"
    assert measure(letters.spelled(strange)) == 1.0


@pytest.mark.parametrize("mark", ["\u0348", "\u0303", "\u302e", "\u302f"])
def test_a_mark_that_joins_nothing_never_lies_over_its_neighbour(mark):
    spelled = face(SONG).spelled(printable(f"x{mark}y"))
    assert spelled == f"x{STAND_IN}y" or 0 <= measure(spelled[1]) <= 1
    assert "x" in run_on(printed(filled(company=f"x{mark}y"), copies=1).pdf)


def alike() -> dict[str, dict[str, str]]:
    """By family, the letters of our own fonts that share a shape with another one.

    Each with the one that stands for it.
    """
    return {family: faces.Face(f"{family}, Noto Serif CJK SC").spelt for family in fonts.FAMILIES}


@pytest.mark.parametrize("pair", ["〜～", "…⋯", "\u2011-", "•‧", "‒–", "∕／", "·・"])
def test_two_letters_of_one_shape_print_together(pair):
    result = printed(filled(company=f"3{pair[0]}5 天，10{pair[1]}12 万"), copies=1)
    assert result.missing == () and STAND_IN not in run_on(result.pdf)


def test_all_letters_of_our_fonts_print_at_once():
    for family, spelt in alike().items():
        assert len(spelt) >= 10 and STAND_IN not in spelt.values()
        letters = "".join(sorted({*spelt, *spelt.values()} - {" ", "\u00a0"}))
        result = printed(filled(company=letters, owner=letters), copies=1)
        assert result.missing == () and STAND_IN not in run_on(result.pdf), family


def test_letters_only_the_fallback_has_may_share_a_shape_too():
    assert "〓" not in face(SONG).spelled("㊙⑱⼀一⼁丨⽲禾")


def test_the_plainest_of_those_alike_stands_for_all():
    assert [face(SONG).spelled(letter) for letter in "〜⋯\u2011"] == ["～", "…", "-"]


def test_a_printer_whose_name_no_font_has_is_noted_too():
    result = printed(
        filled(), copies=1, imprint=Imprint("P1", 1, "2024-05-12", "祥\U00030000", watermark="祥\U00030000")
    )
    assert result.missing == ("\U00030000",) and "U+30000" in texts(result.pdf)[0]


words = st.lists(
    st.tuples(st.sampled_from(["跟", "进", "ab", "x" * 25, "（甲", "5", "“"]), st.sampled_from(["", *CLOSING])),
    min_size=1,
)


@given(words, st.floats(min_value=4, max_value=20))
def test_no_line_begins_with_a_stop_whatever_the_text(said, room):
    lines = wrap("".join(map("".join, said)), room, face(SONG).widths)
    assert not [line for line in lines[1:] if line[0] in CLOSING and not line[0].isascii()]


def test_rare_characters_come_from_the_fallback():
    result = printed(filled(company="𠮷䶮㛃置业有限公司"), copies=1)
    assert result.missing == ()
    assert "𠮷䶮㛃置业有限公司" in run_on(result.pdf)


def test_letters_that_no_font_has_are_named_in_the_foot():
    result = printed(filled(records=[Entry("回访😀，确认\U0010fffd。😀")]), copies=1)
    assert result.missing == ("😀", "\U0010fffd")
    front = texts(result.pdf)[0]
    assert "回访〓，确认〓。〓" in front
    assert "表中“〓”是字库里没有的字，请对照系统手写补上：U+1F600、U+10FFFD" in front
    assert printed(filled(), copies=1).missing == ()


def test_however_many_they_are_the_note_stays_on_the_paper():
    strange = "".join(map(chr, range(0x1F600, 0x1F640)))
    result = printed(filled(records=[Entry(strange)]), copies=1)
    assert len(result.missing) == 64
    assert "U+1F600、U+1F601、U+1F602、U+1F603 等 64 个" in texts(result.pdf)[0].replace("\r\n", "")


def test_a_face_asks_for_the_same_letters_once(monkeypatch):
    letters = faces.Face(SONG)
    letters.spelled("갏😀")
    monkeypatch.setattr(faces, "_asked", lambda *_letters: 1 / 0)
    assert letters.spelled("갏😀갏") == f"갏{STAND_IN}갏"


def test_millimetres_are_those_of_css():
    assert pytest.approx(96) == MM * 25.4
