from io import BytesIO

from flask import Blueprint, g, render_template, request, send_file, url_for

from webapp import error_pages, htmx
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.forms import options
from webapp.forms.imports import UploadForm
from webapp.imports.cells.doubts import TO_VERIFY
from webapp.imports.customer_import import CustomerImport
from webapp.imports.files.columns import IGNORED, Columns
from webapp.imports.plan.outcomes import COUNTED, OUTCOMES
from webapp.imports.report import masked
from webapp.imports.tidying import expired
from webapp.models.import_batch import ImportBatch, ImportRow
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.on_record import on_record

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
PAGE = 100
RECENT = 30
BROKEN_OFF = "写到一半的会自动收回；撤销到一半的，再点“撤销这次导入”会接着做。若这一批还显示进行中，请过十分钟再看。"


def database_gone(error: Exception):
    """A list is written, and taken back, in many transactions: it cannot be said that nothing was."""
    breaks_off = request.endpoint in ("imports.confirm", "imports.undo")
    return error_pages.database_gone(error, BROKEN_OFF if breaks_off else "")


for gone in error_pages.GONE:
    blueprint.register_error_handler(gone, database_gone)


@blueprint.before_request
def require_importer():
    if not g.user.can_import:
        raise NotAllowed("导入由分站负责人或管理员进行")


@blueprint.get("")
def index():
    return _overview(_upload())


@blueprint.post("")
def create():
    """Read the file and keep it with its preview; nothing is written into the book yet."""
    form = _upload()

    def read() -> CustomerImport:
        file, branch = form.file.data, Branch.get_by_id(form.branch.data)
        return CustomerImport.open(file.read(), file.filename, branch=branch, by=g.user, mode=form.mode.data)

    if not form.submit(read):
        return _overview(form)
    return htmx.go(url_for("imports.show", id=form.given.batch.id))


@blueprint.get("/<int:id>")
def show(id: int):
    batch = _find(id)
    return _preview(batch, _columns(batch))


@blueprint.post("/<int:id>/mapping")
def remap(id: int):
    """Read the file again with its columns as somebody assigned them."""
    batch = _find(id)
    columns, fields = _columns(batch), request.form.getlist("field")
    chosen = [(heading, field) for (heading, _), field in zip(columns, fields, strict=False)] + columns[len(fields) :]
    try:
        CustomerImport(batch).remap(dict(chosen), by=g.user)
    except DomainError as refusal:
        return _preview(batch, chosen, refusal.message), refusal.status
    toasts.say("已按改过的对应重新核对")
    return htmx.go(url_for("imports.show", id=id))


@blueprint.get("/<int:id>/report.xlsx")
@on_record
def report(id: int):
    batch = _find(id)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = f"导入结果-{batch.id}.xlsx"
    return send_file(BytesIO(CustomerImport(batch).hand_out(by=g.user)), kind, as_attachment=True, download_name=name)


@blueprint.post("/<int:id>/confirmation")
def confirm(id: int):
    batch = _find(id)
    try:
        CustomerImport(batch).confirm(by=g.user)
        toasts.say(f"已导入：{batch.filename}")
    except Stale as changed:
        toasts.say(changed.message, bad=True)
    return htmx.go(url_for("imports.show", id=id))


@blueprint.post("/<int:id>/reversal")
def undo(id: int):
    kept = CustomerImport(_find(id)).undo(by=g.user)
    if kept:
        toasts.say(
            "已撤销；导入后又改过的客户保留未动：" + "、".join(customer.public_name for customer in kept[:20]), bad=True
        )
    else:
        toasts.say("已撤销，这一批写入的内容都已收回")
    return htmx.go(url_for("imports.show", id=id))


@blueprint.post("/<int:id>/withdrawal")
def withdraw(id: int):
    """Drop a list that was not confirmed."""
    CustomerImport(_find(id)).discard(by=g.user)
    toasts.say("已放弃，文件没有保留")
    return htmx.go(url_for("imports.index"))


def _preview(batch: ImportBatch, columns: list[tuple[str, str]], refusal: str = ""):
    """The page of a batch; `columns` are headings with the field each is assigned to."""
    outcome, start = request.args.get("outcome", ""), request.args.get("start", 0, type=int)
    counts = batch.report["counts"]
    whole = sum(counts[key] for key in OUTCOMES)
    outcome, start = outcome if outcome in counts else "", min(max(0, start), whole)
    shown = {
        "rows": [
            masked(row, hides_person=g.user.sees_all) for row in ImportRow.of(batch, outcome).offset(start).limit(PAGE)
        ],
        "total": counts[outcome] if outcome else whole,
        "whole": whole,
        "start": start,
        "page": PAGE,
        "outcome": outcome,
        "counted": COUNTED,
        "to_verify": TO_VERIFY,
    }
    known = Columns.now()
    choices = [(key, known.label(key)) for key in (IGNORED, *known.names)]
    unread = not batch.mapping and any(key == IGNORED and not known.field_of(heading) for heading, key in columns)
    return render_template(
        "imports/show.html", batch=batch, columns=columns, choices=choices, unread=unread, refusal=refusal, **shown
    )


def _columns(batch: ImportBatch) -> list[tuple[str, str]]:
    """Each heading of the list with the field it is read as; a column without a heading cannot be assigned."""
    read = zip(batch.report["headers"], batch.report["columns"], strict=True)
    return [(heading, key or IGNORED) for heading, key in read if heading]


def _upload() -> UploadForm:
    form = UploadForm()
    branches = Branch.select().order_by(Branch.id)
    if not g.user.sees_all:
        branches = branches.where(Branch.id == g.user.branch_id)
    form.branch.choices = options(*((branch.id, branch.name) for branch in branches))
    return form


def _overview(form: UploadForm):
    return render_template("imports/index.html", form=form, batches=_recent(), counted=COUNTED), form.http_status


def _recent() -> list[ImportBatch]:
    """The latest batches with their counts alone: the file may be of ten megabytes."""
    batch = ImportBatch
    shown = (batch.id, batch.filename, batch.created_at, batch.confirmed_at, batch.undone_at, batch.busy_since)
    query = batch.select(*shown, batch.report["counts"].alias("counts"), User.name, Branch.name)
    query = query.join(User, on=batch.by).switch(batch).join(Branch)
    return list(query.where(_scope()).order_by(batch.id.desc()).limit(RECENT))


def _find(id: int) -> ImportBatch:
    return get_or_404(ImportBatch.select().where(_scope()), ImportBatch.id == id)


def _scope():
    return ~expired() if g.user.sees_all else (ImportBatch.branch == g.user.branch_id) & ~expired()
