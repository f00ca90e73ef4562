"""Error pages: what happened and what to do, in plain Chinese; a fragment request gets the sentence as a toast."""

import logging
from functools import partial

from flask import Flask, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from peewee import DataError, IntegrityError, InterfaceError, OperationalError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException

from webapp import htmx
from webapp.errors import DomainError

log = logging.getLogger(__name__)

PAGES = {
    400: ("请求不完整", "请回到上一页，刷新后再试。"),
    403: ("您没有权限做这件事", "需要的话，请分站负责人或管理员帮忙。"),
    404: ("没有找到", "它可能已被移走、合并，或不在您能看到的范围内。"),
    405: ("不能这样打开", "请从页面上的按钮进入。"),
    409: ("刚被别人改过", "请刷新页面，对照最新内容再改。"),
    413: ("文件太大了", "请拆成小一些的文件再上传。"),
    419: ("页面放得太久了", "请刷新页面后再试，已填的内容会保留在表单里。"),
    422: ("这样不行", "有一项内容太长，或日期、数字超出了范围，没有写进去。请回到上一页改一下再试。"),
    500: ("程序出了差错", "已经记下，请稍后再试；若再出现，请把时间告诉管理员。"),
    503: ("数据库暂时用不上", "什么都没有写进去，请稍等片刻再试。"),
}

GONE = (OperationalError, InterfaceError, MaxConnectionsExceeded)  # the database is locked, or away


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _without_token)
    app.register_error_handler(HTTPException, lambda error: page(error.code) if error.code in PAGES else error)
    for gone in GONE:
        app.register_error_handler(gone, database_gone)
    for refusal, status in ((IntegrityError, 409), (DataError, 422)):
        app.register_error_handler(refusal, partial(_database_refused, status))
    app.register_error_handler(Exception, _failure)


def page(status: int, sentence: str = ""):
    """The page for `status`, with a sentence of its own where the refusal has one."""
    title, advice = PAGES[status]
    if htmx.htmx:
        return htmx.as_toast(sentence or f"{title}。{advice}", status)
    if request_ctx.url_adapter is None:  # sent to a name no address can be made of: neither can a page with links
        return make_response(f"{title}。{sentence or advice}", status, {"Content-Type": "text/plain; charset=utf-8"})
    g.setdefault("user", None)
    return make_response(
        render_template("errors/show.html", status=status, heading=title, advice=sentence or advice), status
    )


def _without_token(_error: CSRFError):
    """A page that stood open too long; or a body nobody could read, such as one with a file name in no encoding."""
    is_unreadable = request.mimetype == "multipart/form-data" and not request.form
    return page(400 if is_unreadable else 419)


def _domain_error(error: DomainError):
    return page(error.status, error.message)


def database_gone(error: Exception, sentence: str = ""):
    """Nothing was written, for every verb is one transaction;
    where it is more, `sentence` says what is to be expected."""
    log.error("database unavailable: %s", error)
    return page(503, sentence)


def _database_refused(status: int, error: Exception):
    """What no form caught: the database keeps its rules, the person gets a sentence, the log what to mend."""
    log.exception("refused by the database", exc_info=error)
    return page(status)


def _failure(error: Exception):
    log.exception("unhandled failure", exc_info=error)
    return page(500)
