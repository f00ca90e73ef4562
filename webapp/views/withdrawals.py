"""撤回: asking why (R-WITHDRAW). The addresses are those of what is taken back."""

from collections.abc import Callable

from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.database import BaseModel
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.customer import Customer
from webapp.views import cards
from webapp.views.finding import find


def serve(blueprint: Blueprint, noun: type[BaseModel], path: str, told: Callable, answer: Callable | None = None):
    """撤回 of what stands at `path` (/memos). `told` says of one what it is called and what becomes of it; `answer`
    takes the customer and the message, and is `cards.anew` where nothing else is named."""

    def ask_withdrawal(id: int):
        return dialog(own(noun, id), WithdrawalForm())

    def withdraw(id: int):
        thing, form = own(noun, id), WithdrawalForm()
        if not form.submit(lambda: thing.withdraw(form.reason.data, by=g.user)):
            return dialog(thing, form)
        return (answer or cards.anew)(thing.customer, f"{told(thing)[0]}已撤回")

    def dialog(thing: BaseModel, form: WithdrawalForm):
        word, what = told(thing)
        action = url_for(f"{blueprint.name}.withdraw", id=thing.id)
        return ask(action, f"撤回{word}", thing.customer, form, what=what)

    blueprint.add_url_rule(f"{path}/<int:id>/withdrawal/new", view_func=ask_withdrawal)
    blueprint.add_url_rule(f"{path}/<int:id>/withdrawal", view_func=withdraw, methods=["POST"])


def own(noun: type[BaseModel], id: int) -> BaseModel:
    """What this person may take back."""
    thing = find(noun, id)
    thing.require_withdrawer(g.user)
    return thing


def ask(action: str, title: str, customer: Customer, form: WithdrawalForm, *, what: str, words: str = "撤回"):
    """The dialog that asks why; `what` says what becomes of it."""
    context = {"action": action, "heading": title, "what": what, "words": words, "customer": customer, "form": form}
    return htmx.dialog("shared/_withdrawal.html", title, **context)
