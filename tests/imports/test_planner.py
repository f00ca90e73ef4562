import pytest

from tests.queries import count_queries
from webapp.imports.plan.planner import NoNameColumn
from webapp.models import Customer
from webapp.models.settings import Settings

from .lists import only_row, planned, wake

RESIDENT_ID = "11010519491231002X"
BANK_CARD = "4111111111111111"


def test_planning_writes_nothing(world):
    """R-IMPORT."""
    before = Customer.select().count()
    row = only_row("客户名称,电话\n全新有限公司,13812345678\n", world)
    assert (row.outcome, row.number) == ("created", "")
    assert Customer.select().count() == before


def test_a_list_without_names_is_refused(world):
    with pytest.raises(NoNameColumn):
        planned("电话,备注\n1,2\n", world)


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "缺少客户名称"), ("无", "太笼统"), ("测试", "太笼统"), ("12345", "太笼统"), ("长" * 81, "超过 80 个字")],
)
def test_a_missing_or_vague_name_is_rejected(world, name, says):
    row = only_row(f"客户名称,电话\n{name},13812345678\n", world)
    assert row.outcome == "rejected"
    assert says in row.remarks[0]


@pytest.mark.parametrize(("number", "kind"), [(RESIDENT_ID, "身份证号"), (BANK_CARD, "银行卡号")])
def test_identity_data_anywhere_rejects_its_row(world, number, kind):
    """R-NOID: the column is named, the number never repeated, not even in what is handed back."""
    plan = planned(f"客户名称,备注\n甲乙有限公司,号码 {number}\n丙丁有限公司,正常\n", world)
    row, other = plan.rows
    assert (row.outcome, other.outcome) == ("rejected", "created")
    assert row.remarks == [f"“备注”列含有{kind}，本系统不保存这类信息"]


def test_a_row_with_cells_too_many_is_rejected(world):
    row = only_row("客户名称,电话\n甲乙有限公司,13812345678,多\n", world)
    assert "多出几格" in row.remarks[0]


def test_the_same_number_and_name_is_an_update(world):
    row = only_row(f"客户编号,客户名称,行业\n{world.fresh.number},刚刚建档 有限公司,互联网\n", world)
    assert row.outcome == "updated"
    assert row.remarks == ["待核实：所属行业 批发和零售业 → 互联网"]


def test_a_number_that_is_taken_is_replaced_with_an_open_note(world):
    row = only_row(f"客户编号,客户名称\n{world.fresh.number},另一家有限公司\n", world)
    assert row.outcome == "created"
    assert row.remarks == [
        f"待核实：编号 {world.fresh.number} 已属于“刚刚建档有限公司”，改用新编号（确认时生成），原编号记入备注"
    ]


def test_a_number_used_twice_in_the_list_is_replaced_too(world):
    first, second = planned("客户编号,客户名称\nX1,甲乙有限公司\nX1,丙丁有限公司\n", world).rows
    assert first.number == "X1"
    assert "编号 X1 已属于“甲乙有限公司”" in second.remarks[0]


@pytest.mark.parametrize(
    "number", ["new", "New", "A/1", "A?1", "A#1", "A%2f1", "..1", "-1", "A 1", "甲1", "A" * 40 + "1"]
)
def test_a_number_that_cannot_be_an_address_is_replaced(world, number):
    """R-NO: /customers/new is a page of its own."""
    row = only_row(f"客户编号,客户名称\n{number},全新有限公司\n", world)
    note = f"待核实：编号“{number[:40]}”不能用作客户编号，改用新编号"
    assert (row.outcome, row.number, row.remarks) == ("created", "", [note])
    assert row.entry.values["remarks"] == note


@pytest.mark.parametrize("number", ["1", "new1", "ABC2024001", "kh-2024.07_b"])
def test_any_other_number_is_kept(world, number):
    assert only_row(f"客户编号,客户名称\n{number},全新有限公司\n", world).number == number


def test_without_a_number_the_name_decides(world):
    row = only_row("客户名称,地址\n刚刚建档（有限公司）,苏州\n", world)
    assert (row.outcome, row.number) == ("updated", world.fresh.number)


def test_another_number_for_a_known_name_is_noted_and_not_taken(world):
    row = only_row("客户编号,客户名称,地址\nX9,刚刚建档有限公司,苏州\n", world)
    assert row.remarks[0] == f"待核实：名单中的编号 X9 与系统中的 {world.fresh.number} 不同，保留 {world.fresh.number}"


def test_another_branchs_customer_is_left_alone(world):
    row = only_row("客户名称,地址\n别家分站有限公司,佛山\n", world)
    assert row.outcome == "skipped"
    assert row.remarks == [f"佛山分站已有这位客户（编号 {world.elsewhere.number}，负责人 何俊）"]


def test_a_name_nearly_the_same_is_pointed_out(world):
    """R-DUP."""
    row = only_row("客户名称,地址\n刚刚建档公司,苏州\n", world)
    assert row.outcome == "created"
    assert "名称相近，请看是否重复" in row.remarks[0]


def test_a_phone_on_file_is_pointed_out(world):
    row = only_row("客户名称,联系人,电话\n全新有限公司,张三,13912340001\n", world)
    assert any("电话相同" in note for note in row.remarks)


def test_nothing_new_is_skipped(world):
    row = only_row("客户名称,行业\n刚刚建档有限公司,批发和零售业\n", world)
    assert row.outcome == "skipped"


@pytest.mark.parametrize(("mode", "known", "new"), [("add", "skipped", "created"), ("update", "updated", "skipped")])
def test_the_mode_limits_what_is_written(world, mode, known, new):
    text = "客户名称,行业\n刚刚建档有限公司,互联网\n全新有限公司,互联网\n"
    assert [row.outcome for row in planned(text, world, mode=mode).rows] == [known, new]


def test_one_customer_on_several_rows_is_one_file(world):
    text = "客户名称,跟进时间,跟进内容\n全新有限公司,2024-05-01,第一次电话\n全新有限公司,2024-05-08,第二次电话\n"
    plan = planned(text, world)
    assert [row.outcome for row in plan.rows] == ["created", "updated"]
    assert [wake(plan, entry).followup_count for entry in plan.entries] == [2]


@pytest.mark.parametrize(
    ("owner", "name", "note"),
    [
        ("李敏", "李敏", None),
        ("李*", "李敏", "待核实：负责人“李*”按姓氏对应为“李敏”"),
        ("張三", "周建华", "待核实：负责人“張三”在本分站没有账号，暂归“周建华”名下"),
        ("何*", "周建华", "待核实：负责人“何*”在本分站没有账号，暂归“周建华”名下"),
        ("", "周建华", None),
    ],
)
def test_the_owner_is_found_among_the_branchs_accounts(world, owner, name, note):
    row = only_row(f"客户名称,负责人\n全新有限公司,{owner}\n", world)
    assert row.entry.owner.name == name
    assert row.remarks == ([note] if note else [])


def test_half_a_date_goes_to_the_remarks(world):
    row = only_row("客户名称,首次跟进时间\n全新有限公司,2023-11-\n", world)
    assert row.entry.values["remarks"] == "待核实：首次跟进时间 2023-11-"


def test_tags_become_classes(world):
    """R-TAGS."""
    row = only_row("客户名称,客户分类标签,状态标签,价值等级\n全新有限公司,意向客户(预警),活躍-意向續約,高\n", world)
    classes = {slug: (wanted.value.label, wanted.note) for slug, wanted in row.entry.classes.items()}
    assert classes == {"stage": ("意向客户", "预警"), "status": ("活跃", "意向续约"), "value": ("高价值", "")}


def test_colloquial_words_become_the_standard_ones(world):
    Settings.write("synonyms", {"金主": "高价值客户"}, by=world.admin)
    row = only_row("客户名称,客户分类标签\n全新有限公司,老客户-金主\n", world)
    classes = {slug: (wanted.value.label, wanted.note) for slug, wanted in row.entry.classes.items()}
    assert classes == {"stage": ("成交客户", "合作1年以上"), "value": ("高价值", "")}


def test_an_unknown_tag_is_kept_as_text(world):
    row = only_row("客户名称,客户分类标签\n全新有限公司,爱喝茶\n", world)
    assert row.entry.values["remarks"] == "待核实：标签“爱喝茶”不在标准分类内"
    assert row.entry.classes["stage"].value.label == "潜在客户"


def test_a_wrong_credit_code_is_kept_as_text_only(world):
    row = only_row("客户名称,统一社会信用代码\n全新有限公司,91320500MA1XXXXX0A\n", world)
    assert "uscc" not in row.entry.values
    assert row.entry.values["remarks"].startswith("待核实：统一社会信用代码 91320500MA1XXXXX0A")


def test_a_followup_in_the_future_is_doubted(world):
    row = only_row("客户名称,跟进时间,跟进内容\n全新有限公司,2098-01-01,电话沟通采购需求\n", world)
    assert row.entry.histories == []
    assert "在今天之后" in row.entry.values["remarks"]


def test_text_too_long_for_its_column_goes_to_the_remarks(world):
    long = "行" * 50
    row = only_row(f"客户名称,行业\n全新有限公司,{long}\n", world)
    assert row.entry.values["industry"] == "行" * 40
    assert f"所属行业：{long}" in row.entry.values["remarks"]


def test_planning_takes_no_query_per_row(world):
    def queries(count: int) -> int:
        """Once the process has found what is set up."""
        rows = "".join(f"C{n},甲{n}公司,138{n:08}\n" for n in range(count))
        with count_queries() as statements:
            planned(f"客户编号,客户名称,电话\n{rows}", world)
        return len(statements)

    queries(1)
    assert queries(200) == queries(5)
