"""撤回: asking why, and the answer of the card (R-WITHDRAW). The addresses are those of what is taken back."""

from flask import g, request, url_for

from webapp import htmx
from webapp.database import BaseModel
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.memo import Memo
from webapp.models.task import Task
from webapp.screens.composer import asked_of
from webapp.screens.timeline import Timeline
from webapp.views import toasts
from webapp.views.finding import find


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
        toasts.say(message)
        return htmx.go(url_for("customers.show", number=customer.number))
    shown = {"customer": customer, "eyes": Eyes.of(g.user, customer), "timeline": Timeline(customer, request.form)}
    shown |= {"steps": Task.listed(customer, g.user), "memos": Memo.listed(customer)}
    shown["asks"] = asked_of(customer, g.user)
    return htmx.fragment("shared/_withdrawn.html", message=message, event="dialog-close", **shown)


def is_from_card() -> bool:
    """Does the request come from a card that can be mended in place? Only a card says how its timeline stands."""
    return bool(htmx.htmx) and "pages" in request.form
