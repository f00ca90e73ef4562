from flask import Blueprint, g, request

from webapp import htmx
from webapp.forms.customers import FilingForm
from webapp.forms.duplicates import Compared, DuplicateForm
from webapp.models.customer import Customer

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@blueprint.get("/new")
def new():
    """查重: is this company already ours? An address asks for a name only:
    phones and e-mails stay out of logs and histories."""
    return _answer(DuplicateForm(name=request.args.get("name", "")))


@blueprint.post("")
def create():
    """The page's answer, or the warning while 建档 is being typed (R-DUP, R-NAME)."""
    return _answer(FilingForm() if htmx.htmx else DuplicateForm())


def _answer(form: Compared):
    return htmx.answer(
        "duplicates/new.html",
        "duplicates/_found.html",
        form=form,
        asked=any(form.compared().values()),
        **findings(form),
    )


def findings(form: Compared) -> dict:
    """What is to be said about a company before it is filed: doubts about its name, customers that may be the same."""
    asked = form.compared()
    found = Customer.find_duplicates(**asked) if any(asked.values()) else []
    return {"duplicates": found, "may_see": may_see(found), "doubts": form.doubts()}


def may_see(found) -> set[int]:
    """Which of them this person may open."""
    ids = [duplicate.customer.id for duplicate in found]
    return {customer.id for customer in Customer.visible_to(g.user).where(Customer.id << ids)} if ids else set()
