"""The follow-up a row tells of, and what was to be done next (R-FU, R-NEXT)."""

import re
from datetime import datetime, time

from webapp.clock import from_local, today
from webapp.imports.cells.dates import parse_date
from webapp.imports.cells.methods import parse_method
from webapp.imports.cells.steps import Step, split_steps
from webapp.imports.files.columns import label
from webapp.imports.parts.draft import Draft, StepDraft
from webapp.imports.parts.fields import read_own
from webapp.models.followup import FollowUp
from webapp.models.followup.fields import FIELDS
from webapp.models.task import Task
from webapp.text.money import HIDDEN
from webapp.text.naming import simplified

_TO_DO = re.compile(r"待办\s*[:：]\s*(.+)$", re.DOTALL)
_DONE = re.compile(r"^[✓✔√☑]\s*")
_AS_WRITTEN = [
    field.name for field in FIELDS if field.headings and field.name not in ("method", "content", "consensus")
]


def read(draft: Draft) -> None:
    """Fill the draft's follow-up and steps. Text without a day cannot stand in the timeline and goes to the remarks."""
    moment = _moment(draft)
    if moment is None:
        _keep_undated(draft)
    else:
        draft.followup = _followup(draft, moment)
    draft.steps = _steps(draft)


def _followup(draft: Draft, moment: datetime) -> dict:
    values = {"at": moment, **_method(draft)}
    if not draft.cell("content"):
        draft.verify("最近一次跟进没有写内容")
    draft.keep(values, FollowUp, "content", draft.cell("content") or "（名单只有日期，没有写跟进内容）")
    draft.keep(values, FollowUp, "need_change", draft.cell("feedback"))
    draft.keep(values, FollowUp, "consensus", _TO_DO.sub("", draft.cell("consensus")).strip("；; "))
    for name in _AS_WRITTEN:
        draft.keep(values, FollowUp, name, draft.cell(name))
    _read_participants(draft, values)
    read_own(draft, values, draft.sheet.own_of_followups)
    return values


def _moment(draft: Draft) -> datetime | None:
    value = draft.day("last_followup")
    if value is None:
        return None
    moment = from_local(value if isinstance(value, datetime) else datetime.combine(value, time()))
    if (value.date() if isinstance(value, datetime) else value) > today():
        draft.verify(f"最近跟进时间 {value} 在今天之后", keep=True)
        return None
    return moment


def _keep_undated(draft: Draft) -> None:
    for key in ("content", "feedback"):
        if text := draft.cell(key):
            draft.remarks.append(f"{label(key)}（未写日期）：{text}")
    for field in draft.sheet.own_of_followups:
        if text := draft.cell(field.name):
            draft.remarks.append(f"{field.label}（未写日期）：{HIDDEN if field.is_money else text}")
    if draft.cell("content"):
        draft.verify("跟进内容没有日期，记入备注")


def _method(draft: Draft) -> dict:
    text = simplified(draft.cell("method"))
    method = parse_method(text)
    if method.unread or (text and not method.method):
        draft.verify(f"跟进方式“{text}”")
    values = {"method": method.method or "其他", "tool": method.tool}
    return values | ({"remarks": f"跟进方式：{text}"} if method.unread else {})


def _read_participants(draft: Draft, values: dict) -> None:
    """内部:顾问;客户方:经理 → ours and theirs."""
    text = draft.cell("participants")
    ours = re.search(r"(?:内部|我方)\s*[:：]\s*([^;；]+)", text)
    theirs = re.search(r"(?:客户方?|对方)\s*[:：]\s*([^;；]+)", text)
    draft.keep(values, FollowUp, "our_participants", ours[1].strip() if ours else "" if theirs else text)
    draft.keep(values, FollowUp, "their_participants", theirs[1].strip() if theirs else "")


def _steps(draft: Draft) -> list[StepDraft]:
    said_on = parse_date(draft.cell("last_followup")).day or today()
    to_do = _TO_DO.search(draft.cell("consensus"))
    texts = (draft.cell("next_step"), to_do[1] if to_do else "")
    return [_step(draft, step) for text in texts for step in split_steps(text, said_on)]


def _step(draft: Draft, step: Step) -> StepDraft:
    action = _DONE.sub("", step.action)
    is_done = action != step.action
    if step.due_on is None and not is_done:
        draft.verify(f"下一步“{action[:20]}”没有日期")
    return StepDraft(draft.shorten(action, Task.action.max_length, label("next_step")), step.due_on, is_done)
