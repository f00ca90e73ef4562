"""R-NOID: resident IDs, bank cards and home addresses are found in a text, and no refusal repeats them.

That no form takes them: tests/test_every_form.py.
"""

from random import Random

import pytest
from stdnum.cn import uscc

from webapp.text.screening import ForbiddenContent, found_in, refuse_identity

RESIDENT_ID = "11010519491231002X"
CARD = "6222020000000007"


RESIDENT_IDS = [
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
    "身份证1101051990年03月07日4595",
    "1101051949 年 12 月 31 日 002X",
    "证件1101051949年12月31日002X",
    "11010519491231002×",
    "11010519491231002＊，13812345678",
    "110105 19491231 002 ✖",
    "壹壹零壹零伍壹玖玖零零叁零柒肆伍玖伍",
    "110105一九九〇〇三〇七4595",
    "❶❶0❶0❺❶❾❾00❸0❼❹❺❾❺",
    "〡〡0〡0〥〡〩〩00〣0〧〤〥〩〥",
    "⒈⒈0⒈0⒌⒈⒐⒐00⒊0⒎⒋⒌⒐⒌",
]


@pytest.mark.parametrize("text", RESIDENT_IDS)
def test_a_resident_id_is_found(text):
    assert found_in(text) == "身份证号"


CARDS = [
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
    "卡 62220212 34567890 128",
    "卡号622202（12345678）90128",
    "工行账号：62220212-34567-890128，13812345678",
    "陆贰贰贰零贰零零零零零零零零零柒",
]


@pytest.mark.parametrize("text", CARDS)
def test_a_bank_card_is_found(text):
    assert found_in(text) == "银行卡号"


WORDS = [
    "家庭住址：苏州市某路1号",
    "家庭 住址：绍兴路8号",
    "家庭住址，绍兴路8号",
    "身份证：张三的",
    "住址：绍兴路8号",
    "身份证号 见附件",
    "身份证号码是已给",
    "身份证号（330106）199003074595",
    "身份证号330106199003074595",
    "家庭住址绍兴路8号",
    "住址绍兴路八号3室",
    "家庭住址在苏州市姑苏区",
    "家住绍兴路8号",
]
FORBIDDEN = [*RESIDENT_IDS, *CARDS, *WORDS]


@pytest.mark.parametrize("text", WORDS)
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
        "公司住址绍兴路8号，家庭住址没有问，5号前回复",
        "身份证2024年05月10日到期，电话13812345678",
        "138×1234×5678，规格 1100×1949×1231×002",
        "账号 62220212 34567890 129",
        "合同4500元，2024年05月12日至2024年06月",
        "办卡 66778899 13812345678",
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


@pytest.mark.parametrize("said", ["{}", "账号 {}", "{}×1", "{}，13812345678", "卡 {}；66778899"])
def test_no_credit_code_of_digits_alone_is_refused(said):
    drawn = Random(3)
    for first in ("91", "51", "52", "12") * 60:
        code = f"{first}320594{drawn.randrange(10**9):09}"
        code += uscc.calc_check_digit(code)
        if code.isdecimal():
            assert found_in(said.format(code)) is None
            assert found_in(said.format(f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}")) is None


@pytest.mark.parametrize("secret", [RESIDENT_ID, CARD])
def test_the_refusal_names_the_field_and_never_the_number(secret):
    with pytest.raises(ForbiddenContent) as refusal:
        refuse_identity(f"证件{secret}", "remarks")
    assert refusal.value.field == "remarks"
    assert secret not in refusal.value.message and secret[-4:] not in refusal.value.message
