"""Who sees what and may do what (§0), and how accounts come and go (R-LOGIN)."""

from collections import Counter

import pytest
from peewee import IntegrityError

from tests.models.test_concurrency import at_once
from tests.world import PASSWORD, World
from webapp.database import transaction
from webapp.errors import DomainError
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
