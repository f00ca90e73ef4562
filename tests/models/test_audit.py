"""R-AUDIT: an entry that is altered or removed is found."""

import pytest

from tests.engines import use_database
from tests.world import file_customer
from webapp.errors import DomainError
from webapp.models import AuditEvent, AuditHead, Customer, seal


def ids() -> list[int]:
    return [event.id for event in AuditEvent.select(AuditEvent.id).order_by(AuditEvent.id)]


def test_an_untouched_chain_is_whole(world):
    assert len(ids()) == AuditHead.get().length > 20
    assert AuditEvent.verify() is None


@pytest.mark.parametrize(
    "change",
    [
        {"action": "customer.viewed"},
        {"actor_name": "别人"},
        {"details": {"from": "", "to": "成交客户"}},
        {"subject": "x"},
        {"customer_id": 1},
        {"branch_id": 99},
        {"origin": "别处"},
        {"actor": None},
    ],
)
def test_an_altered_entry_is_found(world, change):
    altered = AuditEvent.select().where(AuditEvent.action == "customer.moved").order_by(AuditEvent.id.desc()).first()
    AuditEvent.update(**change).where(AuditEvent.id == altered.id).execute()
    assert AuditEvent.verify() == f"第 {altered.id} 条记录被改动"


def test_an_altered_time_is_found(world):
    first, second = AuditEvent.select().order_by(AuditEvent.id).limit(2)
    AuditEvent.update(at=second.at.replace(year=2001)).where(AuditEvent.id == first.id).execute()
    assert AuditEvent.verify() == f"第 {first.id} 条记录被改动"


def test_an_altered_entry_with_a_new_hash_breaks_the_next(world):
    event, following = AuditEvent.select().order_by(AuditEvent.id).limit(2)
    event.subject = "换了"
    event.hash = event.digest()
    event.save()
    assert AuditEvent.verify() == f"第 {following.id} 条之前的记录被移除或改动"


def test_one_removed_in_the_middle_is_found(world):
    _first, gone, following, *_rest = ids()
    AuditEvent.delete().where(AuditEvent.id == gone).execute()
    assert AuditEvent.verify() == f"第 {following} 条之前的记录被移除或改动"


def test_the_first_removed_is_found(world):
    first, second, *_rest = ids()
    AuditEvent.delete().where(AuditEvent.id == first).execute()
    assert AuditEvent.verify() == f"第 {second} 条之前的记录被移除或改动"


def test_one_removed_at_the_end_is_found(world):
    *kept, last = ids()
    AuditEvent.delete().where(AuditEvent.id == last).execute()
    assert AuditEvent.verify() == f"记录应有 {len(kept) + 1} 条，现有 {len(kept)} 条：末尾的记录被移除"


def test_all_removed_is_found(world):
    AuditEvent.delete().execute()
    assert "现有 0 条" in AuditEvent.verify()


def test_a_tail_removed_with_the_mark_of_the_end_is_found(world):
    *kept, last = ids()
    AuditEvent.delete().where(AuditEvent.id == last).execute()
    AuditHead.delete().execute()
    assert AuditEvent.verify() == f"记录的末端标记被移除：无从知道第 {len(kept)} 条之后是否还有记录"


def test_all_removed_together_with_the_mark_of_the_end_is_found(world):
    AuditEvent.delete().execute()
    AuditHead.delete().execute()
    assert "末端标记被移除" in AuditEvent.verify()
    AuditHead.create(id=1)
    assert "末端标记被改动" in AuditEvent.verify()


@pytest.fixture
def key(world):
    """The seal in use; whatever the test puts in its place is taken back."""
    kept = seal.present()
    yield kept
    seal.put(kept)


def test_a_chain_made_anew_without_the_key_is_found(key):
    AuditEvent.delete().where(AuditEvent.action == "customer.filed").execute()
    seal.put(seal.NONE)
    AuditEvent.chain_anew()
    assert AuditEvent.verify() is None  # to whoever has no key either
    seal.put(key)
    assert "被改动" in AuditEvent.verify()


def test_entries_of_before_the_key_cannot_be_exchanged(key):
    """The file says how they ended."""
    seal.put(seal.NONE)
    AuditEvent.chain_anew()
    last = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    seal.put(seal.Seal(key.key, last.id, last.hash))
    AuditHead.place(AuditHead.get().length, last.hash)
    AuditEvent.record("x.y", by=None)
    assert AuditEvent.verify() is None
    AuditEvent.update(subject="换了").where(AuditEvent.id == last.id).execute()
    changed = AuditEvent.get_by_id(last.id)
    AuditEvent.update(hash=changed.digest()).where(AuditEvent.id == last.id).execute()
    assert AuditEvent.verify() == f"第 {last.id} 条记录被改动"


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    with use_database(f"sqlite:///{tmp_path}/a.sqlite3"):
        assert seal.make(tmp_path, 0, "") and not seal.make(tmp_path, 9, "x")
        path = tmp_path / seal.FILE
        assert path.stat().st_mode & 0o777 == 0o600 and len(seal.present().key) == 64
        assert seal.present().until == 0


def test_a_key_that_is_given_is_used_instead_of_one_in_the_folder(tmp_path):
    with use_database(f"sqlite:///{tmp_path}/a.sqlite3"):
        seal.make(tmp_path, 3, "abc", key="given")
        assert seal.present()[:3] == (b"given", 3, "abc")
        assert "given" not in (tmp_path / seal.FILE).read_text()
        seal.use(tmp_path)  # and nobody gives it: what stands in the file is no key
        assert not seal.present().key


def test_the_key_lasts_whatever_becomes_of_a_trail_that_is_chained_anew(tmp_path):
    """The file says what holds only once it holds: a crash, or a refusal, leaves the key and what it sealed."""
    path = tmp_path / seal.FILE
    with use_database(f"sqlite:///{tmp_path}/a.sqlite3"):
        seal.make(tmp_path, 3, "abc")
        kept = path.read_text()
        with pytest.raises(DomainError), seal.renewed() as seal_all:
            seal_all()
            assert path.read_text() == kept and seal.present().until == 0
            raise DomainError("refused")
        assert path.read_text() == kept and seal.present().until == 3
        with seal.renewed() as seal_all:
            seal_all()
            assert path.read_text() == kept
        assert path.read_text() == f"{kept.split()[0]} 0 -" and seal.present().until == 0
        assert path.stat().st_mode & 0o777 == 0o600
        before = seal.present()
        seal.use(tmp_path)
        assert seal.present()[:2] == before[:2]


def test_an_entry_says_who_from_where_what_and_on_whom(world):
    world.rep.origin = "192.168.1.20"
    event = AuditEvent.record(
        "customer.moved", by=world.rep, customer=world.elsewhere, subject="合作阶段", to="成交客户"
    )
    kept = AuditEvent.get_by_id(event.id)
    assert (kept.actor, kept.actor_name, kept.origin) == (world.rep, "李敏", "192.168.1.20")
    assert (kept.branch_id, kept.customer_id) == (world.foshan.id, world.elsewhere.id)
    assert (kept.subject, kept.details) == ("合作阶段", {"to": "成交客户"})
    assert AuditEvent.verify() is None


def test_details_with_chinese_dates_and_lists_keep_their_hash(world):
    AuditEvent.record("x.y", by=None, 变更=["旧", "新"], none=None, number=1.5, nested={"b": 1, "a": [True]})
    assert AuditEvent.verify() is None


def test_a_customers_id_is_never_given_to_another(world):
    gone = file_customer("先来有限公司", "13812340001", by=world.rep)
    Customer.delete().where(Customer.id == gone.id).execute()
    assert file_customer("后到有限公司", "13812340002", by=world.rep).id > gone.id
