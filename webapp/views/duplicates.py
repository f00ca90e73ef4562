from flask import Blueprint, g, request

from webapp import htmx
from webapp.forms.duplicates import DuplicateForm
from webapp.models import naming
from webapp.models.customer import Customer

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@blueprint.get("/new")
def new():
    """查重: is this company already ours? Also the warning while a filing form is being typed (R-DUP, R-NAME)."""
    form = DuplicateForm(request.args)
    asked = form.values()
    found = Customer.find_duplicates(**asked) if any(asked.values()) else []
    doubts = naming.doubts(asked["name"], is_company=form.kind.data != "individual") if asked["name"] else []
    context = {"duplicates": found, "may_see": may_see(found), "doubts": doubts, "reason": None, "asked": any(asked.values())}
    return htmx.answer("duplicates/new.html", "duplicates/_found.html", form=form, **context)


def may_see(found) -> set[int]:
    """Which of them this person may open."""
    ids = [duplicate.customer.id for duplicate in found]
    return {customer.id for customer in g.user.visible_customers().where(Customer.id << ids)} if ids else set()
