"""导入: a list is previewed, confirmed once, and taken back as one act (R-IMPORT)."""

from datetime import timedelta
from io import BytesIO

import peewee
import pytest

from webapp.clock import now
from webapp.imports import undo
from webapp.imports.customer_import import CustomerImport
from webapp.models import AuditEvent, Customer, ImportBatch, User

LIST = (
    "客户名称,所属行业,联系人,联系电话\n"
    "导入之一有限公司,制造业,陈新,13800001111\n"
    "导入之二有限公司,制造业,李四,13800002222\n"
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
def desk(client, world):
    return client.log_in(world.manager)


def upload(client, content: bytes | str = LIST, name: str = "名单.csv", *, status: int = 303, **fields):
    form = client.get("/imports").form("main form")
    content = content.encode() if isinstance(content, str) else content
    return client.post("/imports", {**form.fields, **fields, "file": (BytesIO(content), name)}, status=status)


def imported() -> int:
    return Customer.select().where(Customer.name.startswith("导入之")).count()


def press(page, act: str):
    return page.form(f"form[action$={act}]").submit().follow()


def test_the_preview_shows_every_row_and_nothing_is_written(desk):
    page = upload(desk).follow()
    assert page.texts("tbody tr td:nth-child(3)") == ["导入之一有限公司", "导入之二有限公司"]
    assert "还什么都没有写入" in page.text and imported() == 0


def test_confirming_writes_it_once(desk):
    page = upload(desk).follow()
    confirm = page.form("form[action$=confirmation]")
    assert "已导入" in confirm.submit().follow().text and imported() == 2
    desk.post(confirm.element["action"], status=422)
    assert imported() == 2


def test_undoing_takes_everything_back_once(desk):
    page = press(upload(desk).follow(), "confirmation")
    undo = page.form("form[action$=reversal]")
    assert "已撤销" in undo.submit().follow().text and imported() == 0
    desk.post(undo.element["action"], status=422)
    assert Customer.select().where(Customer.name == "逾期三天有限公司").exists()


def test_undoing_leaves_what_was_changed_since_and_names_it(desk, world):
    page = press(upload(desk).follow(), "confirmation")
    Customer.get(Customer.name == "导入之一有限公司").revise({"city": "苏州市"}, by=world.manager)
    assert "导入之一有限公司" in press(page, "reversal").one("#toasts").text
    assert imported() == 1


def test_an_undo_that_breaks_off_does_not_say_that_nothing_was_done(desk, monkeypatch):
    page = press(upload(desk).follow(), "confirmation")
    monkeypatch.setattr(undo, "MOST", 1)
    before, done = AuditEvent.record_each, []

    def second_fails(*args, **options):
        if done:
            raise peewee.OperationalError("database is locked")
        done.append(before(*args, **options))

    monkeypatch.setattr(AuditEvent, "record_each", second_fails)
    broken = page.form("form[action$=reversal]").submit(status=503)
    assert "接着做" in broken.text and "什么都没有" not in broken.text and imported() == 1
    monkeypatch.setattr(AuditEvent, "record_each", before)
    assert "已撤销" in press(page, "reversal").text and imported() == 0


def test_an_unconfirmed_list_is_dropped_with_its_content(desk):
    page = upload(desk).follow()
    assert "已放弃" in press(page, "withdrawal").text
    assert imported() == 0 and not ImportBatch.select().where(ImportBatch.content.is_null(False)).exists()


def test_the_results_are_a_workbook(desk):
    page = upload(desk).follow()
    book = desk.get(page.one("a[href$='report.xlsx']")["href"])
    assert book.bytes[:2] == b"PK" and "attachment" in book.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "空.csv"),
        (PNG, "名单.xlsx"),
        (PNG, "名单.csv"),
        (b"PK\x03\x04broken", "名单.xlsx"),
        ("没有表头,只有字\n", "名单.csv"),
        (b"\xff\xfe\x00", "名单.csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_the_field(desk, content, name):
    page = upload(desk, content, name, status=422, mode="add")
    assert page.one("#file-error").text
    assert page.form("main form").fields["mode"] == "add"
    assert not ImportBatch.select().exists()


def test_no_file_is_asked_for(desk):
    page = desk.get("/imports").form("main form").submit(status=422)
    assert "请选择一个文件" in page.one("#file-error").text


@pytest.mark.parametrize("who", ["rep", "service", "inspector"])
def test_others_do_not_import(client, world, who):
    client.log_in(getattr(world, who)).get("/imports", status=403)
    client.post("/imports", {"file": (BytesIO(LIST.encode()), "名单.csv")}, status=403)
    assert not ImportBatch.select().exists()


def test_a_manager_imports_into_ones_own_branch_only(desk, world):
    assert [option.text for option in desk.get("/imports").css("select[name=branch] option")] == [world.suzhou.name]
    upload(desk, branch=str(world.foshan.id), status=422)
    assert not ImportBatch.select().exists()


def test_another_branchs_list_does_not_exist(client, world):
    batch = CustomerImport.open(LIST.encode(), "名单.csv", branch=world.foshan, by=world.other_manager).batch
    client.log_in(world.manager).get(f"/imports/{batch.id}", status=404)
    client.post(f"/imports/{batch.id}/confirmation", status=404)
    assert imported() == 0


def test_everything_is_on_record(desk):
    press(press(upload(desk).follow(), "confirmation"), "reversal")
    acts = [
        event.action
        for event in AuditEvent.select().where(AuditEvent.action.startswith("import.")).order_by(AuditEvent.id)
    ]
    assert acts == ["import.opened", "import.confirmed", "import.undone"]


def test_a_long_preview_is_paged_and_filtered(desk):
    rows = "".join(f"导入之{place:03}有限公司,制造业,陈新,1380000{place:04}\n" for place in range(120))
    page = upload(desk, LIST.splitlines()[0] + "\n" + rows).follow()
    assert len(page.css("tbody tr")) == 100
    assert len(desk.get(page.one("a[rel=next]")["href"]).css("tbody tr")) == 20
    here = page.response.request.path
    for query in ("?outcome=rejected", "?outcome=nothing", "?start=-5", "?start=abc", "?start=99999"):
        desk.get(here + query)


def test_a_list_that_is_being_written_offers_nothing_but_to_look_again(desk):
    page = upload(desk).follow()
    batch = ImportBatch.get()
    batch.take_turn(ImportBatch.confirmed_at.is_null(), "")
    page = desk.get(f"/imports/{batch.id}")
    assert "正在写入" in page.text and not page.css("main form")
    assert "进行中" in desk.get("/imports").text
    desk.post(f"/imports/{batch.id}/confirmation", status=422)
    assert imported() == 0


def test_a_list_that_is_being_taken_back_says_that_this_is_gone_on_with(desk):
    press(upload(desk).follow(), "confirmation")
    batch = ImportBatch.get()
    batch.take_turn(ImportBatch.undone_at.is_null(), "")
    page = desk.get(f"/imports/{batch.id}")
    assert (
        "正在撤销" in page.text and "接着做" in page.text and "自动收回" not in page.text and not page.css("main form")
    )
    desk.post(f"/imports/{batch.id}/reversal", status=422)
    assert imported() == 2


def test_a_list_nobody_confirmed_in_a_day_is_shown_no_more(desk, world):
    """R-NOID: the night run drops it, with its file (tests/rules/test_housekeeping.py)."""
    kept, expired = (opened_ago(hours, world.suzhou) for hours in (23, 25))
    desk.get(f"/imports/{expired}", status=404)
    desk.post(f"/imports/{expired}/confirmation", status=404)
    assert [link["href"] for link in desk.get("/imports").css("tbody a")] == [f"/imports/{kept}"]


def test_an_imported_list_does_not_expire(desk):
    page = press(upload(desk).follow(), "confirmation")
    ImportBatch.update(created_at=now() - timedelta(days=30)).execute()
    desk.get(page.response.request.path)


def opened_ago(hours: int, branch) -> int:
    by = User.get(User.branch == branch, User.role == "manager")
    batch = CustomerImport.open(LIST.encode(), "名单.csv", branch=branch, by=by).batch
    ImportBatch.update(created_at=now() - timedelta(hours=hours)).where(ImportBatch.id == batch.id).execute()
    return batch.id


def handed_out() -> int:
    return AuditEvent.select().where(AuditEvent.action == "import.exported").count()


def test_handing_out_the_results_is_on_record(desk, world):
    path = f"{upload(desk).location}/report.xlsx"
    desk.get(path)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.actor, event.subject, event.origin) == (
        "import.exported",
        world.manager,
        "名单.csv",
        "127.0.0.1",
    )


def test_only_a_download_somebody_asked_for_hands_them_out(desk):
    path = f"{upload(desk).location}/report.xlsx"
    assert desk.flask.head(path).status_code == 405
    desk.get(path, headers={"Sec-Purpose": "prefetch;prerender"}, status=503)
    assert handed_out() == 0


@pytest.mark.parametrize("part", ["bytes=0-99", "bytes=9999999-"])
def test_whoever_asks_for_a_part_gets_the_whole_once(desk, part):
    answer = desk.get(f"{upload(desk).location}/report.xlsx", headers={"Range": part})
    assert answer.bytes.startswith(b"PK") and "Accept-Ranges" not in answer.headers
    assert handed_out() == 1


STRANGE = "甲方抬头,接头人,打给谁,客户来源\n导入之一有限公司,陈新,13800001111,展会\n"
READ = ["name", "contact_name", "phone", "source"]


def assign(page, *fields: str, status: int = 303):
    return page.client.post(
        page.form("form[action$=mapping]").element["action"], {"field": list(fields)}, status=status
    )


def chosen(page) -> list[str]:
    return [option["value"] for option in page.css("form[action$=mapping] option[selected]")]


def test_a_list_in_words_of_its_own_is_assigned_by_hand(desk):
    """R-IMPORT: mapped by hand otherwise."""
    page = upload(desk, STRANGE).follow()
    assert page.css("details.mapping[open]") and chosen(page) == ["ignore", "ignore", "ignore", "source"]
    assert not page.css("form[action$=confirmation]") and not page.css("tbody tr")
    page = assign(page, *READ).follow()
    assert chosen(page) == READ and not page.css("details.mapping[open]")
    press(page, "confirmation")
    contact = Customer.get(Customer.name == "导入之一有限公司").contacts.get()
    assert (contact.name, contact.phone) == ("陈新", "13800001111")


def test_known_headings_are_assigned_already(desk):
    page = upload(desk).follow()
    assert chosen(page) == ["name", "industry", "contact_name", "phone"] and not page.css("details.mapping[open]")
    page = assign(page, "name", "ignore", "contact_name", "phone").follow()
    press(page, "confirmation")
    assert Customer.get(Customer.name == "导入之一有限公司").industry == ""


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (["name", "name", "phone", "source"], "有两列都对应“客户名称”"),
        (["ignore", "contact_name", "nothing", "source"], "没有“nothing”这个字段"),
        (["short_name", "ignore", "phone", "source"], "没有找到“客户名称”这一列"),
        ([], "没有找到“客户名称”这一列"),
    ],
)
def test_an_assignment_that_does_not_work_is_refused_and_stays_on_the_page(desk, fields, reason):
    page = upload(desk, STRANGE).follow()
    page = assign(page, *fields, status=422)
    assert any(reason in error for error in page.errors)
    assert chosen(page) == (
        [field for field in fields if field != "nothing"] or ["ignore", "ignore", "ignore", "source"]
    )
    assert not ImportBatch.get().mapping


def test_nothing_is_assigned_after_the_confirmation(desk):
    page = upload(desk).follow()
    action = page.form("form[action$=mapping]").element["action"]
    assert not press(page, "confirmation").css("form[action$=mapping]")
    desk.post(action, {"field": ["name", "ignore", "ignore", "ignore"]}, status=422)


def test_a_link_from_another_site_hands_nothing_out(desk):
    """Nor does it print: what opens by a link anybody could send is done by whoever follows it (decision 0005)."""
    path = f"{upload(desk).location}/report.xlsx"
    desk.get(path, headers={"Sec-Fetch-Site": "cross-site"}, status=403)
    assert handed_out() == 0
    desk.get(path, headers={"Sec-Fetch-Site": "same-origin"})
    assert handed_out() == 1
