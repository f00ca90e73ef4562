from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.errors import DomainError, NotAllowed
from webapp.forms.projects import ProjectForm
from webapp.models.customer import Customer
from webapp.models.edit_clash import EditClash
from webapp.models.project import Project
from webapp.views import find_customer

blueprint = Blueprint("projects", __name__)


@blueprint.get("/customers/<number>/project/edit")
def edit(number: str):
    customer = _editable(number)
    form = ProjectForm()
    form.open(Project.of(customer))
    return _form(customer, form)


@blueprint.post("/customers/<number>/project")
def update(number: str):
    customer = _editable(number)
    form = ProjectForm()
    if not form.validate():
        return _form(customer, form, 422)
    try:
        Project.of(customer).revise(form.values(), base=form.seen(), by=g.user)
    except EditClash as clash:
        form.settle(clash)
        return _form(customer, form, 409)
    except DomainError as refusal:
        form.refuse(refusal)
        return _form(customer, form, refusal.status)
    return htmx.go(url_for("customers.show", number=number))


def _editable(number: str) -> Customer:
    customer = find_customer(number)
    if not g.user.can_edit(customer):
        raise NotAllowed("项目资料由负责人或分站负责人修改")
    return customer


def _form(customer: Customer, form: ProjectForm, status: int = 200):
    return htmx.answer(
        "projects/edit.html", "projects/_form.html", status=status, customer=customer, form=form, is_clash=status == 409
    )
