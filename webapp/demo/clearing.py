"""The demo taken out again, so that nothing of it stays behind (docs/decisions/0003-demo-data.md)."""

from collections.abc import Iterator

from webapp import models
from webapp.database import BaseModel, transaction
from webapp.demo.loading import SETTING, is_loaded
from webapp.errors import DomainError
from webapp.models import (
    AuditEvent,
    AuditHead,
    Branch,
    Customer,
    ImportBatch,
    LoginAttempt,
    Print,
    Region,
    Session,
    Setting,
    User,
)

SHOWN = 5


class StillInUse(DomainError):
    """Records of the office refer to the demo's people; the message names them."""


def clear(*, trials: bool = False, by: User) -> int:
    """Remove the demo and return how many audit entries went with it.

    `trials` takes along the customers and imports the demo's accounts have made since in the demo's branches; without
    it they count as the office's own, which are never removed: StillInUse names them and nothing is changed.
    """
    if not is_loaded():
        raise DomainError("库里没有演示数据")
    if broken := AuditEvent.verify():
        raise DomainError(f"操作日志不完整（{broken}），查明之前不能清除演示数据")
    with transaction():
        demo = Setting.read(SETTING)
        _delete_customers(demo, trials)
        removed = _delete_audit(demo)
        _delete_people(demo)
        Setting.delete().where(Setting.name == SETTING).execute()
        _relink(removed, by)
    return removed


def _delete_customers(demo: dict, trials: bool) -> None:
    if trials:
        made = (
            (Customer.branch << demo["branches"])
            & (Customer.owner << demo["users"])
            & (Customer.created_by << demo["users"])
        )
        demo["customers"] += [row.id for row in Customer.select(Customer.id).where(made)]
        ImportBatch.delete().where(ImportBatch.by << demo["users"], ImportBatch.branch << demo["branches"]).execute()
    Customer.delete().where(Customer.id << demo["customers"]).execute()


def _delete_audit(demo: dict) -> int:
    of_demo = (AuditEvent.actor << demo["users"]) | (AuditEvent.customer_id << demo["customers"])
    setting = (AuditEvent.action == "setting.changed") & (AuditEvent.subject == SETTING)
    loading = (AuditEvent.action == "demo.loaded") | setting
    return AuditEvent.delete().where(of_demo | loading).execute()


def _delete_people(demo: dict) -> None:
    of_lists = Print.customer.is_null()  # of the demo's customers
    Print.delete().where(Print.by << demo["users"], of_lists).execute()
    names = User.select(User.username).where(User.id << demo["users"])
    LoginAttempt.delete().where(LoginAttempt.username << names).execute()
    Session.delete().where(Session.user << demo["users"]).execute()
    if left := list(dict.fromkeys(_references(demo))):
        more = f"等 {len(left)} 处" if len(left) > SHOWN else ""
        raise StillInUse(f"还有记录用到演示的账号或分站，未作清除：{'、'.join(left[:SHOWN])}{more}")
    User.delete().where(User.id << demo["users"]).execute()
    Branch.delete().where(Branch.id << demo["branches"]).execute()
    Region.delete().where(Region.id << demo["regions"], Region.id.not_in(Branch.select(Branch.region))).execute()


def _references(demo: dict) -> Iterator[str]:
    """Whatever still refers to the demo's people and branches once its customers are gone."""
    ids = {User: demo["users"], Branch: demo["branches"]}
    for model in models.ALL:
        for key in model._meta.refs:
            if key.rel_model in ids:
                rows = model.select().where(key << ids[key.rel_model])
                yield from (_described(row) for row in rows if not _is_demo_user(row, demo))


def _is_demo_user(row: BaseModel, demo: dict) -> bool:
    return isinstance(row, User) and row.id in demo["users"]


def _described(row: BaseModel) -> str:
    """The record as the office knows it."""
    match row:
        case Customer():
            return f"客户 {row.number} {row.name}"
        case User():
            return f"账号 {row.username}（{row.name}）"
        case ImportBatch():
            return f"导入 {row.filename}"
    owners = ("customer", "followup", "task", "memo", "batch")
    owner = next((getattr(row, name) for name in owners if hasattr(row, name)), None)
    return _described(owner) if owner else row._meta.table_name


def _relink(removed: int, by: User) -> None:
    """Chain what remains anew, and say so in the chain itself."""
    head = AuditHead.get_by_id(1)
    before, previous, length = {"length": head.length, "hash": head.hash}, "", 0
    for event in list(AuditEvent.select().order_by(AuditEvent.id)):
        event.previous_hash = previous
        previous = event.hash = event.digest()
        event.save()
        length += 1
    AuditHead.update(length=length, hash=previous).where(AuditHead.id == 1).execute()
    AuditEvent.record("demo.cleared", by=by, removed=removed, before=before)
