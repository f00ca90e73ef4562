from functools import partial

from flask import Blueprint, flash, g, render_template, request, url_for

from webapp import htmx
from webapp.errors import DomainError, NotAllowed
from webapp.forms.customers import SOURCES, EditForm, FilingForm
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.customer.comparable import Duplicate
from webapp.models.customer.fileable import DuplicatesFound
from webapp.models.dimension import Dimension
from webapp.models.edit_clash import EditClash
from webapp.models.project import Project
from webapp.models.task import Task
from webapp.screens.customer_list import DUE, FILTER_DIMENSIONS, SORTS, CustomerList
from webapp.screens.timeline import KINDS, Timeline
from webapp.text import masking
from webapp.views import find_customer
from webapp.views.duplicates import findings, may_see

blueprint = Blueprint("customers", __name__, url_prefix="/customers")


@blueprint.get("")
def index():
    customers = CustomerList(g.user, request.args.to_dict())
    page = customers.page(after=request.args.get("after", ""), before=request.args.get("before", ""))
    return htmx.answer(
        "customers/index.html",
        "customers/_table.html",
        customers=customers,
        page=page,
        total=customers.count,
        sorts=tuple(SORTS.items()),
        dues=tuple(DUE.items()),
        choices=partial(Dimension.choices, FILTER_DIMENSIONS),
        owners=g.user.visible_owners,
    )


@blueprint.get("/new")
def new():
    if not g.user.can_file_customers:
        raise NotAllowed("建档由业务员或分站负责人进行")
    return _filing(FilingForm(name=request.args.get("name", "")))


@blueprint.post("")
def create():
    form = FilingForm()
    if not form.validate():
        return _filing(form, 422)
    try:
        customer = Customer.file(
            form.values(), form.contact(), by=g.user, duplicate_reason=form.duplicate_reason.data or ""
        )
    except DomainError as refusal:
        form.refuse(refusal)
        return _filing(form, refusal.status)
    flash(f"已建档：{customer.name}，编号 {customer.number}", "draft-customer-new")
    return htmx.go(url_for("customers.show", number=customer.number))


@blueprint.get("/<number>")
def show(number: str):
    customer = find_customer(number)
    timeline = Timeline(customer, request.args.get("kind", ""))
    entries, older = timeline.page(request.args.get("before", ""))
    return render_template(
        "customers/show.html",
        timeline=timeline,
        entries=entries,
        older=older,
        kinds=tuple(KINDS.items()),
        people=customer.people(g.user),
        **_card(customer),
    )


@blueprint.get("/<number>/edit")
def edit(number: str):
    customer = _editable(number)
    form = EditForm()
    form.open(customer)
    return _editing(customer, form)


@blueprint.post("/<number>")
def update(number: str):
    customer = _editable(number)
    form = EditForm()
    if not form.validate():
        return _editing(customer, form, 422)
    try:
        customer.revise(form.values(), base=form.seen(), by=g.user, duplicate_reason=form.reason)
    except EditClash as clash:
        form.settle(clash)
        return _editing(clash.current, form, 409)
    except DuplicatesFound as found:
        form.refuse(found)
        return _editing(customer, form, 422, found.duplicates)
    except DomainError as refusal:
        form.refuse(refusal)
        return _editing(customer, form, refusal.status)
    flash("资料已改")
    return htmx.go(url_for("customers.show", number=number))


@blueprint.post("/<number>/verification")
def verify(number: str):
    customer = find_customer(number)
    customer.verify(by=g.user)
    flash("已核对")
    return htmx.go(url_for("customers.show", number=number))


def _card(customer: Customer) -> dict:
    """What the customer page shows beside the timeline."""
    return {
        "customer": customer,
        "facts": customer.facts(),
        "contacts": tuple(masking.card(contact) for contact in Contact.listed(customer)),
        "standings": customer.standings(),
        "project": Project.shown(customer),
        "steps": Task.listed(customer),
    }


def _filing(form: FilingForm, status: int = 200):
    return render_template("customers/new.html", form=form, sources=SOURCES, **findings(form)), status


def _editable(number: str) -> Customer:
    customer = find_customer(number)
    if not g.user.can_edit(customer):
        raise NotAllowed("客户资料由负责人或分站负责人修改")
    return customer


def _editing(customer: Customer, form: EditForm, status: int = 200, duplicates: list[Duplicate] = ()):
    context = {"duplicates": duplicates, "may_see": may_see(duplicates), "doubts": (), "sources": SOURCES}
    return render_template(
        "customers/edit.html", customer=customer, form=form, is_clash=status == 409, **context
    ), status
