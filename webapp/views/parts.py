"""Parts of the customer's card: what hangs on a customer stands folded there, and fetches itself when it is opened.

The card asks nothing about them. A view module that declares a `part` has one:

    part = Part("attachments", "附件", place=15, act=Act("添加", "attachments/new", "paperclip"), may=User.works_on)

    @blueprint.get("/customers/<number>/attachments")
    def index(number: str):
        return shown(part, find_customer(number), "attachments/_part.html", attached=…, eyes=Eyes.of(…))

Those of records are made by webapp/views/records.py.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import Response, url_for

from webapp import htmx
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.user import User


class Act(NamedTuple):
    """A part's button: what it says, where below the customer's address it leads, and its icon."""

    label: str
    path: str
    icon: str


class Part(NamedTuple):
    """`path` is its address below the customer's, `act` its button, for those who `may`; parts stand on the card by
    their `place`."""

    path: str
    label: str
    place: int
    act: Act
    may: Callable[[User, Customer], bool]


class Folded(NamedTuple):
    """A part as one reader's card shows it; `act` is None where the button is not for them, and one that `is_open`
    fetches itself at once."""

    path: str
    label: str
    act: Act | None
    is_open: bool


def folded(parts: Sequence[Part], user: User, customer: Customer, opened: str = "") -> tuple[Folded, ...]:
    """The parts of a card, one of them open where its path is named."""
    return tuple(
        Folded(part.path, part.label, part.act if part.may(user, customer) else None, part.path == opened)
        for part in parts
    )


def shown(part: Part, customer: Customer, template: str, *, eyes: Eyes, **context) -> Response:
    """What a part holds: for the card that opens it, or on a page of its own."""
    back = url_for("customers.show", number=customer.number), "回客户卡"
    return htmx.alone(
        template, f"{part.label}：{eyes.name(customer)}", back=back, customer=customer, eyes=eyes, **context
    )
