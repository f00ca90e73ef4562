"""The page of presets: what each brings, one press to apply it, one to take it back."""

from webapp.models import OwnField


def test_one_is_applied_and_taken_back(client, world):
    desk = client.log_in(world.admin)
    page = desk.get("/settings/presets")
    assert page.css("#car-dealer dd")[0].text == "车型" and "4S店汽车客户信息跟踪表" in page.one("#car-dealer").text
    page = desk.post("/settings/presets/car-dealer/application").follow()
    assert "已套用“4S店”" in page.text and OwnField.get().label == "车型"
    assert page.one("#car-dealer button").text == "撤下"
    page = desk.post("/settings/presets/car-dealer/application/reversal").follow()
    assert page.one("#car-dealer button").text == "套用" and OwnField.get().is_retired


def test_who_applies_it_a_second_time_is_told(client, world):
    desk = client.log_in(world.admin)
    desk.post("/settings/presets/car-dealer/application")
    page = desk.post("/settings/presets/car-dealer/application", status=422)
    assert "“4S店”已经套用了" in page.text


def test_a_manager_reads_it_and_applies_none(client, world):
    desk = client.log_in(world.manager)
    assert not desk.get("/settings/presets").css("main button")
    desk.post("/settings/presets/car-dealer/application", status=403)


def test_there_is_no_other(client, world):
    client.log_in(world.admin).post("/settings/presets/nothing/application", status=404)
