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
    ),
    "0512-67891234": ("0512-67891234", "(0512)67891234"),
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


@pytest.mark.parametrize(("typed", "kept"), [("Name@Example.CN", "name@example.cn"), ("ａ＠b.cn", "a@b.cn"), ("", "")])
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
