from flask import Blueprint, g, request
from werkzeug.datastructures import MultiDict

from webapp import htmx
from webapp.errors import DomainError
from webapp.forms.customers import FilingForm
from webapp.forms.duplicates import FACTS, Compared, DuplicateForm
from webapp.models.customer import Customer
from webapp.models.lookup import Lookup, people_of

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@blueprint.get("/new")
def new():
    """查重: is this company already ours? An address asks for a name only:
    phones and e-mails stay out of logs and histories."""
    return _answer(DuplicateForm(formdata=MultiDict({"name": request.args.get("name", "")})))


@blueprint.post("")
def create():
    """The page's answer, or the warning while 建档 is being typed (R-DUP, R-NAME)."""
    return _answer(FilingForm() if htmx.htmx else DuplicateForm())


def _answer(form: Compared):
    form.check_facts()
    facts = form.compared()
    shown, asked = findings(form, facts), any(facts.values()) and not form.has_wrong_facts
    if request.method == "POST" and not htmx.htmx and not any(form[name].data for name in FACTS):
        form.refuse(DomainError("请至少写一样：名称、信用代码、电话或邮箱", "name"))
    # what is still being typed is not wrong yet
    status = 422 if form.has_wrong_facts and not htmx.htmx else 200
    return htmx.answer("duplicates/new.html", "duplicates/_found.html", status=status, form=form, asked=asked, **shown)


def findings(form: Compared, asked: dict[str, str]) -> dict:
    """What is to be said about a company before it is filed: doubts about its name, customers that share what is asked.
    Whole numbers among it are counted, and on record."""
    found = []
    try:
        Lookup.note(phone=asked["phone"], email=asked["email"], by=g.user)
        found = Customer.find_duplicates(**asked, by=g.user) if any(asked.values()) else []
        Lookup.note(people=people_of(found, g.user), by=g.user)
    except DomainError as refusal:
        form.refuse(refusal)
    return {"duplicates": found, "may_see": may_see(found), "doubts": form.doubts()}


def may_see(found) -> set[int]:
    """Which of them this person may open."""
    ids = [duplicate.customer.id for duplicate in found]
    return {customer.id for customer in Customer.visible_to(g.user).where(Customer.id << ids)} if ids else set()
