"""Who sees what and may do what (§0), and how accounts come and go (R-LOGIN)."""

from collections import Counter

import pytest
from peewee import IntegrityError

from tests.models.test_concurrency import at_once
from tests.world import PASSWORD, World
from webapp.clock import today
from webapp.database import transaction
from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Classification, Collaboration, Customer, Session, Task, User
from webapp.models.login import log_in
from webapp.models.session import FAILURES_AT_ONE_PLACE, LoginRefused, digest

SUZHOU = {"fresh", "interested", "overdue", "due_today", "no_next", "won", "lost", "helped", "colleagues"}
SEEN = {
    "rep": SUZHOU - {"colleagues"},
    "colleague": {"colleagues"},
    "manager": SUZHOU,
    "service": {"helped"},
    "outsider": {"elsewhere"},
    "other_manager": {"elsewhere"},
    "inspector": SUZHOU | {"elsewhere"},
    "admin": SUZHOU | {"elsewhere"},
}


@pytest.mark.parametrize(("who", "customers"), SEEN.items(), ids=SEEN)
def test_each_role_sees_its_own(world, who, customers):
    seen = {customer.name for customer in Customer.visible_to(getattr(world, who))}
    assert seen == {getattr(world, name).name for name in customers}


def test_a_rep_asked_to_help_sees_that_customer_too(world):
    """R-COOP: sees it and works on it."""
    Collaboration.create(customer=world.elsewhere, user=world.rep, invited_by=world.outsider)
    assert world.elsewhere in Customer.visible_to(world.rep)
    assert world.rep.works_on(world.elsewhere) and not world.rep.can_edit(world.elsewhere)


@pytest.mark.parametrize(
    ("who", "works", "keeps", "edits"),
    [
        ("rep", True, True, True),
        ("manager", True, True, True),
        ("service", True, False, False),
        ("colleague", False, False, False),
        ("outsider", False, False, False),
        ("other_manager", False, False, False),
        ("inspector", False, False, False),
        ("admin", False, False, False),
    ],
)
def test_working_on_keeping_and_editing_a_customer(world, who, works, keeps, edits):
    person = getattr(world, who)
    assert person.works_on(world.helped) == person.can_follow_up(world.helped) == works
    assert person.keeps(world.helped) == person.can_print_unmasked(world.helped) == keeps
    assert person.can_edit(world.helped) == edits


@pytest.mark.parametrize(
    ("right", "allowed"),
    [
        ("can_file_customers", {"rep", "colleague", "outsider", "manager", "other_manager"}),
        ("can_import", {"manager", "other_manager", "admin"}),
        ("can_set", {"admin"}),
        ("has_settings", {"manager", "other_manager", "admin"}),
        ("can_instruct", {"manager", "other_manager"}),
        ("leads_branch", {"manager", "other_manager"}),
        ("oversees", {"manager", "other_manager", "inspector", "admin"}),
        ("can_work", {"rep", "colleague", "outsider", "manager", "other_manager", "service"}),
    ],
)
def test_rights_of_the_roles(world, right, allowed):
    assert {who for who in SEEN if getattr(getattr(world, who), right)} == allowed


def test_scope_holds_for_rows_that_hang_on_a_customer(world):
    value = world.value("potential")
    cards = Classification.select().where(Classification.value == value, world.service.scope(Classification))
    assert [card.customer for card in cards] == [world.helped]


def test_a_new_account_starts_with_a_password_to_change(world):
    user, password = User.open_account("new", "新人", "rep", world.suzhou, by=world.admin)
    assert user.password_matches(password) and user.must_change_password and len(password) >= 12
    assert password not in str(
        [event.__data__ for event in AuditEvent.select().order_by(AuditEvent.id.desc()).limit(1)]
    )


@pytest.mark.parametrize(
    ("username", "role", "has_branch", "field"),
    [
        ("limin", "rep", True, "username"),
        ("new", "king", True, "role"),
        ("new", "rep", False, "branch"),
        ("new", "service", False, "branch"),
    ],
)
def test_a_wrong_account_is_refused_beside_its_field(world, username, role, has_branch, field):
    with pytest.raises(DomainError) as refusal:
        User.open_account(username, "新人", role, world.suzhou if has_branch else None, by=world.admin)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("username", "name", "field"),
    [("长" * 41, "新人", "username"), ("new", "长" * 41, "name"), (" ", "新人", "username"), ("new", "", "name")],
)
def test_a_name_that_is_missing_or_too_long_is_refused_beside_its_field(world, username, name, field):
    with pytest.raises(DomainError) as refusal:
        User.open_account(username, name, "rep", world.suzhou, by=world.admin)
    assert refusal.value.field == field


def test_one_username_opened_by_many_at_once_is_opened_once(fresh_database):
    world = World()

    def open_account(_turn) -> str:
        try:
            return User.open_account("new", "新人", "rep", world.suzhou, by=world.admin)[0].username
        except DomainError as refusal:
            return refusal.field

    assert Counter(at_once(open_account, range(4))) == {"new": 1, "username": 3}
    assert AuditEvent.select().where(AuditEvent.action == "user.opened", AuditEvent.subject == "new").count() == 1


def test_a_password_is_changed_by_who_knows_it(world):
    world.rep.change_password(PASSWORD, "一句又好记又长的新话", by=world.rep)
    assert User.get_by_id(world.rep.id).password_matches("一句又好记又长的新话")


def sessions(world) -> list[Session]:
    return [
        Session.create(token_hash=str(place), user=user, address="")
        for place, user in enumerate((world.rep, world.rep, world.colleague))
    ]


def test_a_changed_password_ends_every_session_and_opens_another(world):
    *_, others = sessions(world)
    token = world.rep.change_password(PASSWORD, "一句又好记又长的新话", by=world.rep)
    left = list(Session.select().where(Session.user == world.rep))
    assert [session.token_hash for session in left] == [digest(token)]
    assert Session.get_by_id(others.id)


def test_guesses_of_the_present_password_are_counted_and_on_record(world):
    for _ in range(FAILURES_AT_ONE_PLACE):
        with pytest.raises(DomainError, match="当前密码不对"):
            world.rep.change_password("猜的", "一句又好记又长的新话", by=world.rep)
    with pytest.raises(LoginRefused):
        world.rep.change_password(PASSWORD, "一句又好记又长的新话", by=world.rep)
    told = [event.action for event in AuditEvent.select().order_by(AuditEvent.id.desc()).limit(6)]
    assert told == ["session.throttled", *["user.password_refused"] * FAILURES_AT_ONE_PLACE]


def test_user_names_are_one_in_whatever_case(world):
    user, password = User.open_account(" ＷangLi ", "王 莉", "rep", world.suzhou, by=world.admin)
    assert (user.username, user.name) == ("wangli", "王莉")
    assert log_in("WANGLI", password, address="10.0.0.9", agent="")[0] == user
    with pytest.raises(DomainError, match="已经有人用了"):
        User.open_account("WangLi", "王丽", "rep", world.suzhou, by=world.admin)


def test_password_and_sessions_change_together_or_not_at_all(world, monkeypatch):
    sessions(world)
    monkeypatch.setattr(Session, "end_all", lambda *_args, **_options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        world.rep.change_password(PASSWORD, "一句又好记又长的新话", by=world.rep)
    assert User.get_by_id(world.rep.id).password_matches(PASSWORD)


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("不是它", "一句又好记又长的新话", "current"),
        (PASSWORD, PASSWORD, "password"),
        (PASSWORD, "短", "password"),
        (PASSWORD, "limin你好你好", "password"),
    ],
)
def test_a_bad_new_password_is_refused(world, current, new, field):
    with pytest.raises(DomainError) as refusal:
        world.rep.change_password(current, new, by=world.rep)
    assert refusal.value.field == field and world.rep.password_matches(PASSWORD)


def test_the_system_itself_never_logs_in(world):
    system = User.system()
    assert system == User.system() and not system.is_active and not system.password_matches("")


def test_a_person_with_customers_and_steps_cannot_be_deleted(world):
    assert Task.select().where(Task.responsible == world.rep).exists()
    with pytest.raises(IntegrityError), transaction():
        world.rep.delete_instance()


# -- what becomes of an account


def revise(user, by, **said):
    told = {"name": user.name, "role": user.role, "branch": user.branch} | said
    user.revise_account(**told, by=by)


def test_an_account_gets_another_name_role_and_branch_on_record(world):
    newcomer, _ = User.open_account("new", "新人", "rep", world.suzhou, by=world.admin)
    revise(newcomer, world.admin, name="陈新", role="manager", branch=world.foshan)
    stands = User.get_by_id(newcomer.id)
    assert (stands.name, stands.role, stands.branch) == ("陈新", "manager", world.foshan)
    told = AuditEvent.get(AuditEvent.action == "user.revised").details["changes"]
    assert told == {"name": ["新人", "陈新"], "role": ["rep", "manager"], "branch": ["苏州分站", "佛山分站"]}


def test_the_same_again_changes_nothing(world):
    revise(world.rep, world.admin)
    assert not AuditEvent.select().where(AuditEvent.action == "user.revised").exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"branch": "foshan"}, "branch"), ({"role": "service"}, "role"), ({"role": "inspector"}, "role")],
)
def test_whoever_owns_customers_hands_over_first(world, said, field):
    """未完成交接."""
    said = said | ({"branch": world.foshan} if "branch" in said else {})
    with pytest.raises(DomainError, match="未完成交接：李敏名下还有") as refused:
        revise(world.rep, world.admin, **said)
    assert refused.value.field == field


def test_a_rep_becomes_a_manager_with_their_customers(world):
    revise(world.rep, world.admin, role="manager")
    assert User.get_by_id(world.rep.id).role == "manager"


def test_whoever_goes_to_another_branch_helps_no_more(world):
    revise(world.service, world.admin, branch=world.foshan)
    assert not world.service.collaborations.exists()


def test_nobody_changes_their_own_role_or_closes_their_own_account(world):
    with pytest.raises(DomainError):
        revise(world.admin, world.admin, role="inspector")
    with pytest.raises(DomainError):
        world.admin.disable(by=world.admin)


def test_an_account_with_something_to_hand_over_is_not_closed(world):
    """Customers, steps, complaints."""
    with pytest.raises(DomainError, match=r"8 位客户、\d 项下一步，请先移交"):
        world.rep.disable(by=world.admin)
    assert User.get_by_id(world.rep.id).is_active
    Task.plan(world.helped, "看现场", today(), by=world.service)
    with pytest.raises(DomainError, match="1 项下一步"):
        world.service.disable(by=world.admin)


def test_an_account_is_closed_and_let_in_again(world):
    Session.open(world.service, address="", agent="")
    world.service.disable(by=world.admin)
    assert not User.get_by_id(world.service.id).is_active
    assert not Session.select().where(Session.user == world.service).exists()
    world.service.disable(by=world.admin)
    world.service.enable(by=world.admin)
    assert User.get_by_id(world.service.id).is_active
    acts = AuditEvent.select().where(AuditEvent.subject == world.service.username).order_by(AuditEvent.id)
    assert [event.action for event in acts if event.action != "user.opened"] == ["user.disabled", "user.enabled"]


def test_whoever_leaves_looks_after_no_customer_as_their_manager(world):
    Customer.update(success_manager=world.service).where(Customer.id == world.won.id).execute()
    world.service.disable(by=world.admin)
    assert Customer.get_by_id(world.won.id).success_manager is None


def test_only_the_administrator_keeps_accounts(world):
    acts = [getattr(User, name) for name in ("disable", "enable", "end_sessions", "reset_password")]
    acts.append(lambda user, by: revise(user, by, name="别名"))
    for by in (world.rep, world.manager, world.inspector):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(world.service, by=by)
