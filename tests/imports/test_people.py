"""Who a row names, and whose each number is (R-CONTACT, R-IMPORT)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.imports.cells.people import named, people_in
from webapp.models import Contact

from .lists import customer, imported, only_row, opened

LIST = (
    "客户名称,联系人,手机\n"
    "启东电动工具有限公司,陆海、陈静,13812345001、13812345002\n"
    "海门家纺有限公司,袁芳（总经理）,13812345004\n"
    "海安锻压机械有限公司,丁山13812345005,\n"
    "如东海鲜有限公司,徐/刘,13812345006/13812345007\n"
)


def told(called: str, text: str = "", kind: str = "phone") -> list[tuple[str, str]]:
    """The people of two cells, and their phones."""
    return [(person.name, person.reach.phone) for person in people_in(called, [(kind, text)])[0]]


def people_of(name: str) -> list[tuple[str, str, str]]:
    query = Contact.select().where(Contact.customer == customer(name)).order_by(Contact.id)
    return [(contact.name, contact.phone, contact.position) for contact in query]


def test_a_list_with_several_people_to_a_cell(world):
    imported(LIST, world)
    assert people_of("启东电动工具有限公司") == [("陆海", "13812345001", ""), ("陈静", "13812345002", "")]
    assert people_of("海门家纺有限公司") == [("袁芳", "13812345004", "总经理")]
    assert people_of("海安锻压机械有限公司") == [("丁山", "13812345005", "")]
    assert people_of("如东海鲜有限公司") == [("徐", "13812345006", ""), ("刘", "13812345007", "")]


def test_people_with_a_number_each_raise_no_doubt_and_change_nothing_the_second_time(world):
    batch = imported(LIST, world)
    assert batch.report["counts"]["to_verify"] == 0
    assert opened(LIST, world).report["counts"]["skipped"] == 4


def test_a_customer_on_file_gets_them_too(world):
    row = only_row("客户名称,联系人,手机\n刚刚建档有限公司,陆海、陈静,13812345001、13812345002\n", world)
    assert [person.changes["phone"] for person in row.entry.people if person.contact is None][-2:] == [
        "13812345001",
        "13812345002",
    ]


@pytest.mark.parametrize(
    ("called", "text"),
    [
        ("陆海；陈静", "13812345001；13812345002"),
        ("陆海／陈静", "13812345001／13812345002"),
        ("陆海，陈静", "手机：13812345001，手机：13812345002"),
        ("陆海 陈静", "13812345001 / 13812345002"),
        ("陆海13812345001、陈静13812345002", ""),
        ("陆海(13812345001)、陈静(13812345002)", ""),
        ("13812345001陆海、13812345002陈静", ""),
        ("陆海、陈静13812345002", "13812345001"),
        ("陆海、陈静", "陈静：13812345002、陆海：13812345001"),
        ("陆海、陈静", "13812345001（微信同号）、13812345002（微信同号）"),
        ("", "陆海：13812345001，陈静：13812345002"),
    ],
)
def test_each_of_several_has_a_number(called, text):
    assert told(called, text) == [("陆海", "13812345001"), ("陈静", "13812345002")]


@pytest.mark.parametrize("text", ["13812345001", "13812345001、13812345002、13812345003", ""])
def test_nothing_is_lost_where_they_are_not_as_many(world, text):
    row = only_row(f"客户名称,联系人,手机\n全新有限公司,陆海、陈静,{text}\n", world)
    (person,) = row.entry.people
    kept = str(person.changes)
    assert person.name == "陆海"
    assert "陈静" in kept and all(number in kept for number in filter(None, text.split("、")))
    assert row.is_to_verify and "一格里写了 2 位" in "".join(row.remarks)


def test_a_position_of_each_is_the_second_ones_too(world):
    row = only_row("客户名称,联系人,手机,职位\n全新有限公司,陆海/陈静,13812345001/13812345002,经理/会计\n", world)
    assert [person.changes["position"] for person in row.entry.people] == ["经理", "会计"]


@pytest.mark.parametrize(
    ("called", "name", "roles"),
    [
        ("袁芳（总经理）", "袁芳", {"position": "总经理"}),
        ("袁芳 总经理", "袁芳", {"position": "总经理"}),
        ("袁芳/采购经理", "袁芳", {"position": "采购经理"}),
        ("总经理：袁芳", "袁芳", {"position": "总经理"}),
        ("袁芳【采购部】", "袁芳", {"department": "采购部"}),
        ("袁芳(女)", "袁芳", {"sex": "女"}),
        ("（女）袁芳（总经理）", "袁芳", {"sex": "女", "position": "总经理"}),
        ("袁芳 总经理 法人", "袁芳", {"position": "总经理、法人"}),
        ("袁芳（总经理）/法人", "袁芳", {"position": "总经理、法人"}),
        ("李 敏 经理", "李敏", {"position": "经理"}),
        ("王总", "王总", {}),
        ("王经理", "王经理", {}),
        ("李工", "李工", {}),
        ("张先生", "张先生", {}),
        ("总经理", "总经理", {}),
        ("李明（小李）", "李明(小李)", {}),
        ("李　敏", "李敏", {}),
        ("诸葛 孔明", "诸葛孔明", {}),
        ("John Smith", "John Smith", {}),
        ("Smith, John", "Smith, John", {}),
        ("王5", "王5", {}),
    ],
)
def test_what_stands_with_a_name(called, name, roles):
    (person,) = named(called)
    assert (person.name, person.roles) == (name, roles)


@pytest.mark.parametrize(
    ("called", "first", "second"),
    [
        ("陆海 陈静（采购）", {}, {"position": "采购"}),
        ("陆海（总经理） 陈静（采购）", {"position": "总经理"}, {"position": "采购"}),
        ("陆海（总经理）陈静（采购）", {"position": "总经理"}, {"position": "采购"}),
        ("陆海（总经理）、陈静（女）（采购）", {"position": "总经理"}, {"sex": "女", "position": "采购"}),
        ("陆海 陈静、总经理", {}, {"position": "总经理"}),
        ("陆海 总经理 陈静 会计", {"position": "总经理"}, {"position": "会计"}),
        ("总经理 陆海 会计 陈静", {"position": "总经理"}, {"position": "会计"}),
        ("（总经理）陆海、（会计）陈静", {"position": "总经理"}, {"position": "会计"}),
    ],
)
def test_a_role_is_that_of_the_name_beside_it(called, first, second):
    """Two in one cell once shared what was told of one."""
    assert [(person.name, person.roles) for person in named(called)] == [("陆海", first), ("陈静", second)]


def test_a_position_that_differs_from_its_column_is_kept(world):
    row = only_row("客户名称,联系人,职位\n全新有限公司,袁芳（总经理）,采购\n", world)
    assert row.entry.people[0].changes["position"] == "采购"
    assert "总经理" in row.entry.values["remarks"]


@pytest.mark.parametrize(
    "called",
    ["丁山13812345005", "丁山 138 1234 5005", "丁山：13812345005", "丁山(手机13812345005)", "丁山/13812345005"],
)
def test_a_number_beside_a_name_is_no_part_of_it(called):
    assert told(called) == [("丁山", "13812345005")]
    (person,), _ = people_in(called, [("phone", "13912345005")])
    assert (person.reach.phone, person.reach.others) == ("13912345005", ["13812345005"])


def test_a_name_beside_a_number_is_the_contact_where_no_cell_names_one(world):
    assert told("", "王芳 13812345678", "") == [("王芳", "13812345678")]
    assert told("", "前台 0512-66778899", "") == [("", "0512-66778899")]
    assert told("李敏", "王芳 13812345678", "")[0][0] == "李敏"


def test_in_a_list_of_persons_the_customer_is_called_by_the_name_alone(world):
    row = only_row("客户姓名,手机\n丁山13812345005,\n", world)
    assert (row.name, row.entry.people[0].changes["phone"]) == ("丁山", "13812345005")


def test_a_decision_maker_is_read_like_a_contact(world):
    row = only_row("客户名称,联系人,核心人物\n全新有限公司,陆海,袁芳（总经理）13812345004\n", world)
    chief = row.entry.people[1].changes
    assert (chief["name"], chief["position"], chief["phone"]) == ("袁芳", "总经理", "13812345004")


def test_no_stranger_reads_a_number_or_a_whole_name_of_them(world, client):
    text = "客户名称,联系人,手机\n全新有限公司,陆海、陈静13812345002、徐文,13812345001、13812345003、13812345004\n"
    batch = opened(text, world)
    page = client.log_in(world.manager).get(f"/imports/{batch.id}").text
    for secret in ("1234500", "陆海", "陈静", "徐文"):
        assert secret not in page + str(batch.report)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_cells_make_it_fail(called, text):
    people_in(called, [("", text)])


@given(st.text(alphabet="王芳李总0138-(): 、/微信同转", max_size=30))
def test_no_digit_of_a_name_is_thrown_away(called):
    kept = str([(vars(person), vars(person.reach)) for person in people_in(called, [])[0]])
    assert all(character in kept for character in set(called) & set("王芳李"))
