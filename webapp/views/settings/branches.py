from flask import Blueprint, g, render_template, url_for

from webapp import htmx
from webapp.forms.branches import BranchForm, RegionForm
from webapp.models.organisation import Branch, Region
from webapp.screens.branches import regions
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.settings.page import Page

blueprint = Blueprint("branches", __name__, url_prefix="/branches")
page = Page(
    "分站",
    "公司有哪些区域和分站",
    "building-2",
    "settings.branches.index",
    lambda user: user.can_set,
    "分站由管理员管理",
)


@blueprint.get("")
def index():
    return render_template("branches/index.html", regions=regions(), page=page)


@blueprint.get("/new")
def new():
    return _ask(BranchForm())


@blueprint.post("")
def create():
    form = BranchForm()
    if not form.submit(lambda: Branch.open(form.name.data, form.region.data, by=g.user)):
        return _ask(form)
    return _done(f"已新增{form.given.name}")


@blueprint.get("/<int:row>/edit")
def edit(row: int):
    branch = _find(row)
    return _ask(BranchForm(name=branch.name, region=branch.region.name), branch)


@blueprint.post("/<int:row>")
def update(row: int):
    branch, form = _find(row), BranchForm()
    if not form.submit(lambda: branch.revise(form.name.data, form.region.data, by=g.user)):
        return _ask(form, branch)
    return _done("分站已改")


@blueprint.post("/<int:row>/closing")
def close(row: int):
    branch = _find(row)
    branch.close(by=g.user)
    return _done(f"{branch.name}已关闭")


@blueprint.post("/<int:row>/closing/reversal")
def reopen(row: int):
    branch = _find(row)
    branch.reopen(by=g.user)
    return _done(f"{branch.name}已恢复")


@blueprint.get("/regions/<int:row>/edit")
def edit_region(row: int):
    region = _find_region(row)
    return _ask_region(RegionForm(name=region.name), region)


@blueprint.post("/regions/<int:row>")
def update_region(row: int):
    region, form = _find_region(row), RegionForm()
    if not form.submit(lambda: region.rename(form.name.data, by=g.user)):
        return _ask_region(form, region)
    return _done("区域已改名")


def _find(row: int) -> Branch:
    return get_or_404(Branch.select(Branch, Region).join(Region), Branch.id == row)


def _find_region(row: int) -> Region:
    return get_or_404(Region.select(), Region.id == row)


def _ask(form: BranchForm, branch: Branch | None = None):
    heading = "修改分站" if branch else "新增分站"
    names = [name for (name,) in Region.select(Region.name).order_by(Region.name).tuples()]
    return htmx.dialog("branches/_form.html", heading, form=form, branch=branch, heading=heading, names=names)


def _ask_region(form: RegionForm, region: Region):
    return htmx.dialog("branches/_region.html", "区域改名", form=form, region=region)


def _done(words: str):
    toasts.say(words)
    return htmx.go(url_for("settings.branches.index"))
