"""R-USCC: phones, e-mails, QQ and credit codes are checked for form and brought to one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.errors import DomainError
from webapp.text import identifiers

SPELLINGS = {
    "13812345678": (
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "0086-138-1234-5678",
        "8613812345678",
        "１３８１２３４５６７８",
        *"138–1234—5678 138‑1234−5678 138ー1234～5678 138.1234.5678 138·1234·5678".split(),
        "1381234\u200b5678",
        "tel:13812345678",
        "手机：13812345678",
        "(86)13812345678",
    ),
    "0512-67891234": (
        *"0512-67891234 (0512)67891234 +8651267891234 0086-512-67891234 86-512-67891234".split(),
        "+86 512 67891234",
        "+86-0512-67891234",
        "51267891234",
    ),
    "0571-82345678": ("57182345678",),  # Excel has lost the zero
    "010-62345678": ("1062345678",),
    "+852 91234567": ("+852 9123 4567", "00852-9123-4567", "85291234567"),
    "+853 66123456": ("+853 6612 3456", "0085366123456"),
    "+886 912345678": ("+886 912 345 678",),
    "020-88886666": ("02088886666",),
    "0512-67891234-8001": ("0512-67891234-8001", "051267891234转8001"),
    "021-55556666-12": ("021-55556666 ext.12",),
    "4008001234": ("400-800-1234",),
    "": ("", "  "),
}


@pytest.mark.parametrize(
    ("typed", "kept"), [(typed, kept) for kept, spellings in SPELLINGS.items() for typed in spellings]
)
def test_a_good_phone_is_kept_in_one_spelling(typed, kept):
    assert identifiers.phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["1381234567", "138****5678", "67891234", "1.38E+10", "12345", "95588", "无", "13812345678a", "+86", "00000000000"],
)
def test_a_bad_phone_is_refused_beside_its_field(typed):
    with pytest.raises(DomainError, match="座机要带区号") as refusal:
        identifiers.phone(typed)
    assert refusal.value.field == "phone"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Name@Example.CN", "name@example.cn"),
        *((typed, "li@a.cn") for typed in ("ｌｉ＠a.cn", " li@a.cn ", "李明 <li@a.cn>", "mailto:li@a.cn", "li@a.cn。")),
        *((typed, "li@a.cn") for typed in ("E-mail：li@a.cn", "邮箱: li@a.cn", "li@a．cn", "\u202ali@a.cn\u202c")),
        *((typed, "li@a.cn") for typed in ("li@\u200ba.cn", "li@a.cn,", "(li@a.cn)")),
        ("", ""),
    ],
)
def test_a_good_email_is_kept_in_lower_case(typed, kept):
    assert identifiers.email(typed) == kept


@pytest.mark.parametrize("typed", ["a@b", "a b@c.cn", "@example.cn", "张三", "l***@example.cn"])
def test_a_bad_email_is_refused(typed):
    with pytest.raises(DomainError) as refusal:
        identifiers.email(typed)
    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("10001", True), ("12345678901", True), ("", True), ("1234", False), ("0123456", False), ("12345a", False)],
)
def test_a_qq_number_has_5_to_11_digits(typed, fits):
    if fits:
        assert identifiers.qq(typed) == typed
        return
    with pytest.raises(DomainError):
        identifiers.qq(typed)


def test_two_numbers_in_one_box_are_both_compared():
    assert identifiers.phone_keys("13812345678/13912345678") == ["13812345678", "13912345678"]
    assert identifiers.phone_keys("138 1234 5678") == ["13812345678"]


def test_an_extension_is_no_part_of_what_is_compared():
    assert identifiers.phone_key("0512-66778899转803") == identifiers.phone_key("+86 512 6677 8899") == "051266778899"


def test_a_credit_code_is_kept_in_capitals_without_spaces():
    assert identifiers.credit_code(" 91320594 ma1mnb2x9d ") == "91320594MA1MNB2X9D"
    assert identifiers.credit_code("") == ""


@pytest.mark.parametrize(("typed", "why"), [("91320594MA1MNB2X9", "17 位"), ("91320594MA1MNB2X9K", "校验位")])
def test_a_wrong_credit_code_is_told_why(typed, why):
    with pytest.raises(DomainError, match=why) as refusal:
        identifiers.credit_code(typed)
    assert refusal.value.field == "uscc"


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
    | st.from_regex(r"0[2-9][0-9]{1,2}[2-8][0-9]{6,7}(-[0-9]{1,4})?", fullmatch=True)
)
def test_normalising_twice_is_normalising_once(typed):
    try:
        kept = identifiers.phone(typed)
    except DomainError:
        return
    assert identifiers.phone(kept) == kept
    assert identifiers.phone_key(kept) == identifiers.phone_key(typed)
