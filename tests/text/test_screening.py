"""R-NOID: no field takes resident IDs, bank cards or home addresses, and no refusal repeats them."""

from datetime import timedelta

import pytest

from tests.world import CONTENT
from webapp.clock import now, today
from webapp.models import Contact, Customer, FollowUp, Memo, Project, Task
from webapp.text.screening import ForbiddenContent, found_in, screen

RESIDENT_ID = "11010519491231002X"
CARD = "6222020000000007"


@pytest.mark.parametrize(
    "text",
    [
        RESIDENT_ID,
        "11010519491231002x",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        f"王建国{RESIDENT_ID}，请存",
        f"ID{RESIDENT_ID}",
        f"2 {RESIDENT_ID}",
        "320594198803074512",
        "429004198803074512",
    ],
)
def test_a_resident_id_is_found(text):
    assert found_in(text) == "身份证号"


@pytest.mark.parametrize(
    "text", [CARD, f"卡号{CARD}", "6222 0200 0000 0007", "6222020000000001230", "4111-1111-1111-1111"]
)
def test_a_bank_card_is_found(text):
    assert found_in(text) == "银行卡号"


@pytest.mark.parametrize("text", ["家庭住址：苏州市某路1号", "身份证号 见附件", "身份证号码是已给"])
def test_the_words_with_content_are_found(text):
    assert found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "11010519499931002X",
        "6222020000000001",
        "订单20240510001234567890",
        "身份证号：",
        "请勿提供身份证号",
        "2024-05-10 13812345678",
        "0512-67891234 13812345678",
        "91320594MA1MNB2X9D",
        "",
        "1" * 40,
    ],
)
def test_other_numbers_pass(text):
    assert found_in(text) is None


@pytest.mark.parametrize("secret", [RESIDENT_ID, CARD])
def test_the_refusal_names_the_field_and_never_the_number(secret):
    with pytest.raises(ForbiddenContent) as refusal:
        screen({"name": "王建国", "remarks": f"证件{secret}"})
    assert refusal.value.field == "remarks"
    assert secret not in refusal.value.message and secret[-4:] not in refusal.value.message


def filing(**values):
    facts = {"name": "全新贸易有限公司", "industry": "批发", "source": "展会", "need": "检测报告", **values}
    return lambda world: Customer.file(facts, {"name": "王", "phone": "13912349999"}, by=world.rep)


def recording(**values):
    return lambda world: FollowUp.record(
        world.fresh, {"at": now(), "method": "电话", "content": CONTENT, **values}, by=world.rep
    )


WRITES = {
    "file": filing(need=RESIDENT_ID),
    "file, contact": lambda world: Customer.file(
        {"name": "全新有限公司", "industry": "批发", "source": "展会", "need": "检测"},
        {"name": "王", "wechat": RESIDENT_ID},
        by=world.rep,
    ),
    "file, duplicate reason": lambda world: Customer.file(
        {"name": world.won.name, "industry": "批发", "source": "展会", "need": "检测"},
        {"name": "王", "phone": "13912349999"},
        duplicate_reason=RESIDENT_ID,
        by=world.rep,
    ),
    "revise": lambda world: world.fresh.revise({"remarks": RESIDENT_ID}, by=world.rep),
    "add contact": lambda world: Contact.add(
        world.fresh, {"name": "王", "qq": "", "unverified": RESIDENT_ID}, by=world.rep
    ),
    "revise contact": lambda world: world.fresh.contacts.get().revise({"position": RESIDENT_ID}, by=world.rep),
    "reveal": lambda world: world.elsewhere.contacts.get().reveal(RESIDENT_ID, by=world.inspector),
    "record": recording(content=f"客户发来证件{RESIDENT_ID}留存"),
    "record, other field": recording(consensus=RESIDENT_ID),
    "correct": lambda world: world.overdue.followups.get().correct({"remarks": RESIDENT_ID}, by=world.rep),
    "plan": lambda world: Task.plan(world.fresh, RESIDENT_ID, today(), by=world.rep),
    "reschedule": lambda world: world.overdue.tasks.get().reschedule(today() + timedelta(1), RESIDENT_ID, by=world.rep),
    "move": lambda world: world.overdue.move_to(world.value("lost"), reason=RESIDENT_ID, by=world.rep),
    "memo": lambda world: Memo.write(world.fresh, "note", RESIDENT_ID, by=world.rep),
    "project": lambda world: Project.of(world.fresh).revise({"name": RESIDENT_ID}, by=world.rep),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_every_verb_that_takes_text_refuses(world, write):
    with pytest.raises(ForbiddenContent) as refusal:
        write(world)
    assert RESIDENT_ID not in refusal.value.message
