"""What a list must not bring in, keep or show (R-NOID, R-MASK): in cells, headings, file names, pages and the trail."""

from datetime import timedelta

import pytest

from tests.paper.samples import texts
from tests.text.test_screening import CARD, FORBIDDEN, RESIDENT_ID
from webapp.clock import now
from webapp.imports.customer_import import CustomerImport
from webapp.imports.files import refusals
from webapp.imports.files.table import read_table
from webapp.imports.tidying import CELLS_KEPT_FOR, tidy
from webapp.models import AuditEvent, Contact, Customer, FollowUp, ImportBatch, User, derived
from webapp.models.written import LONGEST
from webapp.paper import printing
from webapp.paper.printing import Order
from webapp.text.screening import is_suspicious

from .lists import customer, imported, only_row, opened, rows_of

PARTED = ["－", "–", "—", ".", "·", "/", "_", "，", "  ", "\u200b", "\u00ad"]


def parted(number: str, by: str, *places: int) -> str:
    edges = [0, *places, len(number)]
    return by.join(number[start:end] for start, end in zip(edges, edges[1:], strict=False))


@pytest.mark.parametrize("by", PARTED, ids=ascii)
def test_a_list_is_screened_as_the_form_is_whatever_parts_the_digits(world, by):
    for number in (parted(RESIDENT_ID, by, 6, 14), parted(CARD, by, 4, 8, 12)):
        row = only_row(f'客户名称,备注\n甲乙有限公司,"证件{number}"\n', world)
        assert row.outcome == "rejected" and "本系统不保存" in "".join(row.remarks)
        assert "".join(filter(str.isdigit, number))[-6:] not in "".join(row.remarks)


@pytest.mark.parametrize("said", FORBIDDEN)
def test_a_list_is_screened_as_the_form_is_in_every_spelling(world, said):
    """A row is looked at in one before its cells are: nothing may slip through that look."""
    assert is_suspicious(said)
    row = only_row(f'客户名称,备注\n甲乙有限公司,"{said}"\n', world)
    assert row.outcome == "rejected" and "本系统不保存" in "".join(row.remarks)


def test_digits_of_neighbouring_cells_are_no_number(world):
    row = only_row("客户名称,联系人,电话,QQ\n甲乙有限公司,陈新,13812345678,31415926\n", world)
    assert row.outcome == "created"


def test_a_credit_code_of_digits_alone_is_none(world):
    """One in ten passes for a card, by chance."""
    code = "911101054811004574"
    assert only_row(f"客户名称,统一社会信用代码\n甲乙有限公司,{code}\n", world).outcome == "created"
    imported(f"客户名称,统一社会信用代码\n丙丁有限公司,{code}\n", world)
    customer("丙丁有限公司").revise({"remarks": "改了备注"}, by=world.manager)


def test_a_heading_that_holds_identity_data_is_refused_by_its_place(world):
    with pytest.raises(refusals.WrongHeader, match="第 2 列") as refusal:
        opened(f"客户名称,{RESIDENT_ID}\n甲乙有限公司,1\n", world)
    assert RESIDENT_ID not in refusal.value.message


def test_a_file_name_that_holds_it_is_refused(world):
    with pytest.raises(refusals.FileRefused, match="文件名") as refusal:
        CustomerImport.open(b"", f"{RESIDENT_ID}.csv", branch=world.suzhou, by=world.manager)
    assert RESIDENT_ID not in refusal.value.message


def test_a_phone_in_a_file_name_is_kept_masked_on_the_batch_and_in_the_trail(world):
    content = "客户名称,行业\n甲乙有限公司,五金\n".encode()
    batch = CustomerImport.open(content, "钱玄13912345678.csv", branch=world.suzhou, by=world.manager).batch
    assert batch.filename == "钱玄139****5678.csv"
    assert AuditEvent.get(AuditEvent.action == "import.opened").subject == batch.filename


LIST = (
    "客户名称,联系人,联系方式,社交账号,客户性质\n"
    "逾期三天有限公司,欧阳修,139123409871,douyin_planted_new,\n"
    "周树人,周树人,13611112222,,个人\n"
    "周树人二,周树人,6222020000000007,,个人\n"
)


@pytest.mark.parametrize("who", ["manager", "admin"])
def test_the_page_of_a_batch_shows_no_contact_data(client, world, who):
    world.overdue.revise({"social_accounts": "douyin_planted_78"}, by=world.rep)
    batch = opened(LIST, world)
    page = client.log_in(getattr(world, who)).get(f"/imports/{batch.id}").text
    for secret in ("139123409871", "1234098", "planted_78", "planted_new"):
        assert secret not in page
    assert ("周树人" in page) == (who == "manager")


def test_a_person_of_a_list_is_hidden_in_its_steps_and_found_by_what_is_known(client, world):
    """The step on lists and boards, the remarks of the batch, and what search holds of somebody nobody may find."""
    said = "客户名称,客户性质,联系人,微信,下一步,下次跟进时间\n郭沫若,个人,郭沫若,坏,给郭沫若寄书,2030-01-01\n"
    batch = imported(said + "郁达夫,个人,郁达夫,13812340001,给郁达夫寄书,\n", world)
    assert "郭沫若" not in customer("郭沫若").next_step and "郭*" in customer("郭沫若").next_step
    assert not list(derived.out_of_date())
    for path in (f"/imports/{batch.id}", "/customers", "/boards/stage", "/"):
        page = client.log_in(world.admin).get(path).text
        assert "郭沫若" not in page and "郁达夫" not in page, path


def test_a_number_used_twice_names_no_person_whole(client, world):
    """The other row's remark is of a customer nobody but its own people may know."""
    first, second = "N1,周建国,个人,周建国,13812340009", "N1,丙丁有限公司,公司,李敏,13812340008"
    batch = opened(f"客户编号,客户名称,客户性质,联系人,电话\n{first}\n{second}\n", world)
    assert "编号 N1 已属于“周*”" in rows_of(batch)[1].remarks[0]
    assert "周建国" not in client.log_in(world.admin).get(f"/imports/{batch.id}").text


def test_a_list_asks_for_nobodys_number(client, world):
    """Its preview would tell whose fifty thousand numbers are, uncounted; 查重 counts who asks."""
    world.overdue.revise({"kind": "individual", "name": "周树人"}, by=world.rep)
    text = "客户名称,联系人,电话\n佛山新来有限公司,钱玄同,13912340003\n周树人,周树人,13800001234\n"
    found = CustomerImport.open(text.encode(), "a.csv", branch=world.elsewhere.branch, by=world.other_manager).batch
    by_phone, by_name = rows_of(found)
    assert by_phone.remarks == ["待核实：与另一处的一位客户电话相同，请看是否重复"]
    assert world.overdue.number not in str(by_name.remarks) and world.rep.name not in str(by_name.remarks)
    own = "".join(rows_of(opened(text, world))[0].remarks)
    assert "周*" in own and world.rep.name in own  # those who lead them may know


def test_identity_data_in_a_name_is_kept_nowhere(world):
    batch = opened(f"客户名称,电话\n苏州{RESIDENT_ID}有限公司,13812345678\n", world)
    (row,) = rows_of(batch)
    assert row.outcome == "rejected" and row.name == "（已删去）" and RESIDENT_ID not in str(row.__data__)
    handed_out = read_table(CustomerImport(batch).hand_out(by=world.manager), "a.xlsx")
    assert RESIDENT_ID not in str(handed_out.rows)


def test_who_has_not_brought_a_list_and_sees_all_gets_no_more_than_its_page(world):
    text = "客户名称,联系人,电话,负责人\n,东方朔,13588884444,\n甲乙有限公司,王芳,13812345678,何人13588885555\n"
    batch = opened(text, world)
    for by, shown in ((world.manager, True), (world.admin, False)):
        book = CustomerImport(batch).hand_out(by=by)
        told = str(read_table(book, "a.xlsx").rows)
        assert ("13588884444" in told) is ("东方朔" in told) is shown
        assert shown or "13588885555" not in told


def test_a_number_beside_who_followed_up_is_shown_to_no_stranger(client, world):
    """On the card and on paper, where staff stand by their full names."""
    imported(
        "客户名称,负责人,跟进时间,跟进内容\n刚刚建档有限公司,王芳13912340987,2024-05-08,确认预算已经批下来\n", world
    )
    card = client.log_in(world.inspector).get(f"/customers/{world.fresh.number}").text
    sheet = printing.print_customers(
        "tracking-sheet", [world.fresh.number], Order(), by=world.inspector, base_url="http://book.example"
    )
    paper = "".join("".join(texts(sheet.pdf)).split())
    for shown in (card, paper):
        assert "确认预算已经批下来" in shown and "13912340987" not in shown and "王芳" in shown


def test_refused_rows_go_after_some_days(world):
    batch = imported("客户名称,电话\n甲乙有限公司,13812345678\n,13912349999\n", world)
    tidy(by=User.system())
    (refused,) = rows_of(batch, "rejected")
    assert "13912349999" in refused.cells
    ImportBatch.update(confirmed_at=now() - CELLS_KEPT_FOR - timedelta(hours=1)).execute()
    tidy(by=User.system())
    kept = ImportBatch.get_by_id(batch.id)
    assert all(row.cells is None for row in rows_of(kept)) and len(rows_of(kept)) == 2 and not kept.has_cells
    assert kept.report == batch.report
    assert CustomerImport(kept).hand_out(by=world.manager)[:2] == b"PK"


# -- nothing is endless, nothing is cut without a word


def test_no_text_is_longer_than_a_form_would_take(world):
    """One cell of 60,000 letters once hung every page that masks it."""
    long = "a" * 30_000
    imported(f"客户名称,备注,需求,跟进时间,跟进内容\n甲乙有限公司,{long},{long},2024-05-08,{long}\n", world)
    found = customer("甲乙有限公司")
    texts = found.remarks, found.need, FollowUp.get(FollowUp.customer == found).content
    assert {len(text) for text in texts} == {LONGEST}


def test_what_does_not_fit_is_said(world):
    numbers = "、".join(f"138124{place:05}" for place in range(30))
    row = only_row(f"客户名称,联系人,联系方式,QQ\n甲乙有限公司,{'王' * 45},{numbers},x\n", world)
    said = "".join(row.remarks)
    assert "“姓名”超过 40 个字" in said and "“待核实”超过 200 个字" in said
    imported(f"客户名称,联系人,联系方式,QQ\n丙丁有限公司,{'王' * 45},{numbers},x\n", world)
    remarks = customer("丙丁有限公司").remarks
    assert "王" * 45 in remarks and "13812400029" in remarks


def test_a_note_behind_a_class_that_does_not_fit_is_said_and_kept(world):
    """D28."""
    note = "预警" * 40
    row = only_row(f"客户名称,合作阶段\n甲乙有限公司,意向客户（{note}）\n", world)
    assert "“合作阶段”超过 60 个字" in "".join(row.remarks)
    imported(f"客户名称,合作阶段\n丙丁有限公司,意向客户（{note}）\n", world)
    assert note in customer("丙丁有限公司").remarks


def test_who_followed_up_is_kept_whole_somewhere(world):
    who = "王芳" * 30
    row = only_row(f"客户名称,负责人,跟进时间,跟进内容\n刚刚建档有限公司,{who},2024-05-08,确认预算\n", world)
    assert "超过 40 个字" in "".join(row.remarks) and who in row.entry.values["remarks"]


def test_remarks_of_many_rows_stop_at_what_their_place_holds(world):
    rows = "".join(f"甲乙有限公司,{place}{'长' * 300}\n" for place in range(40))
    batch = imported(f"客户名称,备注\n{rows}", world)
    assert len(customer("甲乙有限公司").remarks) == LONGEST
    assert "没有记入" in str(rows_of(batch)[-1].remarks)


def test_names_lose_what_nobody_sees_and_the_blanks_that_spread_them(world):
    imported(
        "客户名称,联系人,电话\n甲\u200b乙有限公司/,王\u3000芳,13812345678\n甲乙有限公司,王 芳,13812345678\n", world
    )
    assert [contact.name for contact in Contact.select().where(Contact.customer == customer("甲乙有限公司"))] == [
        "王芳"
    ]
    assert Customer.select().where(Customer.name.contains("甲乙")).count() == 1


def test_a_customer_of_a_thousand_rows_is_no_burden(world):
    """Each further contact once named all before it: twenty thousand rows came to a gigabyte."""
    rows = "".join(f"甲乙有限公司,王{place}号,138{place:08},{'长' * 300}\n" for place in range(1_000))
    batch = opened(f"客户名称,联系人,电话,备注\n{rows}", world)
    assert max(len(str(row.__data__)) for row in rows_of(batch)) < 400
    assert "联系人已有 300 位" in str(rows_of(batch)[-1].remarks)
