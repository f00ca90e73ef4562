"""请假与代理 on screen."""

from datetime import timedelta

from webapp.clock import today
from webapp.models import Absence


def test_a_rep_enters_their_own_and_ends_it(client, desk, world):
    form = desk.get("/absences/new").form()
    assert [option.text for option in form.element.css("#user option")] == ["李敏"]
    until = today() + timedelta(days=3)
    form.submit(since=str(today()), until=str(until), stand_in=world.colleague.id, note="休年假", status=303)
    page = client.log_in(world.colleague).get("/")
    assert "李敏请假，由您代理：休年假" in page.text and "逾期三天有限公司" in page.text
    page = client.log_in(world.rep).get("/absences")
    assert "由 王强 代理" in page.text
    page.press("[formaction$=ending]")
    assert not Absence.select().exists()


def test_what_is_wrong_stands_beside_its_field(desk):
    page = desk.get("/absences/new").form().submit(since="", status=422)
    assert page.errors == ["请填写第一天", "请填写最后一天", "请选择代理人"]


def test_a_manager_enters_it_for_the_branch_and_others_read_nothing_of_it(client, world):
    form = client.log_in(world.manager).get("/absences/new").form()
    day = str(today())
    form.submit(user=world.rep.id, since=day, until=day, stand_in=world.colleague.id, status=303)
    path = f"/absences/{Absence.get().id}"
    assert "李敏" not in client.log_in(world.outsider).get("/absences").text
    client.get(path, status=404)
    client.post(f"{path}/ending", {"csrf_token": client.token}, status=404)
    client.log_in(world.colleague).post(f"{path}/ending", {"csrf_token": client.token}, status=403)
