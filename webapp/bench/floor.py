"""The floor: bare Flask routes on the same server that show the same rows by raw SQL. No login, no rules, no style.

Run as `python -m webapp.bench.floor` with the app's own settings; `?branch=` is the branch a page is about, 0 for all.
"""

import sqlite3
import threading
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import psycopg
from flask import Flask, render_template, request
from jinja2 import DictLoader

from webapp.bench.bulk import Insert
from webapp.cli.server import Server, listener
from webapp.clock import now, today
from webapp.config import Config
from webapp.models import FollowUp, Move
from webapp.models.search import asked

CUSTOMER = """c.number, c.name, c.last_followup_at, c.next_step, c.next_due_on, u.name
FROM customer c JOIN "user" u ON u.id = c.owner_id"""
LIST = f"""SELECT k.name, k.phone, {CUSTOMER} LEFT JOIN contact k ON k.customer_id = c.id AND k.is_primary
WHERE %s ORDER BY c.number DESC LIMIT 50"""
WORKLIST = """SELECT t.id, t.action, t.due_on, c.number, c.name, u.name
FROM task t JOIN customer c ON c.id = t.customer_id JOIN "user" u ON u.id = t.responsible_id
WHERE %s AND t.due_on <= ? ORDER BY t.due_on LIMIT ?"""
DUE = "branch_id = ? AND COALESCE(next_due_on, '9999-12-31') <= ?"
COLUMNS = """SELECT v.id, v.label FROM dimension_value v JOIN dimension d ON d.id = v.dimension_id
WHERE d.slug = 'stage' ORDER BY v.position"""
CARDS = f"""SELECT k.version, k.since, {CUSTOMER} JOIN classification k ON k.customer_id = c.id
WHERE k.value_id = ? AND %s ORDER BY k.urgency, k.customer_id LIMIT 30"""
ENTRIES = """SELECT at, method, content FROM follow_up WHERE customer_id = ?
UNION ALL SELECT m.at, m.origin, v.label FROM move m JOIN dimension_value v ON v.id = m.to_value_id
WHERE m.customer_id = ?
UNION ALL SELECT d.at, '', t.action FROM completion d JOIN task t ON t.id = d.task_id WHERE t.customer_id = ?
ORDER BY 1 DESC LIMIT 30"""
FOUND = f"SELECT {CUSTOMER} WHERE c.branch_id = ? AND c.id IN (%s) ORDER BY c.number DESC LIMIT 12"
FOLLOW_UP = Insert(
    FollowUp, ("customer", "at", "method", "content", "executor", "executor_name", "recorded_by", "recorded_at")
)
MOVE = Insert(Move, ("customer", "dimension", "to_value", "origin", "by", "at"))
LAST = "UPDATE customer SET last_followup_at = ?, followup_count = followup_count + 1 WHERE id = ?"
PLACE = """UPDATE classification SET value_id = ?, version = version + 1
WHERE customer_id = ? AND dimension_id = (SELECT dimension_id FROM dimension_value WHERE id = ?)"""

PAGE = '<!doctype html><html lang="zh-CN"><title>{{ title }}</title><body><h1>{{ title }}</h1>%s</body></html>'
ROWS = "<table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>"
TEMPLATES = {
    "rows.html": PAGE % ROWS,
    "board.html": PAGE % ("{% for label, rows in columns %}<h2>{{ label }}</h2>" + ROWS + "{% endfor %}"),
    "fragment.html": ROWS,
}


class Connections(threading.local):
    """One plain connection a thread."""

    def __init__(self, url: str):
        if urlsplit(url).scheme == "sqlite":
            connection = sqlite3.connect(urlsplit(url).path.removeprefix("/"), isolation_level=None, timeout=5)
            connection.execute("PRAGMA synchronous = full")
            self.begin, self.execute, self.due = "BEGIN IMMEDIATE", connection.execute, f"c.{DUE} AND t.is_open"
        else:
            connection = psycopg.connect(url, autocommit=True, options="-c jit=off")
            self.begin = "BEGIN"
            self.execute = lambda sql, values=(): connection.execute(sql.replace("?", "%s"), values)
            self.due = f"t.customer_id = ANY(ARRAY(SELECT id FROM customer WHERE {DUE})) AND t.is_open = TRUE"

    def rows(self, sql: str, *values) -> list[tuple]:
        return self.execute(sql, values).fetchall()

    def write(self, *statements: tuple) -> None:
        self.execute(self.begin)
        try:
            for sql, *values in statements:
                self.execute(sql, values)
        except Exception:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")


def create_floor(url: str) -> Flask:
    app, db = Flask(__name__), Connections(url)
    app.jinja_loader = DictLoader(TEMPLATES)
    for path, show in SHOWN.items():
        app.add_url_rule(path, path, partial(show, db))
    for path, write in WRITTEN.items():
        app.add_url_rule(path, path, partial(write, db), methods=["POST"])
    return app


def _number(name: str) -> int:
    return request.values.get(name, 0, type=int)


def _branch(column: str) -> str:
    return f"{column} = {branch}" if (branch := _number("branch")) else "TRUE"


def _now():
    return now().replace(tzinfo=None)


def _list(db):
    return render_template("rows.html", title="list", rows=db.rows(LIST % _branch("c.branch_id")))


def _worklist(db):
    week = (today() + timedelta(days=7)).isoformat()
    if branch := _number("branch"):  # the customers due by then lead to their few steps
        rows = db.rows(WORKLIST % db.due, branch, week, week, _number("rows"))
    else:
        rows = db.rows(WORKLIST % "t.is_open = TRUE", week, _number("rows"))
    return render_template("rows.html", title="worklist", rows=rows)


def _board(db):
    cards = CARDS % _branch("k.branch_id")
    columns = [(label, db.rows(cards, value)) for value, label in db.rows(COLUMNS)]
    return render_template("board.html", title="board", columns=columns)


def _poll(db):
    db.rows(f"SELECT max(id) FROM audit_event WHERE {_branch('branch_id')}")
    return "", 304


def _customer(db):
    id_ = _number("id")
    ((name,),) = db.rows("SELECT name FROM customer WHERE id = ?", id_)
    return render_template("rows.html", title=name, rows=db.rows(ENTRIES, id_, id_, id_))


def _search(db):
    terms = asked(request.args["q"]).alternatives[0]
    found = " INTERSECT ".join(["SELECT customer_id FROM search_term WHERE term = ?"] * len(terms))
    return render_template("fragment.html", rows=db.rows(FOUND % found, _number("branch"), *terms))


def _follow_up(db):
    id_, at = _number("id"), _now()
    said = (id_, at, "电话", request.form["content"], 1, "", 1, at, *FOLLOW_UP.defaults)
    db.write((FOLLOW_UP.sql, *said), (LAST, at, id_))
    return render_template("fragment.html", rows=[(at, request.form["content"])])


def _move(db):
    id_, value = _number("id"), _number("value")
    db.write((PLACE, value, id_, value), (MOVE.sql, id_, 1, value, "drag", 1, _now(), *MOVE.defaults))
    return render_template("fragment.html", rows=[(id_, value)])


SHOWN = {
    "/list": _list,
    "/worklist": _worklist,
    "/board": _board,
    "/poll": _poll,
    "/customer": _customer,
    "/search": _search,
}
WRITTEN = {"/followups": _follow_up, "/moves": _move}


class FloorServer(Server):
    """The same gunicorn, the same number of processes and threads."""

    def load(self):
        return create_floor(self.config.database_url)


if __name__ == "__main__":
    settings = Config.load()
    FloorServer(settings, listener(settings)).run()
