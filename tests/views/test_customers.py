"""客户: the list, the card, filing and editing the file (R-BASE, R-DUP, R-EDIT-SAFE, R-VERIFY)."""

import json
import re
from base64 import urlsafe_b64encode
from datetime import date
from urllib.parse import quote

import pytest

from tests.world import file_customer
from webapp.clock import today
from webapp.models import AuditEvent, Contact, Customer

NEW = {
    "name": "苏州新来精密有限公司",
    "industry": "制造业",
    "source": "展会",
    "need": "需要第三方检测报告",
    "contact_name": "邹立",
    "phone": "13512345678",
}


def file(client, *, status=303, **changes):
    return client.get("/customers/new").form("main form").submit(status=status, **{**NEW, **changes})


def test_all_that_is_wrong_is_said_at_once(desk, world):
    """U15: also what was once said only when all the rest was right."""
    wrong = {"name": "", "uscc": "91", "contact_name": "", "phone": "", "email": "nowhere", "need": ""}
    page = file(desk, status=422, **wrong)
    assert "有 5 处需要改一下" in page.one(".error-summary").text
    assert {field["id"] for field in page.css("[aria-invalid=true]")} == wrong.keys() - {"phone"}
    page = file(desk, status=422, name="", phone="", email="")
    assert "至少填一样" in page.text and "有 2 处需要改一下" in page.text


def test_the_cursor_waits_in_the_name(desk):
    assert desk.get("/customers/new").one("[autofocus]")["id"] == "name"


def test_nothing_that_was_wanted_has_no_heading(desk, world):
    """U47."""
    Customer.update(need="").where(Customer.id == world.fresh.id).execute()
    assert "核心需求" not in desk.get(f"/customers/{world.fresh.number}").one(".file").text


def edit(client, customer):
    return client.get(f"/customers/{customer.number}/edit").form("main form")


def names(page) -> list[str]:
    return page.texts("tbody .who a")


# -- the list


def test_the_list_shows_ones_own_customers(desk, world):
    found = names(desk.get("/customers"))
    assert world.overdue.name in found
    assert world.colleagues.name not in found and world.elsewhere.name not in found


def test_a_manager_sees_the_branch_and_an_inspector_everything(client, world):
    found = names(client.log_in(world.manager).get("/customers"))
    assert world.colleagues.name in found and world.elsewhere.name not in found
    assert world.elsewhere.name in names(client.log_in(world.inspector).get("/customers"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=lost", ["流失客户有限公司"]),
        ("due=overdue", ["逾期三天有限公司"]),
        ("due=today", ["今天到期有限公司"]),
        ("q=逾期", ["逾期三天有限公司"]),
        ("q=yqst", ["逾期三天有限公司"]),
        ("q=0003", ["逾期三天有限公司"]),
        ("q=逾期&stage=lost", []),
    ],
)
def test_filters_narrow_the_list(desk, query, found):
    assert names(desk.get(f"/customers?{query}")) == found


def test_a_filter_stays_chosen_and_htmx_gets_the_rows_alone(desk):
    page = desk.get("/customers?stage=lost")
    assert page.one("select[name=stage] option[selected]")["value"] == "lost"
    rows = desk.get("/customers?stage=lost", htmx=True, target="customers-table")
    assert not rows.is_whole and len(names(rows)) == 1


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("typed", ["13912340003", "+86 139-1234-0003", "40003", "ouyang@example.cn"])
def test_whose_phone_is_looked_for_stands_in_no_address(desk, world, typed, htmx):
    """Not in the page's, nor in those it leads on to (S-L14)."""
    Contact.update(email="ouyang@example.cn").where(Contact.customer == world.overdue).execute()
    answer = desk.post("/customers/filters", {"q": typed, "sort": "name"}, htmx=htmx, status=200)
    assert names(answer) == [world.overdue.name]
    assert not [link["href"] for link in answer.css("a[href]") if "q=" in link["href"]]
    assert answer.headers.get("HX-Push-Url", "") == ("/customers?sort=name" if htmx else "")


@pytest.mark.parametrize(
    "typed",
    ["欧阳 13912340003", "欧阳13912340003", "13912340003a", "QQ 643834970", "微信 wxid_ab12cd34", "李 a@example.cn"],
)
def test_nor_does_a_number_with_words_beside_it(desk, typed):
    for address, htmx in (("/customers/filters", True), ("/customers/filters", False), ("/search", False)):
        answer = desk.post(address, {"q": typed}, htmx=htmx, status=303 if address == "/search" else 200)
        if address == "/search":
            assert "q=" not in answer.location
            answer = answer.follow()
        told = [answer.headers.get("HX-Push-Url", ""), *(link["href"] for link in answer.css("a[href]"))]
        assert not [it for it in told if "q=" in it or "name=" in it]


def test_a_filter_as_long_as_nobody_types_makes_no_longer_address(desk):
    answer = desk.post("/customers/filters", {"q": "长" * 100_000, "stage": "x" * 100_000}, htmx=True, status=200)
    assert len(answer.headers["HX-Push-Url"]) < 2_000


def test_an_industry_is_suggested_by_the_standards_words(desk):
    words = [option["value"] for option in desk.get("/customers/new").css("#industry-words option")]
    assert len(words) == 20 and "制造业" in words


def test_other_filters_are_told_by_the_address(desk):
    answer = desk.post("/customers/filters", {"q": "逾期", "stage": "intent", "due": ""}, htmx=True)
    place = answer.headers["HX-Push-Url"]
    assert names(desk.get(place)) == names(answer) != []
    assert answer.one("hx-partial #customers-count").text.split() == ["共", "1", "位符合条件"]
    plain = desk.post("/customers/filters", {"q": "逾期", "stage": "intent"}, status=303)
    assert names(desk.get(plain.headers["Location"])) == names(answer)


def test_whose_customers_they_are_is_said_where_they_are_not_all_ones_own(client, world):
    for user, said in ((world.rep, False), (world.manager, True), (world.inspector, True)):
        assert ("负责人" in client.log_in(user).get("/customers").texts("thead th")) is said


@pytest.mark.parametrize("sort", ["number", "name", "silent", "due"])
def test_paging_meets_every_customer_once_and_leads_back(desk, world, sort):
    for place in range(55):
        file_customer(f"翻页{place:02}有限公司", f"1371234{place:04}", by=world.rep)
    first = desk.get(f"/customers?sort={sort}")
    second = desk.get(first.one("a[rel=next]")["href"])
    met = names(first) + names(second)
    assert len(met) == len(set(met)) == 63
    assert names(desk.get(second.one("a[rel=prev]")["href"])) == names(first)


def test_an_empty_book_says_how_to_begin(client, world):
    world.rep.username = "new"
    Customer.update(owner=world.colleague).where(Customer.owner == world.rep).execute()
    assert "还没有客户" in client.log_in(world.rep).get("/customers").text


# -- filing


def test_a_customer_is_filed_and_its_card_opens(desk, world):
    page = file(desk).follow()
    assert page.one("h1").text == NEW["name"]
    customer = Customer.get(Customer.name == NEW["name"])
    assert (customer.owner, customer.branch, customer.filed_on) == (world.rep, world.suzhou, today())
    assert customer.value_label("stage") == "潜在客户"


@pytest.mark.parametrize("who", ["inspector", "admin", "service"])
def test_others_do_not_file_customers(client, world, who):
    client.log_in(getattr(world, who)).get("/customers/new", status=403)
    client.post("/customers", {**NEW, "kind": "company"}, status=403)
    assert not Customer.select().where(Customer.name == NEW["name"]).exists()


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("name", "", "请填写客户名称"),
        ("industry", " ", "请填写所属行业"),
        ("need", "", "需求"),
        ("contact_name", "", "请填写联系人姓名"),
        ("phone", "", "至少填一样"),
        ("phone", "1381234", ""),
        ("email", "不是邮箱", ""),
        ("qq", "12a", ""),
        ("uscc", "91320594MA1MXXXXX0", ""),
        ("filed_on", "去年", ""),
        ("remarks", "证件 11010519491231002X", "身份证号"),
    ],
)
def test_what_is_wrong_is_shown_beside_the_field_and_the_rest_stays(desk, field, wrong, said):
    page = file(desk, status=422, **{field: wrong})
    control = page.one(f"main form [name={field}]")
    assert control["aria-invalid"] == "true"
    assert said in page.one(f"#{control['id']}-error").text
    kept = page.form("main form").fields
    assert {name: kept[name] for name in NEW if name != field} == {
        name: value for name, value in NEW.items() if name != field
    }


def test_a_refused_number_is_not_repeated_in_the_message(desk):
    page = file(desk, status=422, remarks="证件 11010519491231002X")
    assert "11010519491231002X" not in " ".join(page.errors)


def test_a_possible_duplicate_is_shown_and_needs_a_reason(desk, world):
    page = file(desk, status=422, name=world.colleagues.name)
    assert world.colleague.name in page.one("#duplicates").text
    assert "13912340009" not in page.html
    form = page.form("main form")
    assert form.fields["need"] == NEW["need"]
    form.submit(duplicate_reason="同名，注册地不同")
    filed = AuditEvent.select().where(AuditEvent.action == "customer.filed").order_by(AuditEvent.id.desc()).get()
    assert filed.details["duplicate_reason"] == "同名，注册地不同"


def test_a_phone_that_is_known_counts_as_a_duplicate(desk):
    assert "电话相同" in file(desk, status=422, phone="13912340009").one("#duplicates").text


def test_the_same_form_sent_twice_files_one_customer(desk):
    form = desk.get("/customers/new").form("main form")
    form.submit(**NEW)
    form.submit(status=422, **NEW, short_name="新来")
    assert Customer.select().where(Customer.name == NEW["name"]).count() == 1


# -- the card


def test_the_card_shows_what_is_known(desk, world):
    page = desk.get(f"/customers/{world.overdue.number}")
    assert page.one("h1").text == world.overdue.name
    assert "意向客户" in page.text and "逾期 3 天" in page.text and world.rep.name in page.text
    assert "139****0003" in page.text and "欧阳*" in page.text


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_may_only_look_get_no_forms(client, world, who):
    page = client.log_in(getattr(world, who)).get(f"/customers/{world.overdue.number}")
    assert (
        not page.css("#composer")
        and not page.css("a[href$='/edit']")
        and not page.css("#contact-new, #memo-new, #task-new")
    )


def test_the_second_look_is_recorded_and_harmless_twice(desk, world):
    path = f"/customers/{world.overdue.number}/verification"
    assert "已核对" in desk.post(path).follow().text
    desk.post(path)
    customer = Customer.get_by_id(world.overdue.id)
    assert customer.verified_by == world.rep


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_others_do_not_verify_or_edit(client, world, who):
    client.log_in(getattr(world, who))
    client.post(f"/customers/{world.overdue.number}/verification", status=403)
    client.get(f"/customers/{world.overdue.number}/edit", status=403)
    client.post(f"/customers/{world.overdue.number}", {**NEW, "kind": "company"}, status=403)
    assert Customer.get_by_id(world.overdue.id).verified_at is None


def test_a_collaborator_does_not_edit_the_file(client, world):
    client.log_in(world.service).get(f"/customers/{world.helped.number}/edit", status=403)


# -- editing


def test_the_file_is_changed(desk, world):
    page = edit(desk, world.overdue).submit(short_name="逾期三天", city="苏州市").follow()
    assert "资料已改" in page.text and "苏州市" in page.text


def test_a_new_name_makes_it_unverified(desk, world):
    world.overdue.verify("电话核实", by=world.rep)
    edit(desk, world.overdue).submit(name="改名之后有限公司")
    assert Customer.get_by_id(world.overdue.id).verified_at is None


def test_wrong_input_is_shown_and_the_rest_stays(desk, world):
    page = edit(desk, world.overdue).submit(status=422, uscc="123", remarks="五月有展会")
    assert page.one("#uscc-error") and page.form("main form").fields["remarks"] == "五月有展会"
    assert Customer.get_by_id(world.overdue.id).remarks == ""


def test_two_people_changing_different_fields_merge(desk, world):
    form = edit(desk, world.overdue)
    world.overdue.revise({"city": "无锡市"}, by=world.manager)
    form.submit(short_name="逾期三天")
    customer = Customer.get_by_id(world.overdue.id)
    assert (customer.city, customer.short_name) == ("无锡市", "逾期三天")


def test_two_people_changing_one_field_decide(desk, world):
    form = edit(desk, world.overdue)
    world.overdue.revise({"city": "无锡市"}, by=world.manager)
    page = form.submit(status=409, city="苏州市")
    assert "无锡市" in page.one("[role=alert]").text and "苏州市" in page.one("[role=alert]").text
    assert Customer.get_by_id(world.overdue.id).city == "无锡市"
    page.form("main form").submit()
    assert Customer.get_by_id(world.overdue.id).city == "苏州市"


def test_a_decided_clash_puts_nobody_elses_fields_back(desk, world):
    form = edit(desk, world.overdue)
    world.overdue.revise({"city": "无锡市", "remarks": "他的备注", "filed_on": date(2024, 5, 1)}, by=world.manager)
    page = form.submit(status=409, city="苏州市", short_name="逾期")
    again = page.form("main form")
    assert (again.fields["city"], again.fields["short_name"], again.fields["remarks"], again.fields["filed_on"]) == (
        "苏州市",
        "逾期",
        "他的备注",
        "2024-05-01",
    )
    assert page.one("[name=city]")["aria-invalid"] == "true"
    again.submit()
    kept = Customer.get_by_id(world.overdue.id)
    assert (kept.city, kept.short_name, kept.remarks, kept.filed_on) == ("苏州市", "逾期", "他的备注", date(2024, 5, 1))


def test_a_third_edit_after_a_clash_clashes_again(desk, world):
    form = edit(desk, world.overdue)
    world.overdue.revise({"city": "无锡市"}, by=world.manager)
    again = form.submit(status=409, city="苏州市").form("main form")
    world.overdue.revise({"city": "常州市"}, by=world.manager)
    assert "常州市" in again.submit(status=409).one("[role=alert]").text


def test_a_clash_names_choices_as_the_form_does(desk, world):
    form = edit(desk, world.overdue)
    world.overdue.revise({"kind": "individual"}, by=world.manager)
    form.fields["base"] = form.fields["base"].replace('"kind": "company"', '"kind": ""')
    told = form.submit(status=409).one("[role=alert]").text
    assert re.search(rf"，{world.manager.name} [\d:]+ 改成“个人”，您填的是“企业”", told)


def test_another_customers_name_asks_for_a_reason(desk, world):
    page = edit(desk, world.overdue).submit(status=422, name=world.colleagues.name, city="苏州市")
    assert world.colleague.name in page.one("#duplicates").text
    form = page.form("main form")
    assert form.fields["city"] == "苏州市"
    form.submit(duplicate_reason="总公司与分公司")
    assert Customer.get_by_id(world.overdue.id).name == world.colleagues.name


def test_a_name_that_grows_when_it_is_tidied_is_refused_beside_its_field(desk, world):
    page = edit(desk, world.overdue).submit(status=422, name="㈱㌔㍍" * 26)
    assert "最多 80 个字" in page.one("#name-error").text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_cursor_beyond_all_time_starts_from_the_beginning(desk, world, moment):
    key = urlsafe_b64encode(json.dumps([moment, 1]).encode()).decode()
    assert names(desk.get(f"/customers?sort=silent&after={key}"))
    page = desk.get(f"/customers/{world.overdue.number}?before={quote(moment)}~followup~1")
    assert page.css("#timeline .entry")


def test_saving_without_a_change_leaves_no_trace(desk, world):
    before = AuditEvent.select().count()
    edit(desk, world.overdue).submit()
    assert AuditEvent.select().count() == before


def test_a_change_shows_on_the_timeline(desk, world):
    edit(desk, world.overdue).submit(city="苏州市", kind="individual")
    said = desk.get(f"/customers/{world.overdue.number}?kind=change").one("#timeline").text
    assert "市：空 → 苏州市" in said and "客户类型：企业 → 个人" in said


def test_contacts_stay_masked_after_filing(desk):
    page = file(desk).follow()
    assert NEW["phone"] not in page.html and NEW["contact_name"] not in page.html
    assert Contact.get(Contact.phone == NEW["phone"]).is_primary
