from flask import Blueprint

from webapp.database import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def show():
    """200 while the database answers; for load balancers and watchdogs."""
    db.execute_sql("SELECT 1")
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
