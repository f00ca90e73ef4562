"""The demo comes in lively and goes out without a trace (docs/decisions/0003-demo-data.md)."""

import re
from collections import Counter
from functools import reduce
from operator import or_
from threading import Thread
from time import sleep

import pytest
from peewee import BlobField, BooleanField, CharField, ForeignKeyField, IntegerField, JSONField, TextField

from tests.engines import use_database
from webapp import demo, doctor, models
from webapp.clock import now, today
from webapp.config import Config
from webapp.database import BaseModel, DayField, UtcDateTimeField, db
from webapp.demo import clearing
from webapp.demo.chronicle import FULL_RECORD
from webapp.errors import DomainError
from webapp.models import (
    AuditEvent,
    Branch,
    Classification,
    Collaboration,
    Contact,
    Customer,
    DimensionValue,
    FollowUp,
    ImportBatch,
    LoginAttempt,
    Memo,
    Move,
    Region,
    Session,
    Task,
    User,
    login,
)
from webapp.models.followup.checks import refuse_vague
from webapp.models.roles import Role
from webapp.models.settings import Settings
from webapp.paper import printing
from webapp.schema import migrate
from webapp.text.screening import found_in

FILED = {"name": "试建的客户有限公司", "industry": "零售业", "source": "展会", "need": "想看看样板"}


@pytest.fixture(scope="module")
def loaded(engine, tmp_path_factory):
    """What the tables held before the demo, and the demo."""
    with use_database(engine.empty()) as url:
        migrate(tmp_path_factory.mktemp("demo"))
        db.connect(reuse_if_open=True)
        User.open_account("admin", "管理员", Role.ADMIN, None, by=User.system())
        yield url, contents(), demo.load(by=User.system())


@pytest.fixture
def before(loaded):
    """The tables as they were; whatever the test does is rolled back."""
    with db.atomic() as transaction:
        yield loaded[1]
        transaction.rollback()


@pytest.fixture
def password(loaded, before):
    return loaded[2].passwords["limin"]


def contents() -> dict[str, list[tuple]]:
    return {model.__name__: sorted(model.select().tuples(), key=repr) for model in models.ALL}


def person(username: str) -> User:
    return User.get(User.username == username)


def of_demo(model):
    """The rows that are the demo's or refer to it, whatever the table; None where there can be none."""
    if "is_demo" in model._meta.fields:
        return model.select().where(model.is_demo)
    found = [(key, of_demo(key.rel_model)) for key in model._meta.refs if key.rel_model is not model]
    refers = [key << rows.select(key.rel_field) for key, rows in found if rows is not None]
    return model.select().where(reduce(or_, refers)) if refers else None


SAMPLES = {
    BlobField: b"",
    BooleanField: True,
    CharField: "试",
    DayField: today(),
    IntegerField: 1,
    JSONField: {},
    TextField: "试",
    UtcDateTimeField: now(),
}


def try_out(model) -> BaseModel:
    """A row of the demo's in the table; where it has none, one that is made up from what columns there are."""
    rows = of_demo(model)
    if found := (model.select() if rows is None else rows).first():
        return found
    fields = [field for field in model._meta.sorted_fields if not field.primary_key]
    return model.create(**{field.name: _sample(field) for field in fields})


def _sample(field):
    if isinstance(field, ForeignKeyField):
        return None if field.rel_model is field.model else try_out(field.rel_model)
    return next(value for kind, value in SAMPLES.items() if isinstance(field, kind))


@pytest.fixture
def later(before, monkeypatch):
    """Nouns of a later release that never heard of the demo: parcels with their items, and what one person keeps."""

    class Parcel(BaseModel):
        customer = ForeignKeyField(Customer, backref="+", null=True, on_delete="RESTRICT")
        by = ForeignKeyField(User, backref="+", on_delete="RESTRICT")

    class ParcelItem(BaseModel):
        parcel = ForeignKeyField(Parcel, backref="+", on_delete="RESTRICT")
        by = ForeignKeyField(User, backref="+", on_delete="RESTRICT")

    class Keepsake(BaseModel):
        by = ForeignKeyField(User, backref="+", on_delete="RESTRICT")
        share = ForeignKeyField(User, backref="+", null=True, on_delete="RESTRICT")
        copy_of = ForeignKeyField("self", backref="+", null=True, on_delete="RESTRICT")

    nouns = (Parcel, ParcelItem, Keepsake)
    monkeypatch.setattr(models, "ALL", (*models.ALL, *nouns))
    db.create_tables(nouns)
    yield nouns
    for model in nouns:
        for key in list(model._meta.refs):
            model._meta.remove_ref(key)


# -- what is there


def test_it_has_every_role_in_two_branches(before):
    roles = {
        (user.role, user.branch and user.branch.name)
        for user in User.select()
        if user.username not in ("system", "admin")
    }
    assert {branch for _, branch in roles} == {"苏州分站", "佛山分站", None}
    assert {role for role, _ in roles} == set(Role)
    assert {branch.region.name for branch in Branch.select()} == {"华东", "华南"}


def test_each_account_has_a_random_password_of_its_own_to_be_changed(loaded, before):
    given = loaded[2].passwords
    assert len(set(given.values())) == len(loaded[2].users) == 12
    for user in loaded[2].users:
        stored = User.get_by_id(user.id)
        assert stored.password_matches(given[user.username]) and stored.must_change_password


def test_it_has_sixty_customers_in_every_stage(before):
    stages = (
        DimensionValue.select(DimensionValue.label).join(Classification).where(DimensionValue.dimension == 1).tuples()
    )
    counts = Counter(label for (label,) in stages)
    assert set(counts) == {"潜在客户", "意向客户", "成交客户", "流失客户"}
    assert sum(counts.values()) == Customer.select().count() == 60


def test_the_worklist_is_lively_for_every_rep(before):
    for rep in User.select().where(User.role == Role.REP):
        due = [task.due_on for task in Task.select().where(Task.responsible == rep, Task.is_open)]
        assert min(due) < today() and today() in due and max(due) > today()


def test_nothing_lies_in_the_future(before):
    for model, field in (
        (FollowUp, "at"),
        (FollowUp, "recorded_at"),
        (Move, "at"),
        (Memo, "at"),
        (models.Completion, "at"),
        (models.Rescheduling, "at"),
        (models.Reassignment, "at"),
        (models.Notice, "at"),
    ):
        assert max(getattr(row, field) for row in model.select()) < now()


def test_histories_are_two_to_twelve_records_and_one_needs_continuation_sheets(before):
    counts = {row.name: row.followup_count for row in Customer.select()}
    assert counts.pop(FULL_RECORD) == 30
    assert min(counts.values()) >= 2 and max(counts.values()) <= 12


def test_some_records_are_late(before):
    late = [row for row in FollowUp.select() if row.late_by]
    assert 10 < len(late) < FollowUp.select().count() / 5


def test_what_it_says_would_be_accepted(before):
    for followup in FollowUp.select():
        refuse_vague(followup.content)
        assert found_in(followup.content) is None
        assert "{" not in followup.content + followup.topic + followup.consensus
    for contact in Contact.select():
        assert (
            Contact.checked({"name": contact.name, "phone": contact.phone, "email": contact.email, "qq": contact.qq})[
                "phone"
            ]
            == contact.phone
        )
    assert any("䶮" in customer.name for customer in Customer.select())


def test_the_numbers_of_the_sources_stay_free(before):
    numbers = [customer.number for customer in Customer.select()]
    assert all(re.fullmatch(r"C\d{11}", number) for number in numbers)
    assert not {"C20240501001", "C20240502002", "C20240303003", "C20240503003", "C20240504004"} & set(numbers)


def test_derived_columns_agree(loaded, before, tmp_path):
    config = Config.load({}, INSTANCE=str(tmp_path), DATABASE_URL=loaded[0])
    found = [problem for check in doctor.examine(config, lambda: True) for problem in check.problems]
    assert found == []


def test_it_is_loaded_once(before):
    with pytest.raises(DomainError, match="已经在库里"):
        demo.load(by=User.system())


# -- out again


def test_clearing_leaves_nothing_behind(before):
    removed = demo.clear(by=User.system())
    after = contents()
    assert {name for name in before if before[name] != after[name]} == {"AuditEvent", "AuditHead"}
    assert after["AuditEvent"][:-1] == before["AuditEvent"]
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.details["removed"]) == ("demo.cleared", removed)
    assert AuditEvent.verify() is None


def test_what_the_demos_people_did_goes_with_them(before, password):
    login.log_in("limin", password, address="10.0.0.7", agent="")
    limin = person("limin")
    customer = limin.customers.first()
    FollowUp.record(customer, {"at": now(), "method": "电话", "content": "试着记一条跟进，看看时间线"}, by=limin)
    printing.print_customers("tracking-sheet", [customer.number], by=User.system(), base_url="http://book.example")
    printing.print_customers("classified-followup", by=limin, base_url="http://book.example")
    models.JobRun.ask_for("nightly", today(), by=person("wutong"))
    demo.clear(by=User.system())
    left = (Session, LoginAttempt, FollowUp, models.Print, models.JobRun)
    assert [model.select().count() for model in left] == [0, 0, 0, 0, 0]
    assert AuditEvent.verify() is None


def test_what_its_people_arranged_among_themselves_goes_with_them(before):
    manager, rep, other = person("zhouqiming"), person("limin"), person("zhanglei")
    helper = next(user for user in User.select().where(User.role == "service", User.branch != manager.branch_id))
    models.Assignment.make(Customer.select().where(Customer.owner == other).limit(3), rep, "试一试", by=manager)
    models.Absence.enter(other, rep, today(), today(), by=manager)
    rep.customers.get().ask_on(helper, "看看", by=rep)
    printing.note_blank("tracking-sheet", by=rep)
    demo.clear(by=User.system())
    assert not any(
        model.select().exists() for model in (models.Assignment, models.Absence, models.Transfer, models.Collaboration)
    )
    assert AuditEvent.verify() is None


def test_entries_of_the_office_are_kept_and_linked_anew(before):
    person("admin").reset_password(by=User.system())
    demo.clear(by=User.system())
    actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]
    assert actions == ["user.opened", "user.password_reset", "demo.cleared"]
    assert AuditEvent.verify() is None


def test_a_trail_that_is_not_whole_is_never_linked_anew(before):
    AuditEvent.update(subject="别人").where(AuditEvent.id == 1).execute()
    with pytest.raises(DomainError, match="操作日志不完整"):
        demo.clear(by=User.system())
    assert Customer.select().count() == 60


def test_a_customer_filed_since_is_named_and_kept(before):
    filed = Customer.file(FILED, {"name": "王建国", "phone": "13912345678"}, by=person("limin"))
    with pytest.raises(demo.StillInUse, match=f"客户 {filed.number} 试建的客户有限公司"):
        demo.clear(by=User.system())
    assert Customer.select().count() == 61


def test_a_list_imported_since_is_named_and_kept(before):
    manager = person("zhouqiming")
    ImportBatch.create(filename="试.csv", digest="", mode="both", branch=manager.branch, by=manager)
    with pytest.raises(demo.StillInUse, match="导入 试.csv"):
        demo.clear(by=User.system())


@pytest.fixture
def real(before):
    """A customer of the office's own, in a branch of its own."""
    branch = Branch.create(name="本分站", region=Region.get(Region.name == "华东"))
    rep, _ = User.open_account("real", "真实", Role.REP, branch, by=User.system())
    return Customer.file(FILED, {"name": "王建国", "phone": "13912345678"}, by=rep)


@pytest.mark.parametrize("trials", [False, True])
def test_what_its_accounts_saw_of_a_real_customer_stays_on_record(real, trials):
    """Load, reveal as its admin, clear: that was an eraser for whoever has the command line."""
    contact = real.contacts.get()
    for username in ("wutong", "zhaoguodong"):
        contact.reveal("看一看", by=person(username))
    with pytest.raises(demo.StillInUse):
        demo.clear(trials=trials, by=User.system())
    Customer.delete().where(Customer.id == real.id).execute()
    with pytest.raises(demo.StillInUse, match="真实客户的记录"):
        demo.clear(trials=trials, by=User.system())
    assert AuditEvent.select().where(AuditEvent.action == "contact.revealed").count() == 2
    assert AuditEvent.verify() is None


def test_what_its_admin_set_stays_on_record(before):
    Settings.write("penalty_tracking", 80, by=person("wutong"))
    with pytest.raises(demo.StillInUse, match="动过真实的设置"):
        demo.clear(by=User.system())


def test_it_is_not_loaded_beside_real_customers(real):
    User.update(is_demo=False).execute()
    with pytest.raises(DomainError, match="已有真实客户"):
        demo.load(by=User.system())


def test_who_writes_meanwhile_is_chained_to_what_is_left(engine, tmp_path, monkeypatch):
    """On PostgreSQL an entry committed during the chaining anew once broke the trail for good."""
    with use_database(engine.empty()):
        migrate(tmp_path)
        demo.load(by=User.system())
        writer = Thread(target=_write_an_entry)
        relink = clearing._relink

        def relink_meanwhile(*args) -> None:
            writer.start()
            sleep(0.3)
            relink(*args)

        monkeypatch.setattr(clearing, "_relink", relink_meanwhile)
        demo.clear(by=User.system())
        writer.join(30)
        actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]
        assert actions[-2:] == ["demo.cleared", "branch.opened"] and AuditEvent.verify() is None


def _write_an_entry() -> None:
    with db.connection_context():
        Branch.open("后来的分站", "本公司", by=User.system())


def test_trials_go_along_when_asked(before):
    Customer.file(FILED, {"name": "王建国", "phone": "13912345678"}, by=person("limin"))
    manager = person("zhouqiming")
    ImportBatch.create(filename="试.csv", digest="", mode="both", branch=manager.branch, by=manager)
    demo.clear(trials=True, by=User.system())
    assert [model.select().count() for model in (Customer, ImportBatch, Branch)] == [0, 0, 0]


def test_a_real_customer_the_demo_works_on_is_never_a_trial(before):
    admin = person("admin")
    branch = Branch.create(name="本分站", region=Region.get(Region.name == "华东"))
    rep, _ = User.open_account("real", "真实", Role.REP, branch, by=admin)
    real = Customer.file(FILED, {"name": "王建国", "phone": "13912345678"}, by=rep)
    Collaboration.create(customer=real, user=person("limin"), invited_by=rep)
    Task.plan(real, "请苏州的同事看看", today(), by=rep, responsible=person("limin"))
    with pytest.raises(demo.StillInUse, match=f"客户 {real.number}"):
        demo.clear(trials=True, by=User.system())


def test_an_account_added_to_a_demo_branch_is_named(before):
    User.open_account("real", "真实", Role.REP, Branch.get(Branch.name == "苏州分站"), by=User.system())
    with pytest.raises(demo.StillInUse, match="账号 real（真实）"):
        demo.clear(by=User.system())


def test_a_region_the_office_uses_stays(before):
    Branch.create(name="本分站", region=Region.get(Region.name == "华东"))
    demo.clear(by=User.system())
    assert [region.name for region in Region.select()] == ["华东"]


def test_a_region_that_stayed_is_the_offices(before):
    Branch.create(name="本分站", region=Region.get(Region.name == "华东"))
    demo.clear(by=User.system())
    demo.load(by=User.system())
    Branch.delete().where(Branch.name == "本分站").execute()
    demo.clear(by=User.system())
    assert [region.name for region in Region.select()] == ["华东"]


# -- whatever nouns there are


def test_every_table_is_cleared_of_what_was_tried_out_in_it(before):
    """A new noun is in it by itself: either its rows go along, or this names its table."""
    tried = {model.__name__ for model in models.ALL if of_demo(model) is not None and try_out(model)}
    assert {"Session", "Reassignment", "FollowUpRevision", "Print", "ImportChange"} <= tried
    demo.clear(trials=True, by=User.system())
    after = contents()
    # what was set up has another edition
    assert {name for name in before if before[name] != after[name]} == {"AuditEvent", "AuditHead", "Edition"}


def test_parcels_of_its_customers_go_along_though_their_keys_would_keep_them(later):
    parcel, item, _ = later
    for customer in Customer.select().limit(3):
        item.create(parcel=parcel.create(customer=customer, by=person("admin")), by=person("admin"))
    demo.clear(by=User.system())
    assert [model.select().count() for model in (parcel, item, Customer)] == [0, 0, 0]


def test_what_its_people_kept_for_themselves_goes_with_them(later):
    parcel, item, saved = later
    saved.create(by=person("limin"), share=person("zhouqiming"))
    own = saved.create(by=person("admin"))
    item.create(parcel=parcel.create(by=person("limin")), by=person("limin"))
    demo.clear(by=User.system())
    assert [[*model.select()] for model in later] == [[], [], [own]]


def test_what_the_office_shared_with_its_people_is_named(later):
    *_, saved = later
    saved.create(by=person("admin"), share=person("limin"))
    with pytest.raises(demo.StillInUse, match="keepsake"):
        demo.clear(by=User.system())


def test_what_the_office_has_built_upon_is_named(later):
    *_, saved = later
    saved.create(by=person("admin"), copy_of=saved.create(by=person("limin")))
    with pytest.raises(demo.StillInUse, match="keepsake"):
        demo.clear(by=User.system())


# -- by the command line


def test_it_does_not_mix_with_branches_of_the_same_name(peopled_office):
    complaint = peopled_office.refused("demo", "load")
    assert complaint == "库里已有真实客户，演示数据不与之混在一起：请另建一个数据文件夹来试用"
    Customer.delete().execute()
    AuditEvent.update(customer_id=None).execute()
    complaint = peopled_office.refused("demo", "load")
    assert complaint == "已有名为“苏州分站、佛山分站”的分站，演示数据不与之混在一起"
    assert peopled_office.refused("demo", "clear") == "库里没有演示数据"


def test_init_brings_the_demo_along(office):
    shown = office.done("init", "--demo")
    secret = re.search(r"用户名 limin　密码 (\S+)", shown)[1]
    assert person("limin").password_matches(secret)
    assert "用户名 admin" in shown
    assert office.done("demo", "clear").startswith("演示数据已清除，连同")
    assert office.done("audit", "verify") == "操作日志完整，共 2 条。\n"


def test_somebody_in_every_branch_is_told_something(before):
    """R-NOTIFY: there is something to open at the first login."""
    unread = models.Notice.select().where(models.Notice.read_at.is_null())
    assert {notice.kind for notice in unread} >= {"planned", "handed_on"}
    managers = {user.id for user in User.select().where(User.role == Role.MANAGER, User.is_demo)}
    assert managers <= {notice.user_id for notice in unread}
