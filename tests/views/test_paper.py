"""打印: the sheets come as PDF, masked unless one works on every customer on it (R-PRINT, R-PRINTLOG)."""

from io import BytesIO
from urllib.parse import unquote

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from webapp.models import AuditEvent, Customer, Print
from webapp.paper import printing
from webapp.paper.forms import FORMS

SHEET = "/paper/tracking-sheet.pdf"


def text(page) -> str:
    return "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(page.bytes))


def pages(page) -> int:
    with pikepdf.open(BytesIO(page.bytes)) as pdf:
        return len(pdf.pages)


def test_three_copies_front_and_back(desk, world):
    sheet = desk.get(f"{SHEET}?customer={world.overdue.number}")
    assert sheet.headers["Content-Type"] == "application/pdf" and pages(sheet) == 6
    assert world.overdue.name in text(sheet) and "第一联" in text(sheet)


def test_the_file_is_named_for_the_archive(desk, world):
    name = desk.get(f"{SHEET}?customer={world.overdue.number}").headers["Content-Disposition"]
    assert "%E4%BB%A3%E8%B7%9F%E8%B8%AA" in name and name.endswith(".pdf")


def test_one_copy_alone(desk, world):
    assert pages(desk.get(f"{SHEET}?customer={world.overdue.number}&copy=2")) == 2


@pytest.mark.parametrize("query", ["blank=1", "", "blank=1&copy=1&copy=9&copy=x"])
def test_the_blank_sheet_is_for_everybody_and_leaves_no_print(client, world, query):
    for who in (world.rep, world.inspector):
        client.log_in(who).get(f"{SHEET}?{query}")
    assert not Print.select().exists()


def test_a_print_is_on_record_and_counted(desk, world):
    for times in (1, 2):
        desk.get(f"{SHEET}?customer={world.overdue.number}")
        assert Print.select().order_by(Print.id.desc()).get().times == times
    assert "第 2 次" in desk.get(f"/customers/{world.overdue.number}?kind=print").one("#timeline").text


def test_contact_data_is_masked_unless_asked_for(desk, world):
    assert "13912340003" not in text(desk.get(f"{SHEET}?customer={world.overdue.number}"))
    sheet = desk.get(f"{SHEET}?customer={world.overdue.number}&unmasked=1")
    assert "13912340003" in text(sheet) and world.rep.name in text(sheet)
    assert Print.select().order_by(Print.id.desc()).get().is_unmasked


def test_who_inspects_prints_masked_alone(client, world):
    client.log_in(world.inspector).get(f"{SHEET}?customer={world.overdue.number}&unmasked=1", status=403)
    assert not Print.select().exists()
    client.get(f"{SHEET}?customer={world.overdue.number}")


def test_an_admin_prints_blank_forms_alone(client, world):
    for query in (f"customer={world.overdue.number}", f"customer={world.overdue.number}&unmasked=1", "all=1"):
        client.log_in(world.admin).get(f"{SHEET}?{query}", status=403)
    assert not Print.select().exists()
    client.get(f"{SHEET}?blank=1")


def test_nobody_is_offered_what_printing_would_refuse(client, world):
    for page in (f"/customers/{world.overdue.number}", "/paper"):
        for who, may in ((world.inspector, True), (world.admin, False)):
            shown = client.log_in(who).get(page).one("main")
            offered = shown.css("form[action*='.pdf'] button, button[formaction*='.pdf']")
            assert bool(offered) == bool(shown.css("input[name=copy]")) == may
            assert shown.css("a[href*='blank=1']")


def test_service_prints_what_it_helps_on_masked(client, world):
    client.log_in(world.service).get(f"{SHEET}?customer={world.helped.number}&unmasked=1", status=403)
    client.get(f"{SHEET}?customer={world.helped.number}")


def test_one_customer_that_is_not_ones_own_refuses_the_batch(desk, world):
    desk.get(f"{SHEET}?customer={world.overdue.number}&customer={world.elsewhere.number}", status=404)
    assert not Print.select().exists() and not AuditEvent.select().where(AuditEvent.action == "print.made").exists()


def test_a_batch_is_one_file(desk, world):
    assert pages(desk.get(f"{SHEET}?customer={world.overdue.number}&customer={world.won.number}&copy=1")) == 4


def test_a_customer_named_twice_is_printed_once(desk, world):
    query = "&".join(f"customer={world.overdue.number}" for _ in range(26))
    assert pages(desk.get(f"{SHEET}?{query}&copy=1")) == 2
    assert [row.times for row in Print.select()] == [1]


def test_asking_for_the_headers_alone_prints_nothing(desk, world, monkeypatch):
    monkeypatch.setattr(printing, "print_customers", None)
    answer = desk.flask.head(f"{SHEET}?customer={world.overdue.number}")
    assert answer.status_code == 405
    assert (
        not Print.select().exists() and not AuditEvent.select().where(AuditEvent.action.startswith("print.")).exists()
    )


@pytest.mark.parametrize(
    "header",
    [
        ("Sec-Purpose", "prefetch"),
        ("Sec-Purpose", "prefetch;prerender"),
        ("Purpose", "prefetch"),
        ("X-Moz", "prefetch"),
    ],
)
def test_a_browser_that_reads_ahead_prints_nothing(desk, world, header):
    desk.get(f"{SHEET}?customer={world.overdue.number}", headers=dict([header]), status=503)
    assert not Print.select().exists()


def addresses(page) -> set[str]:
    """What the QR codes say."""
    sheets = pypdfium2.PdfDocument(page.bytes)
    return {code.text for sheet in sheets for code in zxingcpp.read_barcodes(sheet.render(scale=150 / 72).to_pil())}


@pytest.mark.parametrize(
    ("host", "printed"),
    [
        ("crm.example.lan:8000", "crm.example.lan:8000"),
        ("localhost:8000", "office-pc:8000"),
        ("127.0.0.1", "office-pc"),
    ],
)
def test_the_code_leads_to_the_page_from_other_machines_too(desk, world, monkeypatch, host, printed):
    """R-TRACE."""
    monkeypatch.setattr("socket.gethostname", lambda: "office-pc")
    monkeypatch.setitem(desk.app.extensions["genjinbu"], "HOSTS", "crm.example.lan")
    cookie = desk.flask.get_cookie("genjinbu").value
    desk.flask.set_cookie("genjinbu", cookie, domain=host.partition(":")[0])
    sheet = desk.get(f"{SHEET}?customer={world.overdue.number}&copy=1", base_url=f"http://{host}")
    assert addresses(sheet) == {f"http://{printed}/prints/{Print.get().number}?copy=1"}


def test_too_many_at_once_are_refused_with_the_way_out(desk, world, monkeypatch):
    monkeypatch.setattr(printing, "MOST", 25)
    query = "&".join(f"customer=C{place}" for place in range(26))
    assert "一次最多打印 25 位客户，这里有 26 位" in desk.get(f"{SHEET}?{query}", status=422).text
    assert not Print.select().exists()


@pytest.mark.parametrize("slug", [slug for slug, form in FORMS.items() if form.fill])
def test_every_form_prints_for_one_for_many_for_all_and_blank(desk, world, slug):
    some = f"customer={world.overdue.number}%20{world.won.number}"
    for query, names in ((f"customer={world.won.number}", 1), (some, 2), ("all=1", 8), ("blank=1", 0)):
        sheet = desk.get(f"/paper/{slug}.pdf?{query}&copy=1")
        text_ = "".join(text(sheet).split())
        assert sheet.headers["Content-Type"] == "application/pdf"
        assert sum(customer.name in text_ for customer in Customer.visible_to(world.rep)) == names


def test_another_way_to_fill_a_form_is_asked_for_by_its_name(desk, world):
    list_ = f"/paper/classified-followup.pdf?customer={world.overdue.number}"
    assert pages(desk.get(f"{list_}&variant=each")) == 1
    assert "没有“x”这种印法" in desk.get(f"{list_}&variant=x", status=422).text


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("all=1", "全部客户-客户分类跟进记录表-"),
        ("customer={0} {1}", "2位客户-客户分类跟进记录表-"),
        ("customer={0}", "逾期三天有限公司-客户分类跟进记录表-"),
    ],
)
def test_a_file_says_whom_it_is_for(desk, world, query, name):
    answer = desk.get(f"/paper/classified-followup.pdf?{query.format(world.overdue.number, world.won.number)}")
    assert name in unquote(answer.headers["Content-Disposition"])


@pytest.mark.parametrize("part", ["bytes=0-1023", "bytes=9999999-"])
def test_a_viewer_that_asks_for_parts_gets_the_whole_and_prints_once(desk, world, part):
    sheet = desk.get(f"{SHEET}?customer={world.overdue.number}", headers={"Range": part})
    assert "Accept-Ranges" not in sheet.headers and pages(sheet) == 6
    assert Print.select().count() == 1


def test_unticking_all_copies_prints_none(desk, world):
    """U40."""
    assert "请选择要打印哪一联" in desk.get(f"{SHEET}?filled=1&customer={world.overdue.number}", status=422).text
    assert not Print.select().exists()
    assert (
        desk.get(f"/customers/{world.overdue.number}").one("form[action$='tracking-sheet.pdf'] [name=filled]")["value"]
        == "1"
    )


def test_all_are_all_whoever_else_is_named(desk, world):
    answer = desk.get(f"/paper/classified-followup.pdf?all=1&customer={world.overdue.number}")
    assert "全部客户-" in unquote(answer.headers["Content-Disposition"])


def test_an_address_names_no_more_than_servers_take(desk):
    numbers = "%0D%0A".join(f"C20240501{place:03}" for place in range(201))
    assert "一次最多写 200 个客户编号，这里有 201 个" in desk.get(f"{SHEET}?customer={numbers}", status=422).text


def test_pressing_print_without_saying_for_whom_is_told(desk):
    assert "要给哪些客户打印" in desk.get(f"{SHEET}?filled=1&customer=", status=422).text


def test_a_form_that_is_none_does_not_exist(desk):
    desk.get("/paper/nothing.pdf", status=404)
    desk.get("/paper/nothing.pdf?blank=1", status=404)


def test_the_forms_are_listed_each_with_its_ways(desk, world):
    page = desk.get(f"/paper?customer={world.won.number}")
    assert page.one("#customer").text == world.won.number
    for form in FORMS.values():
        assert form.name in page.text and f"/paper/{form.slug}.pdf?blank=1" in page.html
        ways = page.css(f'button[formaction="/paper/{form.slug}.pdf"]') + page.css(f"select[name={form.slug}] option")
        assert {way.get("value") for way in ways} == (set(form.variants) if form.fill else set())


def test_the_card_leads_to_the_other_forms(desk, world):
    assert f'href="/paper?customer={world.won.number}"' in desk.get(f"/customers/{world.won.number}").html
