"""R-SEARCH: one box finds a customer by whatever the person remembers."""

import pytest
from pypinyin import lazy_pinyin

from tests.world import file_customer
from webapp.models import Contact, Customer, SearchTerm
from webapp.models.search import asked, matching, terms_of
from webapp.text.pinyin import _pinyin, initials_of


def found(query: str) -> set[str]:
    return {customer.name for customer in Customer.select().where(Customer.id << matching(*asked(query)))}


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
    assert asked("")[0] == asked("  ，。")[0] == ()


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
        stored = {row.term for row in customer.terms}
        assert stored == terms_of(customer, customer.contacts)


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
