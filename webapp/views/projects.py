from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.projects import ProjectForm
from webapp.models.customer import Customer
from webapp.models.project import Project
from webapp.views.finding import find_customer

blueprint = Blueprint("projects", __name__)


@blueprint.get("/customers/<number>/project/edit")
def edit(number: str):
    customer, form = find_customer(number, Project.require_editor), ProjectForm()
    form.open(Project.of(customer))
    return _form(customer, form)


@blueprint.post("/customers/<number>/project")
def update(number: str):
    customer, form = find_customer(number, Project.require_editor), ProjectForm()
    if not form.submit(lambda: Project.of(customer).revise(form.values(), base=form.seen(), by=g.user)):
        return _form(customer, form)
    return htmx.go(url_for("customers.show", number=number))


def _form(customer: Customer, form: ProjectForm):
    return htmx.dialog("projects/_form.html", "项目资料", customer=customer, form=form)
