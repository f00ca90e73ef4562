"""设置: what the office decides for itself, a page a subject. Another page is a module here with a `blueprint` and a
`page`, named in PAGES."""

from flask import Blueprint, g, render_template

from webapp.views.settings import (
    audit,
    branches,
    calendar,
    demo,
    issue_types,
    job_runs,
    letters,
    office,
    outlines,
    own_fields,
    pool,
    presets,
    purposes,
    users,
)

PEOPLE, WORDS = (branches, users), (presets, own_fields, purposes, outlines, issue_types, letters)
PAGES = (*PEOPLE, office, pool, calendar, *WORDS, demo, audit, job_runs)

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
for module in PAGES:
    module.blueprint.before_request(lambda page=module.page: page.require(g.user))
    blueprint.register_blueprint(module.blueprint)


@blueprint.get("")
def index():
    """The pages there are for this reader."""
    pages = [module.page for module in PAGES if module.page.may(g.user)]
    return render_template("settings/index.html", pages=pages)
