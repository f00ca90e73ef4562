"""`bin/bench print`: what sheets of paper cost, beside an earlier version's and another library's of the same sheet.

Each figure is taken in a process of its own, the contestants by turns, so that a busy machine troubles all alike.
"""

import json
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from webapp.bench.costs import Cost

RECORDS, CUSTOMERS, ROWS, ROUNDS, TIMES = 8, 100, 2_000, 3, 12
ADDRESS = "http://genjinbu.office.example/customers"
TEXT = "客户对产品稳定性提出要求，需提供第三方检测报告；采购经理关心交期、备货与付款方式，约定下周三再联系技术总监。"

# what a file says, but for its number and what was recorded
FILE = {
    "owner": "李敏",
    "company": "阿克雅科技有限公司",
    "address": "江苏省苏州市工业园区星湖街 328 号创意产业园",
    "project": "高可靠性电源模块年度采购",
    "status": "预算审批",
    "contact": ["李志强", "采购经理", "138****5678", "12***78"],
    "agent": ["徐建国", "技术总监", "139****0012", ""],
    "core": ["徐建国", "", "139****0012", ""],
    "linkage": "无锡、常州各有一处在建项目",
    "other": "检测报告需加盖公章",
    "memos": [["检测报告费用由公司承担。", "周站长", "2024-05-12"]],
    "changes": [["关键决策人变更。", "李敏", "2024-05-10"]],
}

# the sheet as every version before the press was asked for it
BEFORE = """
import json, sys, time
from statistics import median
from webapp import paper
from webapp.paper import Imprint
from webapp.paper.tracking_sheet import Entry, Person, TrackingSheet, default_notes
said, times = json.loads(sys.argv[1]), int(sys.argv[2])
entries = lambda name: [Entry(*entry) for entry in said[name]]
person = lambda name: Person("　".join(filter(None, said[name][:2])), *said[name][2:])
sheet = TrackingSheet(
    number=said["number"], owner=said["owner"], company=said["company"], address=said["address"],
    project=said["project"], is_agent=False, project_status=said["status"],
    contact=person("contact"), agent=person("agent"), core=person("core"),
    linkage=said["linkage"], other=said["other"],
    records=entries("records"), memos=entries("memos"), changes=entries("changes"),
    notes=default_notes(), imprint=Imprint(*said["imprint"]))
started, taken = time.process_time(), []
paper.render("tracking-sheet", [sheet])
first = time.process_time()
for _ in range(times):
    start = time.process_time()
    result = paper.render("tracking-sheet", [sheet])
    taken.append((time.process_time() - start) * 1000)
print(json.dumps([median(taken), min(taken), len(result.pdf), result.pages, 0, first * 1000]))
"""


def said(turn: int = 0) -> dict:
    """One customer's sheet: an ordinary file with eight contacts."""
    number = f"C20240501{turn:03}"
    return {
        **FILE,
        "number": number,
        "records": [_record(place) for place in range(1, RECORDS + 1)],
        "imprint": [f"P20240512-{turn:04}", 1, "2024-05-12 16:20", "李敏", f"{ADDRESS}/{number}"],
    }


def _record(place: int) -> list[str]:
    return [f"第 {place} 次：{TEXT[: 24 + place * 4]}", "李敏", f"2024-05-0{place}"]


# -- ours


def _form(slug: str):
    from webapp.paper.forms import FORMS

    return FORMS[slug]


def _sheet(turn: int = 0):
    from webapp.paper.forms.tracking_sheet import Entry, Person, TrackingSheet, default_notes

    plain = said(turn)
    plain.pop("imprint")
    people = {name: Person(*plain.pop(name)) for name in ("contact", "agent", "core")}
    entries = {name: [Entry(*entry) for entry in plain.pop(name)] for name in ("records", "memos", "changes")}
    return TrackingSheet(**plain, **people, **entries, is_agent=False, notes=default_notes())


def _imprint(turn: int = 0):
    from webapp.paper.press import Imprint

    return Imprint(*said(turn)["imprint"])


def _print(slug: str, sheets: list):
    from webapp.paper import press

    result = press.compose(_form(slug), sheets).print([_imprint(turn) for turn in range(len(sheets))])
    _form(slug).kit.keep()
    return result


def sheet(kept: str = "") -> Cost:
    """The triplicate sheet; with a folder where an earlier process has left its pieces, or without."""
    from webapp.paper import press

    if kept:
        press.keep_in(Path(kept))
    return _measured(lambda _turn: _print("tracking-sheet", [_sheet()]))


def batch() -> Cost:
    return _measured(lambda _turn: _print("tracking-sheet", [_sheet(turn) for turn in range(CUSTOMERS)]), 3)


def rows() -> Cost:
    """A list of 14 columns whose texts are all different."""
    from webapp.paper.forms.classified_followup import ClassifiedFollowUps

    form = ClassifiedFollowUps([_row(turn) for turn in range(ROWS)], "苏州分站", "2024 年")
    return _measured(lambda _turn: _print("classified-followup", [form]), 3)


def _row(turn: int) -> dict[str, str]:
    return {
        "number": f"C2024{turn:07}",
        "name": f"苏州阿克雅科技第 {turn} 有限公司",
        "industry": "电子制造",
        "contact": "王*",
        "phone": f"138****{turn % 10000:04}",
        "tags": "高价值-意向客户",
        "first": "2024-04-20",
        "latest": "2024-05-09",
        "method": "登门拜访",
        "content": f"{turn}：{TEXT[: 10 + turn % 40]}",
        "feedback": TEXT[turn % 20 : turn % 20 + 12],
        "plan": f"2024-05-12 寄送报告 {turn}",
        "owner": "李敏",
        "remarks": "",
    }


def blank() -> Cost:
    from webapp.paper import press
    from webapp.paper.forms.tracking_sheet import default_notes

    return _measured(lambda _turn: press.print_blank(_form("tracking-sheet"), notes=default_notes()))


def branch(folder: str) -> Cost:
    """A month's batch: all the customers of a branch, read, put on record and printed,
    from `print --all`'s own verb."""
    from webapp.database import db, open_database
    from webapp.models import User
    from webapp.paper import printing

    open_database(f"sqlite:///{folder}/genjinbu.sqlite3")
    with db.connection_context():
        by = User.get(User.username == "manager0")
        return _measured(lambda _turn: printing.print_customers("tracking-sheet", by=by, base_url=ADDRESS), 2)


def platypus(copies: str) -> Cost:
    from webapp.bench import platypus

    return _measured(lambda _turn: platypus.print_sheet(said(), int(copies)))


MEASURES = {measure.__name__: measure for measure in (sheet, batch, rows, blank, branch, platypus)}


def _measured(make: Callable, times: int = TIMES) -> Cost:
    result = make(0)
    first, taken = time.process_time() * 1000, []
    for turn in range(times):
        start = time.process_time()
        result = make(turn)
        taken.append((time.process_time() - start) * 1000)
    return Cost(median(taken), min(taken), len(result.pdf), result.pages, _memory(), first)


def _memory() -> float:
    """Megabytes this process has held at most; what rusage says begins with those of its parent."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


# -- side by side


def main(arguments: list[str]) -> None:
    from webapp.bench.building import build  # what is measured must not carry what measures
    from webapp.bench.sides import earlier
    from webapp.bench.table import machine, of_paper

    parser = ArgumentParser(prog="bin/bench print", description=__doc__)
    sheet_of = "the sheet of that version, from before the press, beside ours"
    parser.add_argument("--before", default="", metavar="COMMIT", help=sheet_of)
    options = parser.parse_args(arguments)
    print(f"\n{machine()}\n")
    with tempfile.TemporaryDirectory(prefix="genjinbu-bench-") as name:
        folder = Path(name)
        build(f"sqlite:///{folder}/genjinbu.sqlite3", folder, 1_000)
        with earlier(options.before, folder) if options.before else nullcontext() as before:
            print(of_paper(_costs(folder, before)))


def _costs(folder: Path, before) -> dict[str, Cost]:
    pieces = str(folder / "paper")
    contestants: dict[str, Callable[[], Cost]] = {
        f"triplicate sheet, {RECORDS} records": lambda: _ours("sheet", pieces),
        **({"the same, before": lambda: _theirs(before)} if before else {}),
        "the same in reportlab": lambda: _ours("platypus", "3"),
        "one copy of it in reportlab": lambda: _ours("platypus", "1"),
        "no pieces kept": lambda: _ours("sheet", ""),
        "blank": lambda: _ours("blank"),
        f"{CUSTOMERS} customers, triplicate": lambda: _ours("batch"),
        f"list of {ROWS:,} rows": lambda: _ours("rows"),
        "a branch of 1,000, from its files": lambda: _ours("branch", str(folder)),
    }
    found: dict[str, list[Cost]] = {}
    _ours("sheet", pieces)
    for _ in range(ROUNDS):
        for name, measure in contestants.items():
            found.setdefault(name, []).append(measure())
    return {name: _best(costs) for name, costs in found.items()}


def _ours(what: str, *arguments: str) -> Cost:
    command = [sys.executable, "-m", "webapp.bench.paper", what, *arguments]
    return Cost(*json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))


def _theirs(before) -> Cost:
    return Cost(*json.loads(before.run("-c", BEFORE, json.dumps(said()), str(TIMES))))


def _best(costs: list[Cost]) -> Cost:
    """The least that was needed of each."""
    return Cost(*(min(values) for values in zip(*(vars(cost).values() for cost in costs), strict=True)))


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    print(json.dumps([*vars(MEASURES[what](*given)).values()]))
