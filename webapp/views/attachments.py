from io import BytesIO

from flask import Blueprint, abort, g, send_file, url_for

from webapp import htmx
from webapp.forms.attachments import AttachmentForm
from webapp.models.attachment import HOLDERS, Attachment, mime_of
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.user import User
from webapp.screens import attachments
from webapp.views import cards, withdrawals
from webapp.views.finding import find, find_customer
from webapp.views.parts import Act, Part, shown

blueprint = Blueprint("attachments", __name__)
part = Part("attachments", "附件", place=15, act=Act("添加", "attachments/new", "paperclip"), may=User.works_on)
SANDBOXED = "default-src 'none'; sandbox"  # whatever a browser may do with what it is given


@blueprint.get("/customers/<number>/attachments")
def index(number: str):
    customer = find_customer(number)
    eyes = Eyes.of(g.user, customer)
    found = attachments.of_customer(customer) if eyes.whole else ()
    return shown(part, customer, "attachments/_part.html", eyes=eyes, attached=tuple(found), most=attachments.MOST)


@blueprint.get("/customers/<number>/attachments/new")
def new(number: str):
    customer = find_customer(number, Attachment.require_keeper)
    return _ask(customer, AttachmentForm(), url_for("attachments.create", number=number))


@blueprint.post("/customers/<number>/attachments")
def create(number: str):
    customer = find_customer(number, Attachment.require_keeper)
    return _put(customer, url_for("attachments.create", number=number))


def _serve_on(noun: str) -> None:
    """What hangs on an act: /followups/12/attachments."""

    def new(id: int):
        return _ask(_holder(noun, id), AttachmentForm(), url_for(f"attachments.create_on_{noun}", id=id))

    def create(id: int):
        return _put(_holder(noun, id), url_for(f"attachments.create_on_{noun}", id=id), (noun, id))

    path = f"/{noun}s/<int:id>/attachments"
    blueprint.add_url_rule(f"{path}/new", f"new_on_{noun}", new)
    blueprint.add_url_rule(path, f"create_on_{noun}", create, methods=["POST"])


for noun in HOLDERS:
    _serve_on(noun)


@blueprint.get("/attachments/<int:id>")
def show(id: int):
    """The file, to be kept: a browser opens none of them itself."""
    found = _own(id)
    told = {"mimetype": mime_of(found.kind), "as_attachment": True, "download_name": found.name}
    return _sandboxed(send_file(BytesIO(found.content.content), **told))


@blueprint.get("/attachments/<int:id>/thumbnail")
def thumbnail(id: int):
    found = _own(id)
    return _sandboxed(send_file(BytesIO((found.small or abort(404)).content), mimetype="image/jpeg"))


def _sandboxed(response):
    response.headers["Content-Security-Policy"] = SANDBOXED
    return response


withdrawals.serve(
    blueprint, Attachment, "/attachments", lambda _row: ("附件", "名字留在时间线里，内容不再保存。"), cards.page
)


def _own(id: int) -> Attachment:
    found = find(Attachment, id)
    Attachment.require_keeper(found.customer, g.user)
    return found


def _holder(noun: str, id: int) -> Customer:
    customer = find(HOLDERS[noun], id).customer
    Attachment.require_keeper(customer, g.user)
    return customer


def _put(customer: Customer, action: str, on: tuple[str, int] | None = None):
    form = AttachmentForm()
    if not form.submit(lambda: Attachment.put(customer, form.uploads(), on=on, by=g.user)):
        return _ask(customer, form, action)
    said = f"已添加 {len(form.given)} 个附件"
    return cards.page(customer, said) if on else cards.opened(customer, part.path, said)


def _ask(customer: Customer, form: AttachmentForm, action: str):
    return htmx.dialog("attachments/_form.html", "添加附件", customer=customer, form=form, action=action)
