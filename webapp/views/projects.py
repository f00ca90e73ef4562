from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.projects import ProjectForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.project import Project
from webapp.models.user import User
from webapp.views.finding import find_customer
from webapp.views.parts import Act, Part, shown

blueprint = Blueprint("projects", __name__)
part = Part("project", "项目", place=20, act=Act("改", "project/edit", "pencil"), may=User.can_edit)


@blueprint.get("/customers/<number>/project")
def show(number: str):
    customer = find_customer(number)
    return shown(part, customer, "projects/_part.html", project=Project.told(customer), eyes=Eyes.of(g.user, customer))


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
