"""R-NOID: resident IDs, bank cards and home addresses are found in a text, and no refusal repeats them.

That no form takes them: tests/test_every_form.py.
"""

import pytest

from webapp.text.screening import ForbiddenContent, found_in, refuse_identity

RESIDENT_ID = "11010519491231002X"
CARD = "6222020000000007"


@pytest.mark.parametrize(
    "text",
    [
        RESIDENT_ID,
        "11010519491231002x",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        f"王建国{RESIDENT_ID}，请存",
        f"ID{RESIDENT_ID}",
        f"2 {RESIDENT_ID}",
        "320594198803074512",
        "429004198803074512",
        *(
            by.join(("110105", "19491231", "002X"))
            for by in (".", "  ", "\u200b", "–", "—", "－", "/", "·", "_", "，", "、")
        ),
        "11010519491231(002X)",
        "11010519491231002Х",
        "1" + RESIDENT_ID,
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
    ],
)
def test_a_resident_id_is_found(text):
    assert found_in(text) == "身份证号"


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        f"卡号{CARD}",
        "6222 0200 0000 0007",
        "6222020000000001230",
        "4111-1111-1111-1111",
        f"ICBC{CARD}",
        *(by.join(("6222", "0200", "0000", "0007")) for by in (".", "－", "—", "/", "·", "_", "，", "\u00ad")),
        "622202 0000000007",
        " ".join(CARD),
        f"2024-05-12 {CARD}",
    ],
)
def test_a_bank_card_is_found(text):
    assert found_in(text) == "银行卡号"


@pytest.mark.parametrize(
    "text",
    [
        "家庭住址：苏州市某路1号",
        "家庭 住址：绍兴路8号",
        "家庭住址，绍兴路8号",
        "身份证：张三的",
        "住址：绍兴路8号",
        "身份证号 见附件",
        "身份证号码是已给",
    ],
)
def test_the_words_with_content_are_found(text):
    assert found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "11010519499931002X",
        "6222020000000001",
        "订单20240510001234567890",
        "身份证号：",
        "请勿提供身份证号",
        "客户问家庭住址要不要填",
        "已告知不收集身份证号等信息",
        "身份证，营业执照各一份",
        "公司住址：绍兴路8号",
        "911101054811004574",
        "9111 0105 4811 0045 74",
        "66770001 66770002",
        "2024-05-10 13812345678",
        "0512-67891234 13812345678",
        "91320594MA1MNB2X9D",
        "",
        "1" * 40,
    ],
)
def test_other_numbers_pass(text):
    assert found_in(text) is None


@pytest.mark.parametrize("secret", [RESIDENT_ID, CARD])
def test_the_refusal_names_the_field_and_never_the_number(secret):
    with pytest.raises(ForbiddenContent) as refusal:
        refuse_identity(f"证件{secret}", "remarks")
    assert refusal.value.field == "remarks"
    assert secret not in refusal.value.message and secret[-4:] not in refusal.value.message
