"""R-MASK: what may be shown of a contact."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.models import Contact
from webapp.text import masking, ways
from webapp.text.plain import plain

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0[1-9][0-9]{1,2}-[0-9]{7,8}", fullmatch=True)
PROSE = st.text(alphabet="客户要求联系采购，。（） ：abc\n", max_size=12)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王建国", "王*"),
        ("王", "王*"),
        ("欧阳修", "欧阳*"),
        ("诸葛亮", "诸葛*"),
        ("司马", "司马*"),
        (" 李 敏 ", "李*"),
        ("王*", "王*"),
        ("", ""),
        ("  ", ""),
        ("Smith", "S*"),
        ("单雄信", "单*"),
    ],
)
def test_a_name_keeps_its_surname(name, masked):
    assert masking.name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("0512-67891234", "0512-****1234"),
        ("010-12345678-801", "010-****5678-801"),
        ("051267891234", "0512****1234"),
        ("4008001234", "400****1234"),
        ("138****5678", "138****5678"),
        ("", ""),
    ],
)
def test_a_phone_loses_its_middle(phone, masked):
    assert masking.phone(phone) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [("liming@example.cn", "l***@example.cn"), ("a@b.cn", "a***@b.cn"), ("notanaddress", "no***ss"), ("", "")],
)
def test_an_email_keeps_first_letter_and_domain(email, masked):
    assert masking.email(email) == masked


@pytest.mark.parametrize(
    ("account", "masked"), [("wx_liming", "wx***ng"), ("12345", "1***"), ("", ""), ("wx***ng", "wx***ng")]
)
def test_an_account_keeps_its_ends(account, masked):
    assert masking.account(account) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请拨13812345678或0512-67891234。", "请拨138****5678或0512-****1234。"),
        ("138 1234 5678、139-1234-5678", "138****5678、139****5678"),
        ("+8613812345678", "+86138****5678"),
        ("（0512）6789 1234", "（0512）****1234"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("邮箱是liming@example.cn，请回", "邮箱是l***@example.cn，请回"),
        ("2024-05-10 14:30 订单 20240510123", "2024-05-10 14:30 订单 20240510123"),
    ],
)
def test_free_text_is_masked_where_it_holds_a_way_to_reach_somebody(text, masked):
    assert masking.text(text) == masked


SPELLED = (
    "138—1234—5678 138–1234–5678 １３８－１２３４－５６７８ 138/1234/5678 138·1234·5678 138(1234)5678 138*1234*5678 "
    "138\u200b1234\u200b5678 138.1234.5678 138_1234_5678 138，1234，5678 一三八一二三四五六七八 113812345678 "
    "0512–66778899 0512/66778899 86-512-66778899 66778899 852-9123-4567 13812345678/13912345678"
).split() + [
    "138  1234  5678",
    "138 123 45678",
    "+86 512 66778899",
    "400 1234 567",
    "+852 9123 4567",
    "1 3 8 1 2 3 4 5 6 7 8",
    "138    1234    5678",
    "138----1234----5678",
    "138 - - 1234 - - 5678",
    "138一二三四5678",
    "一三八 一二三四 五六七八",
    "一\u200b三八一二三四五六七八",
    "壹叁捌壹贰叁肆伍陆柒捌",
    "⒈⒊⒏⒈⒉⒊⒋⒌⒍⒎⒏",
    "❶❸❽❶❷❸❹❺❻❼❽",
    "➀➂➇➀➁➂➃➄➅➆➇",
    "〡〣〨〡〢〣〤〥〦〧〨",
    "³ 138 1234 5678",
    "①138-1234-5678",
]


class Counted:
    """A pattern that counts how often it is asked."""

    def __init__(self, pattern: re.Pattern):
        self.pattern, self.asked = pattern, 0

    def _ask(self, how: str, *given):
        self.asked += 1
        return getattr(self.pattern, how)(*given)

    def match(self, *given):
        return self._ask("match", *given)

    def fullmatch(self, *given):
        return self._ask("fullmatch", *given)


@pytest.mark.parametrize(
    ("unit", "most"), [("1 ", 1), ("￥1_", 1), ("12-34-", 1), ("62 ", 1), ("13 ", 6), ("1380 ", 6), ("0 1 *", 9)]
)
def test_few_groups_of_digits_are_tried_as_a_number(monkeypatch, unit, most):
    said = plain(unit * 500)
    number = Counted(ways._NUMBER)
    monkeypatch.setattr(ways, "_NUMBER", number)
    list(ways.numbers(said))
    assert number.asked <= most * len(re.findall(r"\d+", said))


@pytest.mark.parametrize("number", SPELLED, ids=ascii)
@pytest.mark.parametrize("text", ["{}", "请拨{}找王总", "2024-05-10 {}", "（{}）"])
def test_a_number_is_hidden_however_it_is_written(number, text):
    hidden = masking.text(text.format(number))
    digits = re.sub(r"\D", "", plain(hidden))
    assert "*" in hidden and not re.search("12345678|66778899|1234567|91234567", digits)
    assert masking.text(hidden) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-10 14:30 订单 20240510123",
        "C20240501001 和 ABC2024001",
        "采购5000000元，预算66778899元，￥66778899",
        "5000-8000，2023-2024",
        "一、二、三、四、五、六、七、",
        "2024/5/10-2024/6/11 10:30-11:30",
        "微信沟通了价格，QQ邮箱，微信同号，WX-3000型",
        "微信2024-05-12聊过，微信 20240512 下午再聊，通知@李明。2024年再说，QQ邮箱5000元",
        '"2024-05-10 14:30", "2024/5/10 14:30:59"',
        "Q：price？A：见附件，380V：三相",
        "每月15-20吨，6-8月 100吨，1,234,567元",
        "库存66778899只，打款后发66778899 件，2385-2450件，66778899万",
    ],
)
def test_what_reaches_nobody_is_left_alone(text):
    assert masking.text(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("66778899元旦前", "****8899元旦前"),
        ("66778899只打一次", "****8899只打一次"),
        ("6677 8899 个", "****8899 个"),
        ("座机66778899，66778899个人电话", "座机****8899，****8899个人电话"),
        ("打66778899件件有回音", "打****8899件件有回音"),
        ("66778899张总，66778899平时没人", "****8899张总，****8899平时没人"),
        ("66778899万一不通", "****8899万一不通"),
    ],
)
def test_a_number_is_no_amount_where_another_word_begins(text, masked):
    assert masking.text(text) == masked == masking.text(masked)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("liming＠example.cn", "l***＠example.cn"),
        ("liming @ example.cn", "l***@ example.cn"),
        ("liming@example。cn", "l***@example。cn"),
        ("李明@example.cn", "李***@example.cn"),
        ("liming(at)example.cn", "l***(at)example.cn"),
        ("QQ：314159265", "QQ：31***65"),
        ("Q Q 314 159 265", "Q Q 31***65"),
        ("微信号：wangjg1980", "微信号：wa***80"),
        ("vx: abc_123，加V：wang1980", "vx: ab***23，加V：wa***80"),
        ("wxid_abcdefg12", "wx***12"),
        ("QQ20245678，微信20240101", "QQ20***78，微信20***01"),
        ("微信【liming1980】，微信「liming1980」", "微信【li***80】，微信「li***80」"),
        ("微信他的是liming1980，钉钉liming1980", "微信他的是li***80，钉钉li***80"),
        ("V：liming1980，Q：1234567", "V：li***80，Q：12***67"),
        ("抠抠1234567，加Q 1234567", "抠抠12***67，加Q 12***67"),
        ("微信id：liming1980", "微信id：li***80"),
        ("liming @ qq . com，企微 liming1980", "l***@ qq . com，企微 li***80"),
        ("liming@例子.cn，liming@例子.中国", "l***@例子.cn，l***@例子.中国"),
        ("liming [at] example [dot] cn", "l***[at] example [dot] cn"),
        ("liming at example dot cn，liming[@]example.cn", "l***at example dot cn，l***[@]example.cn"),
    ],
)
def test_mails_and_accounts_are_hidden_however_they_are_written(text, masked):
    assert masking.text(text) == masked


def test_what_is_on_file_is_hidden_wherever_it_is_written():
    people = [Contact(name="王建国", qq="31415", wechat="wangjg1980"), Contact(name="李 想", email="x@a.cn")]
    known = masking.Known.of(people)
    assert masking.text("王 建国（WangJG1980，31415）和李想谈过", known) == "王*（Wa***80，3***）和李*谈过"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("负责人王建国13771227423", "负责人王*137****7423"),
        ("王建国QQ6412345", "王*QQ64***45"),
        ("王建国VIP，A王建国", "王*VIP，A王*"),
        ("王建國、王 建  国、王-建-国、王·建·国", "王*、王*、王*、王*"),
        ("wangjg-1980、wangjg 1980、WangJG1980", "wa***80、wa***80、Wa***80"),
        ("萬俟卨3号来", "萬俟*3号来"),
        ("climb，1314159", "climb，1314159"),
    ],
)
def test_what_is_on_file_is_hidden_whatever_stands_beside_it_or_between(text, masked):
    people = [Contact(name="王建国", qq="31415", wechat="wangjg_1980"), Contact(name="万俟卨", wechat="lim")]
    assert masking.text(text, masking.Known.of(people)) == masked


@pytest.mark.parametrize(
    ("noted", "masked"),
    [
        ("手机13512349876旧号，微信wx_old_planted", "135****9876…"),
        ("138****5678 微信 wangjg1980", "138****5678…"),
        ("13512349876 王建国", "135****9876…"),
        ("138*1234*5678", "138****5678"),
    ],
)
def test_of_what_was_noted_only_the_ends_of_a_number_stay(noted, masked):
    assert masking.unverified(noted) == masked == masking.unverified(masked)


@given(before=PROSE, number=MOBILES | LANDLINES, after=PROSE)
def test_the_middle_of_a_number_never_leaks(before, number, after):
    middle = number[3:7] if number[0] == "1" else number.partition("-")[2][:-4]
    hidden = masking.text(before + number + after)
    assert number not in hidden and f"{middle}{number[-4:]}" not in re.sub(r"\D", "", hidden)


@given(st.text())
def test_masking_twice_is_masking_once(text):
    assert masking.name(masking.name(text)) == masking.name(text)
    assert masking.account(masking.account(text)) == masking.account(text)
    assert masking.text(masking.text(text)) == masking.text(text)


CONTACT = {
    "name": "欧阳修",
    "phone": "13812345678",
    "email": "xiu@example.cn",
    "qq": "123456789",
    "wechat": "wx_xiu88",
    "unverified": "微信同号13812",
}


def test_a_card_is_masked_unless_revealed():
    card = masking.card(Contact(id=1, **CONTACT))
    shown = " ".join(map(str, card))
    assert not [value for value in CONTACT.values() if value in shown]
    assert card.has_hidden and not card.revealed


def test_a_revealed_card_is_whole():
    card = masking.card(Contact(id=1, **CONTACT), revealed=True)
    assert {field: getattr(card, field) for field in CONTACT} == CONTACT
    assert not card.has_hidden


def test_a_contact_without_data_has_nothing_to_reveal():
    assert not masking.card(Contact(id=1, name="")).has_hidden


@pytest.mark.parametrize(
    "noted", ["13912345678*", "138****5678 / 13912345678", "138.1234.5678*", "li* li@example.cn", "*400-820-8820"]
)
def test_a_star_beside_a_whole_number_hides_nothing(noted):
    for mask in (masking.name, masking.account, masking.phone, masking.unverified):
        masked = mask(noted)
        assert not re.search(r"\d{7}", re.sub(r"[-. ]", "", masked))
        assert "li@" not in masked


def test_a_row_of_a_list_shows_no_contact_data_in_any_of_its_columns():
    """S-M1: a star behind a name or an account says nothing of whether it is masked."""
    shown = masking.line("王建国*", "经理13912340987", "", "", "微信wxid_abcdefghijk*")
    assert shown.name == "王*" and "13912340987" not in shown.title and "0987" in shown.title
    assert "bcdefghij" not in shown.reach
    assert "bcdefghij" not in masking.account("wxid_abcdefghijk*")
