from flask import Blueprint, g, render_template, request

from webapp import htmx
from webapp.models import naming
from webapp.models.customer import Customer

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@blueprint.get("/new")
def new():
    """查重: is this company already ours? Also the warning while a filing form is being typed (R-DUP, R-NAME)."""
    asked = {field: request.args.get(field, "").strip()[:120] for field in ("name", "uscc", "phone", "email")}
    if request.args.get("contact_email"):
        asked["email"] = request.args["contact_email"]
    found = Customer.find_duplicates(**asked) if any(asked.values()) else []
    doubts = naming.doubts(asked["name"], is_company=request.args.get("kind") != "individual") if asked["name"] else []
    return htmx.answer(
        "duplicates/new.html", "duplicates/_found.html", asked=asked, duplicates=found, doubts=doubts, reason=None, may_see=may_see(found)
    )


def may_see(found) -> set[int]:
    """Which of them this person may open."""
    ids = [duplicate.customer.id for duplicate in found]
    return {customer.id for customer in g.user.visible_customers().where(Customer.id << ids)} if ids else set()
