"""撤回: asking why, and the answer of the card (R-WITHDRAW). The addresses are those of what is taken back."""

from collections.abc import Callable

from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.database import BaseModel
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.memo import Memo
from webapp.models.task import Task
from webapp.screens.next_days import asked_of
from webapp.screens.timeline import Timeline
from webapp.views import toasts
from webapp.views.finding import find


def serve(blueprint: Blueprint, noun: type[BaseModel], path: str, told: Callable, answer: Callable | None = None):
    """撤回 of what stands at `path` (/memos). `told` says of one what it is called and what becomes of it; `answer`
    takes the customer and the message, and is `done` where nothing else is named."""

    def ask_withdrawal(id: int):
        return dialog(own(noun, id), WithdrawalForm())

    def withdraw(id: int):
        thing, form = own(noun, id), WithdrawalForm()
        if not form.submit(lambda: thing.withdraw(form.reason.data, by=g.user)):
            return dialog(thing, form)
        return (answer or done)(thing.customer, f"{told(thing)[0]}已撤回")

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


def done(customer: Customer, message: str):
    """The card as it is now: its steps, its timeline and its memos where it stands open, else the page anew."""
    if not is_from_card():
        return go(customer, message)
    shown = {"customer": customer, "eyes": Eyes.of(g.user, customer), "timeline": Timeline(customer, request.form)}
    shown |= {"steps": Task.listed(customer, g.user), "memos": Memo.listed(customer)}
    shown["asks"] = asked_of(customer, g.user)
    return htmx.fragment("shared/_withdrawn.html", message=message, event="dialog-close", **shown)


def go(customer: Customer, message: str):
    """The card as a page, which says it."""
    toasts.say(message)
    return htmx.go(url_for("customers.show", number=customer.number))


def is_from_card() -> bool:
    """Does the request come from a card that can be mended in place? Only a card says how its timeline stands."""
    return bool(htmx.htmx) and "pages" in request.form
