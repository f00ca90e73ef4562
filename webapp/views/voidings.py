from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.eyes import Eyes
from webapp.models.task import Task
from webapp.views import cards, toasts, withdrawals
from webapp.views.tasks import find_own, find_task, shown, where_it_was_asked

blueprint = Blueprint("voidings", __name__)


@blueprint.get("/tasks/<int:id>/voiding/new")
def new(id: int):
    return _form(find_own(id), WithdrawalForm())


@blueprint.post("/tasks/<int:id>/voiding")
def create(id: int):
    task, form = find_own(id), WithdrawalForm()
    if not form.submit(lambda: task.void(form.reason.data, by=g.user)):
        return _form(task, form)
    if cards.is_asked_from():
        return cards.anew(task.customer, "这一步已作废")
    toasts.say("这一步已作废")
    return htmx.go(where_it_was_asked(task.customer))


@blueprint.delete("/tasks/<int:id>/voiding")
@blueprint.post("/tasks/<int:id>/voiding/reversal")
def undo(id: int):
    task = find_task(id)
    task.reinstate(by=g.user)
    return shown(task)


def _form(task: Task, form: WithdrawalForm):
    eyes, action = Eyes.of(g.user, task.customer), url_for("voidings.create", id=task.id)
    what = f"{eyes.text(task.action)}：不用做了，也不算完成；表上不再打印。可以撤销。"
    return withdrawals.ask(action, "作废这一步", task.customer, form, what=what, words="作废")
