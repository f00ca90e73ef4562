"""The database locked or gone: a clear page, nothing half-written, and all is well as soon as it is back."""

import threading

import peewee
import pytest

from tests.page import Client
from tests.world import World
from webapp.database import db, is_sqlite
from webapp.models import AuditEvent, FollowUp, Memo, Task
from webapp.models.customer import Customer


@pytest.fixture
def office(fresh_database):
    return World()


@pytest.fixture
def browser(app, office):
    return Client(app).log_in(office.rep)


@pytest.fixture
def locked(fresh_database):
    """Somebody else holds the database for writing, and nobody waits for long."""
    if is_sqlite():
        db.execute_sql("PRAGMA busy_timeout = 50")
        statement = "BEGIN IMMEDIATE"
    else:
        db.execute_sql("SET lock_timeout = '50ms'")
        statement = "LOCK TABLE audit_head"
    with holding(statement):
        yield


class holding:
    """A second connection, in a thread of its own, that runs the statement and keeps what it locked."""

    def __init__(self, statement: str):
        self.statement = statement
        self.held, self.done = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold)

    def __enter__(self):
        self.thread.start()
        assert self.held.wait(5)

    def _hold(self) -> None:
        with db.connection_context():
            if not is_sqlite():
                db.execute_sql("BEGIN")
            db.execute_sql(self.statement)
            self.held.set()
            self.done.wait(30)
            db.execute_sql("ROLLBACK")

    def __exit__(self, *_error):
        self.done.set()
        self.thread.join()


def everything() -> list[int]:
    return [model.select().count() for model in (Customer, FollowUp, Task, Memo, AuditEvent)]


def compose(browser, office, **options):
    form = browser.get(f"/customers/{office.overdue.number}").form("#composer")
    return form.submit(content="电话确认第三季度启动采购，预算待批", action="寄样品", due_on="2030-05-10", **options)


def test_a_locked_database_says_so_and_nothing_is_written(browser, office, locked):
    before = everything()
    page = compose(browser, office, status=503)
    assert "数据库暂时用不上" in page.text and "什么都没有写进去" in page.text
    assert everything() == before


def test_a_fragment_hears_of_it_as_a_toast_and_keeps_what_was_typed(browser, office, locked):
    page = compose(browser, office, htmx=True, status=503)
    assert "数据库暂时用不上" in page.text
    assert page.headers["HX-Retarget"] == "#toasts"


def test_reading_goes_on_while_somebody_writes(browser, office, locked):
    for path in ("/", "/customers", "/boards/stage", f"/customers/{office.overdue.number}", "/search?q=逾期"):
        browser.get(path)


def test_it_works_again_when_the_lock_is_gone(browser, office):
    with holding("BEGIN IMMEDIATE" if is_sqlite() else "LOCK TABLE audit_head"):
        pass
    compose(browser, office, status=303)


def test_a_failure_in_the_middle_leaves_nothing_behind(browser, office, monkeypatch):
    """The follow-up is written, then the audit entry fails."""

    def gone(*_args, **_options):
        raise peewee.OperationalError("server closed the connection unexpectedly")

    before = everything()
    monkeypatch.setattr(AuditEvent, "record", gone)
    compose(browser, office, status=503)
    monkeypatch.undo()
    assert everything() == before
    compose(browser, office, status=303)


@pytest.fixture
def gone(office, browser, monkeypatch):
    """No connection can be opened, as with a stopped server."""

    def refuse(*_args, **_options):
        raise peewee.OperationalError("connection refused")

    db.close()
    monkeypatch.setattr(type(db.obj), "_connect", refuse)
    db.obj.close_all()
    yield
    monkeypatch.undo()
    db.connect(reuse_if_open=True)


@pytest.mark.parametrize("path", ["/", "/customers", "/boards/stage", "/search?q=a", "/login", "/healthz"])
def test_a_database_that_is_gone_says_so_on_every_page(browser, gone, path):
    page = browser.get(path, status=503)
    assert "数据库暂时用不上" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_static_files_need_no_database(browser, gone):
    browser.get("/static/app.css")
