"""What `doctor` looks at: folder, database, printing, settings, and whether derived columns agree with the rows.

for check in doctor.examine(config): print(check.title, check.problems)
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from peewee import PeeweeException

from webapp import jobs, schema
from webapp.clock import today
from webapp.config import Config
from webapp.models import AuditEvent, Classification, Customer, JobRun, Setting, derived, seal
from webapp.models.settings import KNOWN
from webapp.paper import press
from webapp.rules import nightly

SHOWN = 5
MOST_DAYS = 2  # without a night run
FACTS = {
    "last_followup_at": "最近跟进",
    "followup_count": "跟进次数",
    "next_due_on": "下次日期",
    "next_step": "下一步",
    "update_days": "资料更新周期",
}


@dataclass(frozen=True)
class Check:
    """One thing looked at; no problems means all is well."""

    title: str
    problems: list[str]


def examine(config: Config, has_database: Callable[[], bool]) -> Iterator[Check]:
    """The checks one by one, each made when it is asked for. Without a sound database the later ones are left out."""
    yield Check("数据文件夹可以写入", _folder(config.instance))
    if queue := jobs.queue_file(config):
        yield Check("后台任务的队列可以写入", _file(queue))
    yield Check("打印组件和字体", _printing())
    database = Check("数据库可用", _database(has_database))
    yield database
    if database.problems:
        return
    structure = Check(
        "数据库结构是最新的", [f"还没有执行 {name}，请运行 bin/genjinbu migrate" for name in schema.pending()]
    )
    yield structure
    if not structure.problems:
        yield from _records()


def _records() -> Iterator[Check]:
    yield Check("办公设置都认得，值也合适", list(_wrong_settings()))
    yield Check("夜间任务天天做完", _night_run())
    yield Check("客户的跟进次数和日期与记录一致", _summed(_wrong_facts()))
    yield Check("客户的名称、电话和查找用的词与资料一致", _summed(one.number for one in derived.out_of_date()))
    yield Check("看板上的归属和次序与客户一致", _summed(_wrong_cards()))
    unsealed = [] if seal.present().key else ["没有封印密钥：请运行 bin/genjinbu migrate，或设置 GENJINBU_AUDIT_KEY"]
    yield Check("操作日志有库外的密钥封印", unsealed)
    broken = AuditEvent.verify()
    yield Check("操作日志完整", [broken] if broken else [])


def _folder(folder: Path) -> list[str]:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return [] if os.access(existing, os.W_OK | os.X_OK) else [f"不能写入 {existing}，请改它的权限或 GENJINBU_INSTANCE"]


def _file(path: Path) -> list[str]:
    """What is not there yet is made when it is needed."""
    is_sound = not path.exists() or (path.is_file() and os.access(path, os.W_OK))
    return [] if is_sound else [f"不能写入 {path}，请改它的权限，或删掉它：它会重新建立"]


def _night_run() -> list[str]:
    """An office is given as many days from when it could have had its first."""
    last = JobRun.last_finished(nightly.NAME)
    since = last.day if last else schema.applied_on("0011_job_runs")
    days = (today() - since).days if since else 0
    if days <= MOST_DAYS:
        return []
    said = f"最近做完的一次是 {days} 天前（{since}）" if last else f"{days} 天来一次也没有做完过"
    return [f"{said}，请看 bin/genjinbu serve 或 worker 是否开着，设置里的后台任务写着什么"]


def _printing() -> list[str]:
    return press.diagnose()


def _database(has_database: Callable[[], bool]) -> list[str]:
    try:
        return [] if has_database() else ["还没有数据库，请先运行 bin/genjinbu init"]
    except PeeweeException as error:
        return [str(error).strip().partition("\n")[0]]


def _wrong_settings() -> Iterator[str]:
    for row in Setting.select().order_by(Setting.name):
        known = KNOWN.get(row.name)
        if known is None:
            yield f"{row.name}：没有这项设置，未起作用"
        elif fault := known.fault(row.value):
            yield f"{known.label}（{row.name}）：{fault}；现按默认：{known.shown(known.default) or '空'}"


def _wrong_facts() -> Iterator[str]:
    for customer in Customer.select().order_by(Customer.id).iterator():
        facts = customer.schedule_facts()
        wrong = [label for field, label in FACTS.items() if getattr(customer, field) != facts[field]]
        if wrong:
            yield f"{customer.number}（{'、'.join(wrong)}）"


def _wrong_cards() -> Iterator[str]:
    cards = Classification.select(Classification, Customer).join(Customer).order_by(Customer.id).iterator()
    for customer, own in groupby(cards, key=lambda card: card.customer):
        urgency = customer.urgency()
        if any(_is_wrong(card, customer, urgency) for card in own):
            yield customer.number


def _is_wrong(card: Classification, customer: Customer, urgency: str) -> bool:
    expected = f"0{urgency[1:]}" if card.is_pinned else urgency
    return (card.owner_id, card.branch_id, card.urgency) != (customer.owner_id, customer.branch_id, expected)


def _summed(wrong: Iterable[str]) -> list[str]:
    """One problem that names the first few."""
    wrong = list(wrong)
    if not wrong:
        return []
    more = f" 等 {len(wrong)} 位" if len(wrong) > SHOWN else ""
    return [f"不一致：{'、'.join(wrong[:SHOWN])}{more}"]
