"""设置 → 办公设置: every setting of the registry has its place (U1)."""

import pytest

from webapp.models import AuditEvent, Setting
from webapp.models.settings import KNOWN, Settings

# what somebody types, by the setting, and what is kept
TYPED = {
    "company_name": ("苏州检测有限公司", "苏州检测有限公司"),
    "penalty_tracking": ("120", 120),
    "staff_in_full_on_paper": ("no", False),
    "vague_words": ("搞定\n\n搞定\n没事", ["搞定", "没事"]),
    "synonyms": ("大户 = 高价值客户\n老友＝核心客户", {"大户": "高价值客户", "老友": "核心客户"}),
    "amounts_for": (["inspector"], ["inspector"]),
    "tracking_sheet_notes": ("一、三份\n二、按月", "一、三份\n二、按月"),
}


@pytest.fixture
def desk(client, world):
    return client.log_in(world.admin)


def test_every_setting_has_its_place_and_its_form(desk):
    page = desk.get("/settings/office")
    for name, known in KNOWN.items():
        row = page.one(f"#{name}").text
        assert known.label in row and known.meaning in row
        assert desk.get(f"/settings/office/{name}/edit").form().fields.keys() >= {"csrf_token"}


def test_each_kind_is_kept_as_it_is_typed(desk):
    for name, (typed, kept) in TYPED.items():
        form = desk.get(f"/settings/office/{name}/edit").form()
        form.submit(**{name: typed}, status=303)
        assert getattr(Settings, name) == kept
        again = desk.get(f"/settings/office/{name}/edit").form()
        again.submit(status=303)
        assert getattr(Settings, name) == kept


def test_it_says_who_changed_it_and_goes_back_to_how_it_came(desk, world):
    desk.get("/settings/office/penalty_tracking/edit").form().submit(penalty_tracking="120", status=303)
    page = desk.get("/settings/office")
    row = page.one("#penalty_tracking").text
    assert "120" in row and "默认：100" in row and world.admin.name in row
    page.press("#penalty_tracking [formaction$=reversal]")
    assert Settings.penalty_tracking == 100 and not Setting.select().exists()
    told = AuditEvent.select().where(AuditEvent.action == "setting.changed").order_by(AuditEvent.id.desc()).get()
    assert told.details == {"before": 120, "after": None}


@pytest.mark.parametrize(
    ("name", "typed", "refusal"),
    [
        ("penalty_tracking", "-1", "应为 0 到 100000 之间的整数"),
        ("penalty_tracking", "", "请填写整数，如 12"),
        ("office_hours", "25:00", "时间"),
        ("number_pattern", "没有流水号", "seq"),
        ("told_after", "1", "不能早于"),
    ],
)
def test_what_it_cannot_be_is_refused_beside_it(desk, name, typed, refusal):
    page = desk.get(f"/settings/office/{name}/edit").form().submit(**{name: typed}, status=422)
    assert refusal in "".join(page.errors)
    assert getattr(Settings, name) == KNOWN[name].default


def test_what_the_machine_decides_is_shown_and_no_secret(desk, app):
    page = desk.get("/settings/office")
    assert "GENJINBU_BASE_URL" in page.text
    assert app.config["SECRET_KEY"] not in page.html


def test_the_companys_name_stands_on_the_login(desk, client):
    desk.get("/settings/office/company_name/edit").form().submit(company_name="苏州检测有限公司", status=303)
    client.log_out()
    assert "苏州检测有限公司" in client.get("/login").text


def test_others_have_no_business_there(client, world):
    for who in (world.manager, world.rep, world.inspector):
        client.log_in(who).get("/settings/office", status=403)
        client.get("/settings/office/penalty_tracking/edit", status=403)


def test_a_name_there_is_not_leads_nowhere(desk):
    desk.get("/settings/office/write/edit", status=404)
