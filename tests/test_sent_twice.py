"""Forms that make something make one, however often they are sent: a network that drops answers doubles nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest

from tests.world import CONTENT, World
from webapp.clock import now, today
from webapp.database import db
from webapp.errors import DomainError, Stale
from webapp.models import ALL, AuditEvent, Contact, Customer, FollowUp, Memo, Sending, Task

CARD = "/customers/{number}"
FILE = {"industry": "制造业", "source": "展会", "need": "检测报告", "contact_name": "丁一", "phone": "13512345678"}
NEXT_WEEK = str(today() + timedelta(days=7))
# where each form is opened, what is typed into it, and of what it makes one
FORMS = {
    "follow-up": (CARD + "/followups/new", {"content": CONTENT}, FollowUp),
    "memo": (CARD + "/memos/new", {"kind": "note", "body": "老板喜欢喝茶"}, Memo),
    "step": (CARD + "/tasks/new", {"action": "送样品"}, Task),
    "pause": (CARD + "/pauses/new", {"pause_reason": "项目暂停", "pause_until": NEXT_WEEK}, Task),
    "contact": (CARD + "/contacts/new", {"name": "新同事", "phone": "13712345678"}, Contact),
    "customer": ("/customers/new", {"name": "一式两份有限公司", **FILE}, Customer),
}


@pytest.fixture
def desk(client, world):
    return client.log_in(world.rep)


def everything() -> dict[str, int]:
    return {model.__name__: model.select().count() for model in ALL}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_sent_again_makes_nothing_further(desk, world, name):
    path, said, noun = FORMS[name]
    form = desk.get(path.format(number=world.no_next.number)).form("main form[method=post]")
    count = noun.select().count()
    first = form.submit(**said, status=303)
    assert noun.select().count() == count + 1
    before = everything()
    second = form.submit(**said, status=303)
    assert everything() == before
    assert first.location == second.location


def test_htmx_is_answered_the_same_again(desk, world):
    page = desk.get(CARD.format(number=world.overdue.number))
    answers = [page.form("#composer").submit(content=CONTENT, htmx=True) for _ in range(2)]
    entries = [answer.one(f"#followup-{FollowUp.select().order_by(FollowUp.id.desc()).get().id}") for answer in answers]
    assert entries[0].text == entries[1].text


def test_filled_in_otherwise_it_is_another(desk, world):
    """Somebody goes back to the page, as the browser kept it, and writes something else."""
    form = desk.get(CARD.format(number=world.overdue.number)).form("#composer")
    count = FollowUp.select().count()
    form.submit(content=CONTENT, status=303)
    form.submit(content=f"{CONTENT}，客户又来电话", status=303)
    assert FollowUp.select().count() == count + 2


def test_drawn_anew_it_is_another(desk, world):
    count = FollowUp.select().count()
    for _ in range(2):
        desk.get(CARD.format(number=world.overdue.number)).form("#composer").submit(content=CONTENT, status=303)
    assert FollowUp.select().count() == count + 2


def test_what_was_refused_was_not_sent(desk, world):
    form = desk.get(CARD.format(number=world.overdue.number)).form("#composer")
    form.submit(content="跟进", status=422)
    assert not Sending.select().exists()
    form.submit(content=CONTENT, status=303)


def test_what_was_taken_back_meanwhile_is_not_made_anew(desk, world):
    form = desk.get(CARD.format(number=world.overdue.number)).form("#composer")
    form.submit(content=CONTENT, status=303)
    FollowUp.select().order_by(FollowUp.id.desc()).get().withdraw("记错了客户", by=world.rep)
    assert "又撤回了" in form.submit(content=CONTENT, status=409).text


def test_at_the_same_moment_over_two_connections(fresh_database):
    world = World()

    def send(_turn) -> int:
        with db.connection_context():
            return Sending.once("k" * 64, Memo, lambda: _write(world), by=world.rep).id

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(send, range(8)))
    assert len(made) == Memo.select().count() == Sending.select().count() == 1
    assert AuditEvent.select().where(AuditEvent.action == "memo.written").count() == 1


def _write(world: World) -> Memo:
    return Memo.write(world.overdue, "note", "老板喜欢喝茶", by=world.rep)


def test_each_person_has_sendings_of_their_own(world):
    def write(person) -> Memo:
        return Memo.write(world.overdue, "note", "老板喜欢喝茶", by=person)

    for person in (world.rep, world.manager):
        Sending.once("k" * 64, Memo, partial(write, person), by=person)
    assert Memo.select().count() == 2


def test_what_the_verb_refuses_leaves_nothing(world):
    def refuse():
        raise DomainError("不行")

    with pytest.raises(DomainError, match="不行"):
        Sending.once("k" * 64, Memo, refuse, by=world.rep)
    assert not Sending.select().exists()


def test_gone_is_gone(world):
    Sending.create(user=world.rep, key="k" * 64, row=1_000_000)
    with pytest.raises(Stale):
        Sending.once("k" * 64, Memo, lambda: _write(world), by=world.rep)


def test_they_are_kept_for_two_days(world):
    for days in (1, 3):
        Sending.create(user=world.rep, key=str(days), row=1, at=now() - timedelta(days=days))
    assert [row.key for row in Sending.select().where(Sending.old())] == ["3"]
