"""Steps of the night run that clear away what is over."""

from collections.abc import Callable

from peewee import Expression, Model

from webapp.imports import tidying
from webapp.models.attachment import StoredFile
from webapp.models.import_batch import ImportBatch
from webapp.models.lookup import Lookup
from webapp.models.rows import delete_some
from webapp.models.sending import Sending
from webapp.models.session import LoginAttempt, Session
from webapp.rules.job import Slice, Step, Turn

MOST = 500  # rows in one transaction: a few milliseconds


def clearing(name: str, label: str, model: type[Model], which: Callable[[Turn], Expression]) -> Step:
    """Delete all of these rows."""

    def work(turn: Turn) -> Slice:
        deleted = delete_some(model, which(turn), MOST)
        return Slice(deleted, is_last=deleted < MOST)

    return Step(name, label, work, count=lambda turn: model.select().where(which(turn)).count())


def one_by_one(name: str, label: str, act: Callable[[Turn], int], left: Callable[[], Expression]) -> Step:
    """Do it with one list after the other, until `act` finds none. `left` says which they are."""

    def work(turn: Turn) -> Slice:
        done = act(turn)
        return Slice(done, is_last=not done)

    return Step(name, label, work, count=lambda _turn: ImportBatch.select().where(left()).count())


BROKEN_IMPORTS = Step(
    "broken-imports",
    "收回中断的导入",
    lambda turn: Slice(tidying.let_go_of_broken(by=turn.by)),
    in_parts=True,
)
EXPIRED_IMPORTS = one_by_one(
    "expired-imports", "清除过期的导入", lambda turn: tidying.drop_expired(by=turn.by), tidying.expired
)
OLD_CELLS = one_by_one("old-cells", "清除退回行的原文", lambda _turn: tidying.drop_cells(), tidying.with_old_cells)
SESSIONS = clearing(
    "sessions", "清除过期的登录", Session, lambda turn: Session.over(turn.config.number("SESSION_HOURS"))
)
LOGIN_ATTEMPTS = clearing("login-attempts", "清除旧的登录尝试", LoginAttempt, lambda _turn: LoginAttempt.old())
STORED_FILES = clearing(
    "stored-files",
    "清除没人用的附件内容",
    StoredFile,
    lambda _turn: StoredFile.id << StoredFile.unused().select(StoredFile.id),
)
SENDINGS = clearing("sendings", "清除旧的提交记号", Sending, lambda _turn: Sending.old())
LOOKUPS = clearing("lookups", "清除旧的查号", Lookup, lambda _turn: Lookup.old())
