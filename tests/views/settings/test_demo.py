"""设置 → 演示数据: loaded and cleared on the web (U1)."""

from webapp.demo import is_loaded
from webapp.models import Customer, User


def test_it_is_not_mixed_into_real_work(client, world):
    page = client.log_in(world.admin).get("/settings/demo").press("[formaction='/settings/demo']", status=422)
    assert "库里已有真实客户" in page.text and not is_loaded()


def test_others_have_no_business_there(client, world):
    for who in (world.manager, world.rep):
        client.log_in(who).get("/settings/demo", status=403)
        client.post("/settings/demo", {"csrf_token": client.token}, status=403)


def test_an_empty_office_tries_it(client, empty_office):
    page = client.log_in(empty_office).get("/settings/demo").press("[formaction='/settings/demo']", status=200)
    assert len(page.css("code")) == User.select().where(User.is_demo).count() > 10
    assert Customer.select().count() == 60
    assert "清除演示数据" in client.get("/settings/demo").text
