"""Settings people change while the app runs: what there are, what they may be, and what holds."""

import pytest

from tests.queries import count_queries
from webapp import clock, worktime
from webapp.errors import DomainError
from webapp.models import AuditEvent, Customer, Setting
from webapp.models.setting import Flag, Known, Number, Some, Synonyms, Text, Words
from webapp.models.settings import KNOWN, Settings
from webapp.text import numbering
from webapp.text.screening import ForbiddenContent

RULED = {
    numbering.fault_of_pattern: "{PREFIX}-{YYYY}-{seq:4}",
    numbering.fault_of_prefix: "GJ",
    clock.fault_of_time: "07:15",
    worktime.fault_of_hours: "08:00-12:00,13:00-17:00",
}
REFUSED = [
    ("number_pattern", 5, "应为文字"),
    ("number_pattern", "C{YYYY}", "流水号"),
    ("number_prefix", "GENJINBU-SUZHOU", "最多 8 个字，现在有 15 个"),
    ("number_prefix", "苏/", "英文字母或数字"),
    ("vague_words", "老样子", "一列词"),
    ("vague_words", ["老样子", 5], "一列词"),
    ("vague_words", ["老样子", " "], "词不能空着"),
    ("vague_words", ["老样子", "照" * 21], "最多 20 个字，现在有 21 个"),
    ("vague_words", ["词"] * 201, "最多 200 个，现在有 201 个"),
    ("synonyms", ["金主"], "对照"),
    ("synonyms", {"金主": 1}, "一列词"),
    ("synonyms", {"": "高价值客户"}, "词不能空着"),
    ("staff_in_full_on_paper", 1, "是或否"),
    ("tracking_sheet_notes", "字" * 1001, "最多 1000 个字"),
    ("night_run_at", "2:30", "24 小时制"),
    ("night_run_at", "24:00", "24 小时制"),
    ("penalty_customer_data", "50", "0 到 100000 之间的整数"),
    ("penalty_customer_data", -1, "0 到 100000 之间的整数"),
    ("penalty_tracking", 100_001, "0 到 100000 之间的整数"),
    ("penalty_tracking", True, "0 到 100000 之间的整数"),
]


def another(known: Known):
    """A value a setting may have, other than its default."""
    match known:
        case Flag():
            return not known.default
        case Number():
            return known.least if known.default != known.least else known.most
        case Synonyms():
            return {"金主": "高价值客户"}
        case Some():
            return [*known.choices][:1]
        case Words():
            return ["老样子", "照旧"]
        case Text():
            return RULED.get(known.rule, "一\n二“缺”"[: known.longest])


@pytest.mark.parametrize("name", KNOWN)
def test_the_default_holds_until_the_office_says_otherwise(world, name):
    value = another(KNOWN[name])
    assert getattr(Settings, name) == KNOWN[name].default != value
    Settings.write(name, value, by=world.admin)
    assert getattr(Settings, name) == getattr(Settings(), name) == value
    Settings.write(name, KNOWN[name].default, by=world.admin)
    assert KNOWN[name].shown(getattr(Settings, name)) == KNOWN[name].shown(KNOWN[name].default)


def test_reading_them_asks_for_the_edition_alone(world):
    assert Settings.number_prefix == "ABC"
    with count_queries() as queries:
        assert Settings.number_prefix == "ABC"
        settings = Settings()
        assert {name: getattr(settings, name) for name in KNOWN} == {
            name: known.default for name, known in KNOWN.items()
        }
    assert len(queries) == 2 and all("edition" in sql for sql in queries)


def test_settings_read_together_stay_as_they_are(world):
    settings = Settings()
    Settings.write("number_prefix", "SH", by=world.admin)
    assert (settings.number_prefix, Settings.number_prefix) == ("ABC", "SH")


def test_a_change_is_on_record_with_what_it_was(world):
    for value in (80, 160):
        Settings.write("penalty_tracking", value, by=world.admin)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.actor, event.subject, event.details) == (
        "setting.changed",
        world.admin,
        "penalty_tracking",
        {"before": 80, "after": 160},
    )
    assert AuditEvent.verify() is None


@pytest.mark.parametrize(
    ("name", "value", "why"), [*REFUSED, ("limit", 5, "没有这项设置"), ("write", 5, "没有这项设置")]
)
def test_what_a_setting_cannot_be_is_refused_beside_it(world, name, value, why):
    with pytest.raises(DomainError, match=why) as refusal:
        Settings.write(name, value, by=world.admin)
    assert refusal.value.field == name
    assert not Setting.select().exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tracking_sheet_notes", "张三 11010519491231002X"),
        ("vague_words", ["11010519491231002X"]),
        ("synonyms", {"老张": "11010519491231002X"}),
    ],
)
def test_none_holds_identity_data(world, name, value):
    """R-NOID."""
    with pytest.raises(ForbiddenContent):
        Settings.write(name, value, by=world.admin)


@pytest.mark.parametrize(("name", "value", "why"), REFUSED)
def test_what_an_earlier_release_let_in_does_not_hold(world, name, value, why):
    Setting.create(name=name, value=value)
    assert getattr(Settings, name) == KNOWN[name].default
    Settings.write(name, another(KNOWN[name]), by=world.admin)
    assert getattr(Settings, name) == another(KNOWN[name])


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_every_line_says_what_it_is(known):
    assert all((known.group, known.label, known.meaning)) and not known.fault(known.default)
    assert len(known.name) <= Setting.name.max_length
    assert sum(other.label == known.label for other in KNOWN.values()) == 1


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("staff_in_full_on_paper", True, "是"),
        ("staff_in_full_on_paper", False, "否"),
        ("penalty_tracking", 160, "160"),
        ("number_prefix", "GJ", "GJ"),
        ("vague_words", ["老样子", "照旧"], "老样子、照旧"),
        ("synonyms", {"金主": "高价值客户", "老铁": "核心客户"}, "金主 → 高价值客户、老铁 → 核心客户"),
    ],
)
def test_values_are_shown_as_people_read_them(name, value, shown):
    assert KNOWN[name].shown(value) == shown


def test_the_longest_number_fits_a_customer():
    prefix = KNOWN["number_prefix"].longest
    assert numbering.LONGEST + prefix < Customer.number.max_length
