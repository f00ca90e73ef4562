"""协同 on the card, among one's notices and in the list (R-COOP)."""

from webapp.models import Collaboration, Notice


def test_a_colleague_is_asked_on_from_the_card_and_taken_off_again(client, desk, world):
    path = f"/customers/{world.overdue.number}/collaborations"
    form = desk.get(f"{path}/new").form()
    form.submit(person=world.service.id, reason="去现场看设备", status=303)
    page = desk.get(path)
    assert "孙晓" in page.text and "去现场看设备" in page.text and "李敏请的" in page.text
    assert "请人协同" in desk.get(f"/customers/{world.overdue.number}?kind=change").text
    helper = client.log_in(world.service)
    page = helper.get("/notices")
    assert "去现场看设备" in page.text
    page.press(f"#notice-{Notice.get(Notice.kind == 'asked_on').id} button").follow()
    assert world.overdue.name in helper.get("/customers?trait=helped").text
    client.log_in(world.rep).get(path).press("[formaction$=ending]")
    assert not Collaboration.select().where(Collaboration.customer == world.overdue).exists()


def test_the_list_is_narrowed_to_what_one_was_asked_onto(client, world):
    Collaboration.create(customer=world.colleagues, user=world.rep, invited_by=world.colleague)
    page = client.log_in(world.rep).get("/customers?trait=helped")
    assert page.texts("tbody .who a") == [world.colleagues.name]


def test_whoever_helps_leaves_by_themselves(client, world):
    page = client.log_in(world.service).get(f"/customers/{world.helped.number}/collaborations")
    assert page.press("[formaction$=ending]").location == "/customers"


def test_what_is_missing_stands_beside_its_field(desk, world):
    form = desk.get(f"/customers/{world.overdue.number}/collaborations/new").form()
    assert len(form.submit(status=422).errors) == 2


def test_others_are_refused(client, world):
    path = f"/customers/{world.helped.number}/collaborations"
    client.log_in(world.service).get(f"{path}/new", status=403)
    client.log_in(world.outsider).get(path, status=404)
