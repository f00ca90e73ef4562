"""The demo taken out again, so that nothing of it stays behind (docs/decisions/0003-demo-data.md).

Regions, branches, accounts and customers say of themselves that they are the demo's. Everything else is found by its
foreign keys, so that no noun that comes later has to be named here.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import reduce
from operator import or_

from peewee import Expression, IntegrityError, sort_models

from webapp import models
from webapp.database import BaseModel, transaction
from webapp.demo.loading import is_loaded
from webapp.errors import DomainError
from webapp.models import AuditEvent, Branch, Customer, ImportBatch, LoginAttempt, Region, StoredFile, User, seal

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
    with seal.renewed() as seal_all, transaction():
        AuditEvent.take_end()  # whoever writes meanwhile waits, and is chained to what is left
        if broken := AuditEvent.verify():
            raise DomainError(f"操作日志不完整（{broken}），查明之前不能清除演示数据")
        if trials:
            _adopt_trials()
        _refuse_after_real_work(trials)
        removed = _delete_audit(trials)
        _delete(Customer, Customer.is_demo)
        _delete_traces()
        StoredFile.delete().where(StoredFile.id << StoredFile.unused(timedelta()).select(StoredFile.id)).execute()
        _refuse_while_used()
        _delete_people()
        seal_all()
        _relink(removed, by)
    return removed


def _of_demo(model: type[BaseModel]):
    return model.select(model.id).where(model.is_demo)


def _adopt_trials() -> None:
    """Count the customers tried out as the demo's, and drop the lists."""
    people, branches = _of_demo(User), _of_demo(Branch)
    made = (Customer.branch << branches) & (Customer.owner << people) & (Customer.created_by << people)
    Customer.update(is_demo=True).where(made).execute()
    ImportBatch.delete().where(ImportBatch.by << people, ImportBatch.branch << branches).execute()


def _refuse_after_real_work(trials: bool) -> None:
    """The trail is chained anew afterwards: that is tolerable only where it tells of no customer of the office's own,
    and of nothing the demo's accounts did to what is real (R-AUDIT)."""
    if still_there := list(Customer.select().where(~Customer.is_demo).order_by(Customer.id)):
        _name(still_there, "；试建的可以加 --trials 一并清除")
    seen = AuditEvent.customer_id.is_null(False) & ~_of_demo_customers(trials)
    if AuditEvent.select().where(seen).exists():
        raise StillInUse(
            "操作日志里已有真实客户的记录，日志只增不减，演示数据不能再清除；"
            "请停用演示账号（bin/genjinbu user disable）"
        )
    if done := AuditEvent.select().where(AuditEvent.actor << _of_demo(User), ~_removable(trials)).first():
        raise StillInUse(f"演示账号动过真实的设置、账号或名单（操作日志第 {done.id} 条），演示数据不能再清除")


def _removable(trials: bool) -> Expression:
    """Entries that concern nothing but the demo."""
    names = User.select(User.username).where(User.is_demo)
    own = AuditEvent.action << [
        "session.opened",
        "session.refused",
        "session.ended",
        "session.throttled",
        "duplicates.asked",
        "request.denied",
        "print.made",
        "print.blank",
        "calendar_link.made",
        "calendar_link.ended",
        "job.requested",
    ]
    of_people = AuditEvent.action.startswith("user.") & (AuditEvent.subject << names)
    in_branches = AuditEvent.branch_id.is_null(False) & (AuditEvent.branch_id << _of_demo(Branch))
    of_lists = (AuditEvent.action.startswith("import.") | AuditEvent.action.startswith("absence.")) & in_branches
    by_people = (AuditEvent.actor << _of_demo(User)) & AuditEvent.customer_id.is_null() & (own | of_people | of_lists)
    return _of_demo_customers(trials) | by_people


def _of_demo_customers(trials: bool) -> Expression:
    """Entries on its customers; among trials also on those that are gone again, as an undone list leaves them."""
    is_of_one, tried = AuditEvent.customer_id.is_null(False), AuditEvent.branch_id << _of_demo(Branch)
    own = AuditEvent.customer_id << _of_demo(Customer)
    return is_of_one & (own | tried) if trials else is_of_one & own


def _delete_audit(trials: bool) -> int:
    # a setting held the demo's ids in earlier releases
    setting = (AuditEvent.action == "setting.changed") & (AuditEvent.subject == "demo")
    loading = (AuditEvent.action == "demo.loaded") | setting
    return AuditEvent.delete().where(_removable(trials) | loading).execute()


def _delete(model: type[BaseModel], which: Expression, above: tuple = ()) -> None:
    """Delete these rows, and before them whatever refers to them, in whatever table."""
    path = (*above, model)
    for key, other in model._meta.backrefs.items():
        if key.on_delete != "SET NULL" and other not in path:
            _delete(other, key << model.select(key.rel_field).where(which), path)
    model.delete().where(which).execute()


def _delete_traces() -> None:
    """Delete what the demo's people left that concerns nobody else, such as their logins and the lists they printed."""
    names = User.select(User.username).where(User.is_demo)
    LoginAttempt.delete().where(LoginAttempt.username << names).execute()
    for row in _referring():
        if not _is_the_offices(row):
            with suppress(IntegrityError), transaction():  # something else needs it: it stays, and is named
                row.delete_instance()


def _referring() -> Iterator[BaseModel]:
    """Whatever refers to the demo's people and branches without being one of them; a row after what refers to it."""
    for model in reversed(sort_models(models.ALL)):
        keys = [key for key, other in model._meta.refs.items() if other in (User, Branch)]
        if keys:
            refers = reduce(or_, (key << _of_demo(key.rel_model) for key in keys))
            yield from [row for row in model.select().where(refers) if not getattr(row, "is_demo", False)]


def _is_the_offices(row: BaseModel) -> bool:
    """Whether it is the office's, or refers to anything that is. An imported list is, unless it went as a trial."""
    if hasattr(row, "is_demo"):
        return not row.is_demo
    referred_to = filter(None, (getattr(row, key.name) for key in row._meta.refs))
    return isinstance(row, ImportBatch) or any(map(_is_the_offices, referred_to))


def _refuse_while_used() -> None:
    if left := list(_referring()):
        _name(left)


def _name(rows: Iterable[BaseModel], advice: str = "") -> None:
    """Raise StillInUse with the first few."""
    left = list(dict.fromkeys(map(_described, rows)))
    more = f"等 {len(left)} 处" if len(left) > SHOWN else ""
    raise StillInUse(f"还有真实的记录，或用到演示账号和分站的，未作清除：{'、'.join(left[:SHOWN])}{more}{advice}")


def _described(row: BaseModel) -> str:
    """The record as the office knows it: one without a name by what it hangs on, a customer before a person."""
    match row:
        case Customer():
            return f"客户 {row.number} {row.name}"
        case User():
            return f"账号 {row.username}（{row.name}）"
        case ImportBatch():
            return f"导入 {row.filename}"
    hung_on = filter(None, (getattr(row, key.name) for key in row._meta.refs if key.on_delete == "CASCADE"))
    owner = min(hung_on, key=lambda owner: isinstance(owner, User), default=None)
    return _described(owner) if owner else row._meta.table_name


def _delete_people() -> None:
    """Delete the accounts and branches, and the regions but for those the office has put something into."""
    User.delete().where(User.is_demo).execute()
    Branch.delete().where(Branch.is_demo).execute()
    unused = [
        Region.id.not_in(other.select(key).where(key.is_null(False))) for key, other in Region._meta.backrefs.items()
    ]
    Region.delete().where(Region.is_demo, *unused).execute()
    Region.update(is_demo=False).where(Region.is_demo).execute()


def _relink(removed: int, by: User) -> None:
    """Chain what remains anew, and say so in the chain itself."""
    length, hash_ = AuditEvent.take_end()
    AuditEvent.chain_anew()
    AuditEvent.record("demo.cleared", by=by, removed=removed, before={"length": length, "hash": hash_})
