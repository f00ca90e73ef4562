"""A long customer list confirmed by the command line, while somebody goes on saving in the browser."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from webapp.bench import names
from webapp.bench.screens import followed_up
from webapp.bench.servers import environment
from webapp.bench.sides import Side

BRANCH = "第1分站"
HEAD = (
    "客户名称,简称,所属行业,来源渠道,详细地址,主要业务,核心需求,"
    "联系人,职位,联系电话,邮箱,"
    "合作阶段,跟进时间,跟进方式,跟进内容,下一步"
)
STAGES = ("潜在客户", "意向客户", "成交客户")
PAUSE = 0.1  # seconds between two saves
BUSY = 503  # what the app answers where the database stayed locked


@dataclass(frozen=True)
class Confirmed:
    """Seconds of the processor's time a confirmation took beyond the preview,
    and until the slowest save was through."""

    seconds: float
    longest: float


def write_list(path: Path, rows: int) -> Path:
    """Companies nobody has on file, each with a contact, a stage, a follow-up and a step."""
    chance = Random(3)
    lines = (_line(200_000 + place, chance) for place in range(rows))
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def _line(place: int, chance: Random) -> str:
    full, short = names.company(place)
    firm = f"{full}甲,{short},制造业,展会,星湖路{place % 900 + 1}号,地坪材料,新厂房要做地坪"
    day = f"2026-0{chance.randrange(1, 9)}-{chance.randrange(10, 28)}"
    said = f"{day},电话,电话确认第{place % 4 + 1}季度启动采购预算待批编号{place}"
    person = f"{names.person(chance.randrange(10**4))},采购经理,139{chance.randrange(10**8):08},u{place}@example.cn"
    return f"{firm},{person},{chance.choice(STAGES)},{said},2027-01-20前寄样"


def confirm(side: Side, path: Path) -> Confirmed:
    """The list into the measured branch; each side needs it once."""
    previewed, _ = _run(side, path, "--dry-run")
    whole, longest = _run(side, path)
    return Confirmed(whole - previewed, longest)


def _run(side: Side, path: Path, *options: str) -> tuple[float, float]:
    """Processor time of the command, and the longest save while it ran."""
    command = [side.python, "-m", "webapp", "import", str(path), "--branch", BRANCH, *options]
    started = subprocess.Popen(command, cwd=side.root, env=environment(**side.settings), stdout=subprocess.DEVNULL)
    longest = 0.0
    while True:
        pid, status, usage = os.wait4(started.pid, os.WNOHANG)
        if pid:
            break
        longest = max(longest, _save(side))
        time.sleep(PAUSE)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"{command} ended with {started.returncode}")
    return usage.ru_utime + usage.ru_stime, longest


def _save(side: Side) -> float:
    """Seconds until a follow-up was saved, or refused because the database stayed locked."""
    start = time.perf_counter()
    try:
        side.clients[side.office.manager].ask(followed_up(side.office.customer(0)))
    except RuntimeError as refused:
        if str(BUSY) not in str(refused):
            raise
    return time.perf_counter() - start
