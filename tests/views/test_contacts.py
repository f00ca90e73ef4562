"""联系人: added, corrected, and shown in full only on record (R-CONTACT, R-MASK, R-REVEAL)."""

import pytest

from webapp.clock import today
from webapp.formatting import grouped
from webapp.models import AuditEvent, Collaboration, Contact, Customer

GOOD = {"name": "司马文", "phone": "13512345678", "position": "厂长"}


@pytest.fixture
def contact(world):
    return Contact.get(Contact.customer == world.overdue)


def reveals() -> int:
    return AuditEvent.select().where(AuditEvent.action == "contact.revealed").count()


def add(client, customer, *, status=303, **fields):
    return (
        client.get(f"/customers/{customer.number}/contacts/new")
        .form("main form")
        .submit(status=status, **{**GOOD, **fields})
    )


def test_a_contact_is_added_and_shown_masked(desk, world):
    page = add(desk, world.overdue).follow()
    assert "司马*" in page.text and "135****5678" in page.text and "厂长" in page.text


def test_the_dialog_adds_it_too(desk, world):
    dialog = desk.get(f"/customers/{world.overdue.number}/contacts/new", htmx=True, target="dialog")
    assert not dialog.is_whole
    assert dialog.form("form").submit(htmx=True, status=204, **GOOD).location == f"/customers/{world.overdue.number}"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("phone", "1234"),
        ("email", "a@"),
        ("qq", "x"),
        ("age", "7"),
        ("department", "证件 11010519491231002X"),
    ],
)
def test_what_is_wrong_is_shown_beside_the_field_and_the_rest_stays(desk, world, field, wrong):
    page = add(desk, world.overdue, status=422, wechat="sima_wen", **{field: wrong})
    assert page.one(f"#{field}-error")
    assert page.form("main form").fields["wechat"] == "sima_wen"


def test_one_tick_says_that_somebody_has_left(desk, contact):
    form = desk.get(f"/contacts/{contact.id}/edit").form("main form")
    assert "left_on" not in form.fields
    form.submit(has_left="y")
    assert Contact.get_by_id(contact.id).left_on == today()
    again = desk.get(f"/contacts/{contact.id}/edit").form("main form")
    assert again.fields["left_on"] == today().isoformat() and "has_left" not in again.fields
    again.submit(left_on="")
    assert Contact.get_by_id(contact.id).left_on is None


def test_a_collaborator_may_add_one_and_a_looker_not(client, world):
    Collaboration.create(customer=world.helped, user=world.colleague, invited_by=world.rep)
    add(client.log_in(world.colleague), world.helped)
    client.log_in(world.service).post(f"/customers/{world.helped.number}/contacts", GOOD, status=403)
    contact = world.helped.contacts.get()
    client.get(f"/contacts/{contact.id}/edit", status=403)
    client.post(f"/contacts/{contact.id}", GOOD, status=403)
    client.log_in(world.inspector)
    client.get(f"/customers/{world.overdue.number}/contacts/new", status=403)
    client.post(f"/customers/{world.overdue.number}/contacts", GOOD, status=403)


def test_the_edit_form_holds_everything_and_is_on_record(desk, contact):
    form = desk.get(f"/contacts/{contact.id}/edit").form("main form")
    assert form.fields["phone"] == "13912340003" and form.fields["name"] == "欧阳修"
    assert reveals() == 1


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_may_only_look_do_not_edit(client, world, contact, who):
    client.log_in(getattr(world, who)).get(f"/contacts/{contact.id}/edit", status=403)
    client.post(f"/contacts/{contact.id}", GOOD, status=403)
    assert reveals() == 0 and Contact.get_by_id(contact.id).phone == "13912340003"


def test_a_correction_makes_the_file_unverified(desk, world, contact):
    world.overdue.verify("电话核实", by=world.rep)
    desk.get(f"/contacts/{contact.id}/edit").form("main form").submit(phone="13912349999")
    assert Contact.get_by_id(contact.id).phone == "13912349999"
    assert Customer.get_by_id(world.overdue.id).verified_at is None


def test_a_wrong_correction_keeps_what_was_typed(desk, contact):
    page = (
        desk.get(f"/contacts/{contact.id}/edit")
        .form("main form")
        .submit(status=422, phone="139", email="xiu@example.cn")
    )
    assert (
        page.form("main form").fields["phone"] == "139" and page.form("main form").fields["email"] == "xiu@example.cn"
    )
    assert Contact.get_by_id(contact.id).phone == "13912340003"


def test_two_people_changing_one_contact_decide_and_lose_nothing(desk, world, contact):
    form = desk.get(f"/contacts/{contact.id}/edit").form("main form")
    contact.revise(
        {"phone": "13912348888", "department": "采购部", "left_on": today(), "is_decision_maker": True},
        by=world.manager,
    )
    page = form.submit(status=409, phone="13912349999", position="厂长")
    assert "13912348888" in page.one("[role=alert]").text and page.one("[name=phone]")["aria-invalid"] == "true"
    assert reveals() == 2
    form = page.form("main form")
    assert (form.fields["phone"], form.fields["position"], form.fields["department"]) == (
        "13912349999",
        "厂长",
        "采购部",
    )
    form.submit()
    kept = Contact.get_by_id(contact.id)
    assert (kept.phone, kept.position, kept.department, kept.left_on, kept.is_decision_maker) == (
        "13912349999",
        "厂长",
        "采购部",
        today(),
        True,
    )


def test_another_customers_phone_asks_for_a_reason(desk, world):
    page = add(desk, world.overdue, status=422, phone="13912340009")
    assert world.colleague.name in page.one("#contact-duplicates").text and "马超" not in page.html
    page.form("main form").submit(duplicate_reason="两家同一位厂长")
    assert Contact.select().where(Contact.phone == "13912340009").count() == 2


def test_the_dialog_asks_for_the_reason_too(desk, contact):
    dialog = desk.get(f"/contacts/{contact.id}/edit", htmx=True, target="dialog")
    asked = dialog.form("form").submit(htmx=True, status=422, phone="13912340009")
    assert asked.form("form").submit(htmx=True, status=204, duplicate_reason="同一位厂长")


def test_the_only_primary_cannot_be_unticked(desk, contact):
    form = desk.get(f"/contacts/{contact.id}/edit").form("main form")
    del form.fields["is_primary"]
    assert "接任" in form.submit(status=422).one("#is_primary-error").text


def test_another_decision_maker_is_a_milestone(desk, world):
    add(desk, world.overdue, is_decision_maker="y")
    page = add(desk, world.overdue, name="上官雨", phone="13512345679", is_decision_maker="y").follow()
    assert "关键决策人由司马*变更为上官*" in page.one("#timeline").text


def test_the_owner_reveals_with_one_click(desk, contact):
    shown = desk.post(f"/contacts/{contact.id}/reveals", htmx=True)
    assert "139 1234 0003" in shown.text and "欧阳修" in shown.text
    assert shown.headers["HX-Retarget"] == f"#contact-{contact.id}"
    assert reveals() == 1


def test_each_reveal_is_on_record(desk, contact):
    for _ in range(2):
        desk.post(f"/contacts/{contact.id}/reveals", htmx=True)
    assert reveals() == 2


def test_without_scripts_the_contact_is_a_page(desk, contact):
    page = desk.post(f"/contacts/{contact.id}/reveals", status=200)
    assert page.is_whole and "139 1234 0003" in page.text


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_a_stranger_says_why_first(client, world, contact, who):
    client.log_in(getattr(world, who))
    asked = client.post(f"/contacts/{contact.id}/reveals", htmx=True, status=422)
    assert asked.headers["HX-Retarget"] == "#dialog" and "13912340003" not in asked.html and reveals() == 0
    shown = asked.form("form").submit(htmx=True, reason="抽查电话是否真实")
    assert "139 1234 0003" in shown.text
    event = AuditEvent.select().where(AuditEvent.action == "contact.revealed").get()
    assert event.details["reason"] == "抽查电话是否真实"


def test_a_blank_reason_is_asked_for_again(client, world, contact):
    client.log_in(world.inspector).post(f"/contacts/{contact.id}/reveals", {"reason": "  "}, status=422)
    assert reveals() == 0


def test_a_manager_gives_the_reason_by_one_press(client, world):
    contact = world.overdue.contacts.get()
    dialog = client.log_in(world.manager).post(f"/contacts/{contact.id}/reveals", htmx=True, status=422)
    assert [button["value"] for button in dialog.css("button[name=why]")] == ["回访客户", "核对资料", "代负责人联系"]
    page = client.post(f"/contacts/{contact.id}/reveals", {"why": "核对资料", "reason": ""}, htmx=True)
    assert grouped(contact.phone) in page.text
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.details) == ("contact.revealed", {"reason": "核对资料"})


def test_strangers_are_offered_no_ready_reason(client, world):
    contact = world.overdue.contacts.get()
    dialog = client.log_in(world.inspector).post(f"/contacts/{contact.id}/reveals", htmx=True, status=422)
    assert not dialog.css("button[name=why]")


def test_a_reason_that_is_none_is_said_beside_the_field(client, world, contact):
    desk = client.log_in(world.inspector)
    asked = desk.post(f"/contacts/{contact.id}/reveals", htmx=True, status=422)
    assert not asked.css("[aria-invalid]")  # nobody has been asked yet
    again = asked.form("form").submit(htmx=True, status=422, reason=" ")
    assert again.one("[aria-invalid]")["name"] == "reason" and "请写明原因" in again.one(".error").text
    assert not reveals()


def test_a_number_of_hundreds_of_digits_is_a_wrong_number(desk, world):
    page = add(desk, world.overdue, status=422, age="9" * 400)
    assert "年龄" in page.text
