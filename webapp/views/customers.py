from flask import Blueprint, current_app, g, render_template, request, url_for

from webapp import htmx
from webapp.forms.customers import EditForm, FilingForm
from webapp.forms.own_fields import own_form
from webapp.forms.withdrawals import WithdrawalForm
from webapp.models.assignment import Assignment
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.memo import Memo
from webapp.models.own_field import CUSTOMER
from webapp.models.task import Task
from webapp.models.user import User
from webapp.screens.composer import Composer
from webapp.screens.customer_list import DUE, SORTS, CustomerList
from webapp.screens.next_days import first_days
from webapp.screens.timeline import KINDS, Timeline
from webapp.screens.traits import TRAITS
from webapp.text import masking
from webapp.views import cards, toasts, withdrawals
from webapp.views.duplicates import findings, may_see
from webapp.views.finding import find_customer, reader
from webapp.views.on_record import note_number
from webapp.views.parts import folded
from webapp.views.sending import once

blueprint = Blueprint("customers", __name__, url_prefix="/customers")


@blueprint.get("")
def index():
    customers = CustomerList(reader(), request.args.to_dict())
    return _listed(customers, after=request.args.get("after", ""), before=request.args.get("before", ""))


@blueprint.post("/filters")
def narrow():
    """What the filters are set to. The address says it too, but for whose phone somebody looks for: then the first
    fifty are all there is."""
    customers = CustomerList(reader(), request.form.to_dict())
    place = url_for("customers.index", **customers.query)
    if htmx.htmx:
        return htmx.at(_listed(customers), place)
    return _listed(customers) if customers.is_personal else htmx.go(place)


def _listed(customers: CustomerList, **cursor: str):
    note_number(customers.chosen("q"))
    page = customers.page(**cursor)
    return htmx.answer(
        "customers/index.html",
        "customers/_narrowed.html",
        customers=customers,
        page=page,
        total=customers.count,
        sorts=tuple(SORTS.items()),
        dues=tuple(DUE.items()),
        traits=tuple((name, trait.label) for name, trait in TRAITS.items()),
        branches=g.user.visible_branches(),
        people=customers.user.visible_owners(),
    )


@blueprint.get("/new")
def new():
    Customer.require_filer(g.user)
    chosen = first_days()[-1].value
    return _filing(_filing_form(name=request.args.get("name", ""), when=chosen))


@blueprint.post("")
def create():
    Customer.require_filer(g.user)
    form = _filing_form()

    def file() -> Customer:
        said = {"duplicate_reason": form.reason, "step": form.step(), "by": g.user}
        if owner := form.other_owner(g.user):
            return Assignment.file_for(User.get_or_none(User.id == owner), form.values(), form.contact(), **said)
        return Customer.file(form.values(), form.contact(), **said)

    if not form.submit(once(form, Customer, file)):
        return _filing(form)
    customer = form.given
    toasts.say(f"已建档：{customer.name}，编号 {customer.number}", draft="customer-new")
    return htmx.go(url_for("customers.show", number=customer.number))


@blueprint.get("/<number>")
def show(number: str):
    customer = find_customer(number)
    return render_template(
        "customers/show.html",
        timeline=Timeline(customer, request.args),
        kinds=tuple((slug, kind.label) for slug, kind in KINDS.items()),
        **_card(customer),
    )


@blueprint.get("/<number>/edit")
def edit(number: str):
    customer, form = find_customer(number, Customer.require_editor), own_form(EditForm, CUSTOMER)()
    form.open(customer)
    return _editing(customer, form)


@blueprint.post("/<number>")
def update(number: str):
    customer, form = find_customer(number, Customer.require_editor), own_form(EditForm, CUSTOMER)()

    def revise() -> None:
        customer.revise(form.values(), base=form.seen(), by=g.user, duplicate_reason=form.reason)

    if not form.submit(revise):
        return _editing(form.current or customer, form)
    toasts.say("资料已改")
    return htmx.go(url_for("customers.show", number=number))


@blueprint.get("/<number>/withdrawal/new")
def ask_withdrawal(number: str):
    return _withdrawal(find_customer(number, Customer.require_withdrawer), WithdrawalForm())


@blueprint.post("/<number>/withdrawal")
def withdraw(number: str):
    customer, form = find_customer(number, Customer.require_withdrawer), WithdrawalForm()
    if not form.submit(lambda: customer.withdraw(form.reason.data, by=g.user)):
        return _withdrawal(customer, form)
    toasts.say(f"已撤回建档：{customer.name}，编号 {number} 不再使用")
    return htmx.go(url_for("customers.index"))


def _withdrawal(customer: Customer, form: WithdrawalForm):
    action = url_for("customers.withdraw", number=customer.number)
    what = "这张客户卡会整张消失，编号不再使用；操作日志里留下编号、名称和原因。"
    return withdrawals.ask(action, "撤回建档", customer, form, what=what)


def _card(customer: Customer) -> dict:
    """What the customer page shows beside the timeline."""
    contacts, steps = Contact.listed(customer), Task.listed(customer, g.user)
    eyes = Eyes.of(g.user, customer)
    return {
        "customer": customer,
        "eyes": eyes,
        "facts": customer.facts(eyes),
        "needs": customer.needs(eyes),
        "contacts": tuple(masking.card(contact, eyes.known) for contact in contacts),
        "classes": customer.classes(),
        "file_late_by": customer.file_late_by() if g.user.can_edit(customer) and customer.verified_at else 0,
        "parts": folded(current_app.extensions["parts"], g.user, customer, request.args.get("open", "")),
        "steps": steps,
        "composer": Composer.of(customer, g.user, steps) if eyes.whole else None,
        "memos": Memo.listed(customer),
        "waits": cards.waits_for_words(customer),
    }


def _filing_form(**shown) -> FilingForm:
    form = own_form(FilingForm, CUSTOMER)(**shown)
    form.offer_owners(g.user)
    return form


def _filing(form: FilingForm):
    similar = findings(
        form, form.compared() | {"phone": "", "email": ""}
    )  # whoever is told of those has asked for them
    if form.duplicates:
        similar |= {"duplicates": form.duplicates, "may_see": may_see(form.duplicates)}
    return render_template("customers/new.html", form=form, days=first_days(), **similar), form.http_status


def _editing(customer: Customer, form: EditForm):
    similar = {"duplicates": form.duplicates, "may_see": may_see(form.duplicates), "doubts": ()}
    page = render_template("customers/edit.html", customer=customer, form=form, **similar)
    return page, form.http_status
