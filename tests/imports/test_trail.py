"""What the trail keeps of a list (R-AUDIT): from what to what, masked, and every step of its life."""

from webapp.imports.customer_import import CustomerImport
from webapp.models import AuditEvent, Contact
from webapp.screens.timeline import Timeline

from .lists import imported, opened


def told(action: str) -> list[AuditEvent]:
    return list(AuditEvent.select().where(AuditEvent.action == action).order_by(AuditEvent.id))


def test_what_a_list_changes_of_a_contact_is_told_from_what_to_what(world):
    contact = world.fresh.contacts.get()
    imported(f"客户名称,联系人,联系电话,职位\n刚刚建档有限公司,{contact.name},13587654321,厂长\n", world)
    (event,) = told("contact.revised")
    assert (event.customer_id, event.subject) == (world.fresh.id, str(contact.id))
    changes = event.details["changes"]
    assert changes["phone"][1] == "135****4321" and "****" in changes["phone"][0]
    assert changes["position"] == [contact.position, "厂长"]
    assert "13587654321" not in str(event.details) and contact.name not in str(event.details)


def test_a_further_contact_is_told_and_a_new_project(world):
    imported("客户名称,联系人,联系电话,项目名称\n刚刚建档有限公司,钱玄同,13587654322,厂房13587654323\n", world)
    added = [event for event in told("contact.added") if event.customer_id == world.fresh.id][-1]
    assert added.details["name"] == "钱*" and added.details["changes"]["phone"] == ["", "135****4322"]
    assert int(added.subject) == Contact.get(Contact.name == "钱玄同").id
    (project,) = told("project.revised")
    assert project.details["changes"]["name"] == ["", "厂房135****4323"]
    assert AuditEvent.verify() is None


def test_the_timeline_tells_it_too(world):
    imported("客户名称,联系人,联系电话\n刚刚建档有限公司,钱玄同,13587654322\n", world)
    acts = [entry.act for entry in Timeline(world.fresh, {"kind": "change"}).page.entries]
    assert ("contact.added", "钱*") in [(act.action, act.about) for act in acts]


def test_its_life_is_told_with_its_number(world):
    batch = opened("客户名称,行当\n全新有限公司,互联网\n", world)
    CustomerImport(batch).remap({"行当": "industry"}, by=world.manager)
    CustomerImport(batch).confirm(by=world.manager)
    CustomerImport(batch).undo(by=world.manager)
    CustomerImport(opened("客户名称,行业\n另一家有限公司,互联网\n", world)).discard(by=world.manager)
    lived = ["import.opened", "import.remapped", "import.confirmed", "import.undone"]
    assert [told(action)[0].details["batch"] for action in lived] == [batch.id] * 4
    assert told("import.remapped")[0].details["changes"] == {"行当": ["", "industry"]}
    assert told("import.undone")[0].details["counts"]["created"] == 1
    assert told("import.discarded")[0].details["batch"] == batch.id + 1


def test_the_timeline_says_that_a_list_was_only_added_to_and_taken_back(client, world):
    batch = imported("客户名称,行业,备注\n刚刚建档有限公司,电子,新备注\n", world)
    CustomerImport(batch).undo(by=world.manager)
    page = client.log_in(world.rep).get(f"/customers/{world.fresh.number}?kind=change")
    acts = page.texts("#timeline .entry b")
    assert acts[:2] == ["撤销导入", "导入更新"] and "导入建档" not in acts
