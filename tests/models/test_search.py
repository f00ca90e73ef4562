"""R-SEARCH: one box finds a customer by whatever the person remembers."""

import pytest
from pypinyin import lazy_pinyin

from tests.world import file_customer
from webapp.models import Contact, Customer, SearchTerm, User
from webapp.models.search import asked, fits, marked, terms_of
from webapp.text.pinyin import _pinyin, in_syllables, initials_of


def found(query: str, viewer: User | None = None) -> set[str]:
    """By somebody who works on what they see, or by `viewer`."""
    wanted = asked(query)
    if wanted is None:
        return set()
    customers = Customer.select().where(fits(Customer.id, viewer or User(role="rep"), *wanted))
    return {customer.name for customer in customers}


@pytest.fixture
def river(world):
    return file_customer("长江贸易有限公司", "13812345678", contact="欧阳修", short_name="长贸", by=world.rep)


@pytest.mark.parametrize(
    "query",
    [
        "长江",
        "江贸",
        "长江贸易有限公司",
        "長江貿易",
        " 长江 贸易 ",
        "长",
        "欧阳",
        "阳修",
        "长贸",
        "cjm",
        "CJMY",
        "cjmyyxgs",
        "oyx",
        "5678",
        "changjiang",
        "chang jiang",
        "zhangjiang",
        "jiangmao",
        "changjiangmaoyi",
        "CHANGJIANG",
        "ouyang",
        "ouyangxiu",
        "贸易 长江",
        "长江 欧阳",
        "ouyang changjiang",
        "欧阳修 5678",
        "ｃｊｍ",
    ],
)
def test_it_is_found_by(river, query):
    assert river.name in found(query)


@pytest.mark.parametrize("query", ["江长", "贸江", "长江贸易股份", "0678", "xyz", "长江修"])
def test_it_is_not_found_by(river, query):
    assert river.name not in found(query)


def test_the_number_is_found_whole_and_by_its_tail(river):
    assert found(river.number) == {river.name} == found(river.number.lower())
    assert river.name in found(river.number[-4:])


def test_nothing_is_looked_for_in_an_empty_query(world):
    assert asked("") is asked("  ，。") is None


def test_letters_inside_names_are_found(world):
    customer = file_customer("A科技有限公司", "13812345679", by=world.rep)
    for query in ("a", "a科", "A科技", "akj"):
        assert customer.name in found(query)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [("单雄信", "sxx"), ("曾国藩", "zgf"), ("解放", "xf"), ("长江", "cj"), ("长江", "zj"), ("重庆银行", "cqyh")],
)
def test_characters_read_in_two_ways_are_found_by_either(text, spelling):
    assert spelling in initials_of(text)


def test_a_contact_added_later_is_found_and_a_corrected_one_no_longer(world, river):
    contact = Contact.add(river, {"name": "单雄信", "phone": "13900001234"}, by=world.rep)
    assert river.name in found("雄信") & found("sxx") & found("dxx")
    contact.revise({"name": "秦琼", "phone": ""}, by=world.rep)
    assert river.name in found("秦琼") and river.name not in found("雄信")


def test_terms_go_with_the_customer(world, river):
    Customer.delete().where(Customer.id == world.fresh.id).execute()
    assert SearchTerm.select().where(SearchTerm.customer == world.fresh.id).count() == 0


def test_what_is_stored_is_what_would_be_written_now(world):
    for customer in Customer.select():
        stored = {(row.term, row.is_public) for row in customer.terms}
        assert stored == set(marked(terms_of(customer, customer.contacts)))


def test_characters_beyond_the_basic_plane_are_found(world):
    file_customer("𠮷野家餐饮有限公司", "13812345680", by=world.rep)
    assert found("𠮷野") == {"𠮷野家餐饮有限公司"}


@pytest.mark.parametrize("written", ["13812345678", "138 1234 5678", "138-1234-5678", "12345678", "45678"])
def test_a_phone_is_found_by_as_much_of_it_as_is_known(river, written):
    assert river.name in found(written)
    assert river.name not in found(f"9{written}")


def test_a_contact_is_found_by_surname_and_title(river):
    river.contacts.get().revise({"position": "总务主任"}, by=river.owner)
    assert river.name in found("欧主任")


@pytest.mark.parametrize("in_one", [list, "default"])
@pytest.mark.parametrize(
    "text", ["重庆长安汽车有限公司", "长沙长江长城有限公司", "中行abc行长12①", "曾乐乐", "𠮷野家", "吕布"]
)
def test_words_that_are_kept_read_as_pypinyin_reads_the_whole(text, in_one):
    for _ in range(2):
        assert _pinyin().lazy_pinyin(text, errors=in_one) == lazy_pinyin(text, errors=in_one)


@pytest.mark.parametrize(
    ("letters", "read"),
    [("changjiang", ("chang", "jiang")), ("xian", ("xian",)), ("xian", ("xi", "an")), ("lvse", ("lv", "se"))],
)
def test_letters_are_read_as_syllables(letters, read):
    assert read in in_syllables(letters)


def test_letters_that_are_no_pinyin_are_read_as_nothing():
    assert in_syllables("xyz") == in_syllables("kb") == []


@pytest.mark.parametrize("typed", ["HZ-0001", "hz0001", "HZ0001", "ＨＺ－０００１", "0001"])
def test_a_number_is_found_however_it_is_parted(river, typed):
    Customer.update(number="HZ-0001").where(Customer.id == river.id).execute()
    SearchTerm.reindex(Customer.get_by_id(river.id))
    assert river.name in found(typed)


@pytest.mark.parametrize(
    "typed",
    ["+8613812345678", "8613812345678", "１３８１２３４５６７８", "138.1234.5678", "tel:13812345678", "138–1234–5678"],
)
def test_a_phone_is_found_in_any_spelling(river, typed):
    assert river.name in found(typed)


@pytest.mark.parametrize("typed", ["0512-66778899", "051266778899", "66778899", "8899", "0512-66778899转803"])
def test_a_landline_with_an_extension_is_found_by_its_number(river, typed):
    river.contacts.get().revise({"phone": "0512-66778899转803"}, by=river.owner)
    assert river.name in found(typed)


def test_an_email_is_found(river):
    river.contacts.get().revise({"email": "ouyang@example.cn"}, by=river.owner)
    for typed in ("ouyang@example.cn", "OUYANG@example.cn", "ouyang@", "ouyang＠example"):
        assert river.name in found(typed)
    assert river.name not in found("yang@example.cn")


# -- what strangers may not find out by asking (R-MASK)


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_strangers_find_a_company_by_what_is_public(world, river, who):
    stranger = getattr(world, who)
    for typed in ("长江贸易", "cjm", "changjiang", river.number, "5678", "13812345678", "+86 138-1234-5678"):
        assert river.name in found(typed, stranger)


@pytest.mark.parametrize("who", ["inspector", "admin"])
@pytest.mark.parametrize(
    "typed",
    [
        "欧阳",
        "欧阳修",
        "oyx",
        "ouyang",
        "欧经理",
        "长江 欧阳",
        "45678",
        "345678",
        "2345678",
        "3812345678",
        "1381234567",
    ],
)
def test_strangers_find_nothing_by_what_is_masked(world, river, who, typed):
    assert river.name in found(typed) or typed == "1381234567"
    assert river.name not in found(typed, getattr(world, who))


@pytest.mark.parametrize(
    "typed", ["周", "周树", "树人", "周树人", "zsr", "zhoushu", "许寿裳", "xss", "zhou@example.cn"]
)
def test_strangers_do_not_find_a_person_by_name(world, typed):
    customer = file_customer("周树人", "13611112222", contact="许寿裳", kind="individual", by=world.rep)
    customer.contacts.get().revise({"email": "zhou@example.cn"}, by=world.rep)
    assert customer.name in found(typed)
    for stranger in (world.inspector, world.admin):
        assert customer.name not in found(typed, stranger)
        assert customer.name in found(customer.number, stranger) & found("2222", stranger) & found(
            "13611112222", stranger
        )


def test_a_phone_cannot_be_told_digit_by_digit(world, river):
    """As it was done: ever longer ends of the number, until the whole is known."""
    number, known = "13812345678", "5678"
    while len(known) < len(number):
        hits = [digit for digit in "0123456789" if river.name in found(digit + known, world.inspector)]
        if len(known) + 1 < len(number):
            assert hits == []
        known = number[-len(known) - 1 :]
