"""One spelling under masking, screening, identifiers, naming, duplicates and search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.text.plain import places, plain, visible

UNSEEN = ("Cf", "Co", "Cs")  # formats, private, surrogates


def test_whatever_nobody_sees_goes():
    assert [code for code in range(0x110000) if unicodedata.category(chr(code)) in UNSEEN and visible(chr(code))] == []


def test_variation_selectors_and_fillers_go_and_letters_stay():
    assert visible("甲\ufe0f乙\u3164\U000e0100\u034f") == "甲乙"
    letters = "王é한あ𠮷①㈱→℃—…“”·"
    assert visible(letters) == letters


def test_blanks_and_line_ends_are_the_ordinary_ones():
    assert visible("a\u3000b\xa0c\r\nd\re\u2028f\tg\x00\x07h") == "a b c\nd\ne\nf\tgh"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("１３８－１２３４", "138-1234"),
        ("138—1234–5678‑9~0", "138-1234-5678-9~0"),
        ("①③⑧·１２", "138.12"),
        ("1\u200b3\u00ad8", "138"),
        ("一三八一二三四五六七八", "13812345678"),
        ("第二期", "第二期"),
        ("138一二三四5678,1三8一2三4五6七8", "13812345678,13812345678"),
        ("一三八 一二三四-五六七八", "138 1234-5678"),
        ("壹叁捌壹贰叁肆伍陆柒捌 玖陸貳參", "13812345678 9623"),
        ("13812345678一直占线,星期一 0512-66778899", "13812345678一直占线,星期一 0512-66778899"),
        ("13812345678三五天内,三八1234567八九人", "13812345678三五天内,38123456789人"),
        ("2000000一年,2024-05-12 三点", "2000000一年,2024-05-12 三点"),
        ("壹佰贰拾叁万肆仟伍佰陆拾柒元", "壹佰贰拾叁万肆仟伍佰陆拾柒元"),
        ("❶❸❽⓬➂⓸,〡〢〣,二〇二四", "1381234,123,二〇二四"),
        ("⒈⒊⒏½", "1.3.8.1⁄2"),
        ("٣٤٥", "345"),
        ("002Х", "002X"),
        ("ａ＠ｂ。ｃｎ", "a@b.cn"),
    ],
)
def test_it_is_read_as_what_it_says(typed, said):
    assert plain(typed) == said


@given(st.text(max_size=60))
def test_each_character_knows_where_it_came_from(text):
    at = places(text)
    assert len(at) == len(plain(text)) + 1 and at == sorted(at) and at[-1] == len(text)


@given(st.text(max_size=60))
def test_what_is_kept_is_kept_as_it_is(text):
    assert visible(visible(text)) == visible(text)
