from flask import Blueprint, g, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from webapp import htmx
from webapp.errors import DomainError
from webapp.forms.customers import FilingForm
from webapp.forms.duplicates import FACTS, Compared, DuplicateForm
from webapp.models.customer import Customer
from webapp.models.lookup import Lookup, people_of
from webapp.views.on_record import refuse_what_nobody_asked

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@blueprint.get("/new")
def new():
    """查重: is this company already ours? An address asks for a name only:
    phones and e-mails stay out of logs and histories."""
    if request.args:  # whoever is told of a number, or of a person, has asked
        refuse_what_nobody_asked()
    kept = current_user.session.asked_on(request.endpoint) if "kept" in request.args else {}
    return _answer(DuplicateForm(formdata=MultiDict({"name": request.args.get("name", ""), **kept})))


@blueprint.post("")
def create():
    """The page's answer, on a page that a browser can come back to, or the warning while 建档 is being typed (R-DUP,
    R-NAME)."""
    if htmx.htmx:
        return _answer(FilingForm())
    form = DuplicateForm()
    form.check_facts()
    if form.has_wrong_facts or not any(form.compared().values()):
        return _answer(form)
    current_user.session.keep_asked("duplicates.new", form.compared())
    return htmx.go(url_for("duplicates.new", kept=1))


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
