"""An account and what becomes of it: opened, changed, closed, let in again. The office's administrator does so."""

import secrets
from typing import NamedTuple, Self

from peewee import IntegrityError

from webapp import passwords
from webapp.clock import now
from webapp.database import locked, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.models.absence import Absence
from webapp.models.audit import AuditEvent
from webapp.models.collaboration import Collaboration
from webapp.models.organisation import Branch
from webapp.models.roles import BRANCH_ROLES, OWNER_ROLES, Role
from webapp.models.session import LoginAttempt, Session
from webapp.models.written import check_text
from webapp.text import naming
from webapp.text.plain import plain

LONGEST_USERNAME = 40


class Ties(NamedTuple):
    """What only this person answers for, by how many of each there are."""

    customers: int
    steps: int
    complaints: int

    @property
    def are_left(self) -> bool:
        """未完成交接: there is something to hand over."""
        return any(self)

    def __str__(self) -> str:
        told = {"{} 位客户": self.customers, "{} 项下一步": self.steps, "{} 件未结投诉": self.complaints}
        return "、".join(words.format(count) for words, count in told.items() if count)


class Administered:
    """What becomes of an account."""

    @classmethod
    def open_account(cls, username: str, name: str, role: str, branch: Branch | None, *, by) -> tuple[Self, str]:
        """A new account and its first password, which is shown once and changed at the first login."""
        by.require_keeping_accounts()
        username, name = plain_username(username), naming.person(name)
        cls._check_account(username, name, role, branch)
        password = secrets.token_urlsafe(9)
        values = {"name": name, "role": role, "branch": branch, "password_hash": passwords.hash(password)}
        try:
            with transaction():
                user = cls.create(username=username, **values)
                where = {"branch": branch.name} if branch else {}
                AuditEvent.record("user.opened", by=by, subject=username, name=name, role=role, **where)
        except IntegrityError as error:  # the database tells two at once apart
            raise DomainError(f"用户名“{username}”已经有人用了", "username") from error
        return user, password

    @classmethod
    def _check_account(cls, username: str, name: str, role: str, branch: Branch | None) -> None:
        mistakes = Mistakes()
        for field, text, missing in (("username", username, "请填写用户名"), ("name", name, "请填写姓名")):
            with mistakes.noted():
                if not text:
                    raise DomainError(missing, field)
                check_text(text, getattr(cls, field).max_length, field)
        if role not in set(Role):
            mistakes.note(DomainError(f"没有“{role}”这个角色", "role"))
        if role in BRANCH_ROLES and branch is None:
            mistakes.note(DomainError("这个角色要属于一个分站", "branch"))
        if branch is not None and branch.is_closed:
            mistakes.note(DomainError(f"{branch.name}已经关闭，请选择在用的分站", "branch"))
        mistakes.tell()

    def revise_account(self, name: str, role: str, branch: Branch | None, *, by) -> None:
        """Another name, role or branch. The same again changes nothing.

        Whoever goes to another branch, or to a role without customers, hands over first: DomainError while anything is
        left that they answer for (R-HANDOVER)."""
        by.require_keeping_accounts()
        name = naming.person(name)
        self._check_account(self.username, name, role, branch)
        if self.id == by.id and role != self.role:
            raise DomainError("不能改自己的角色，请另一位管理员来改", "role")
        with transaction():
            current = self._held()
            stood = current.name, current.role, current.branch and current.branch.name
            goes = current.branch_id != (branch and branch.id)
            if goes or role not in OWNER_ROLES:
                self._require_no_ties("branch" if goes else "role")
            if goes or role not in BRANCH_ROLES:
                self._leave_customers()
            self.name, self.role, self.branch = name, role, branch
            stands = self.name, self.role, branch and branch.name
            if stands != stood:
                self.save()
                told = dict(zip(("name", "role", "branch"), zip(stood, stands, strict=True), strict=True))
                changes = {what: pair for what, pair in told.items() if pair[0] != pair[1]}
                AuditEvent.record("user.revised", by=by, subject=self.username, changes=changes)

    def _held(self) -> Self:
        """The account as it is now, which nobody else changes or gives customers to until the transaction ends."""
        return locked(type(self).select().where(type(self).id == self.id)).get()

    def ties(self) -> Ties:
        """What only this person answers for: their customers, the steps that are theirs to do, the complaints whose
        first-asked they are."""
        steps, complaints = self.tasks.model, self.complaints.model
        return Ties(
            self.customers.count(),
            self.tasks.where(steps.is_open, ~steps.is_pause).count(),
            self.complaints.where(complaints.closed_at.is_null()).count(),
        )

    def _require_no_ties(self, field: str | None = None) -> None:
        ties = self.ties()
        if ties.are_left:
            raise DomainError(f"未完成交接：{self.name}名下还有 {ties}，请先移交", field)

    def _leave_customers(self) -> None:
        """They help no more where they were asked on, stand in for nobody, nor look after customers as 客户成功经理.
        Inside the caller's transaction."""
        Absence.delete().where((Absence.user == self) | (Absence.stand_in == self)).execute()
        Collaboration.delete().where(Collaboration.user == self).execute()
        customer = self.customers.model
        customer.update(success_manager=None).where(customer.success_manager == self).execute()

    def reset_password(self, *, by) -> str:
        """A new random password, shown once. Every open session ends, every link that shows something without one, and
        the wait after wrong guesses."""
        by.require_keeping_accounts()
        password = secrets.token_urlsafe(9)
        with transaction():
            self.password_hash = passwords.hash(password)
            self.must_change_password = True
            self.save()
            Session.end_all(self)
            self.end_links()
            LoginAttempt.forget_failures(self.username)
            AuditEvent.record("user.password_reset", by=by, subject=self.username)
        return password

    def end_sessions(self, *, by) -> None:
        """Wherever they are signed in they are asked for their password again."""
        by.require_keeping_accounts()
        with transaction():
            Session.end_all(self)
            AuditEvent.record("user.sessions_ended", by=by, subject=self.username)

    def end_links(self) -> None:
        """Whoever had the account may have made one: its owner makes another."""
        for link in self.calendar_links:
            link.delete_instance()

    def disable(self, *, by) -> None:
        """停用: close the account at once, open sessions included. A second time changes nothing.

        DomainError while anything is left that they answer for (R-HANDOVER)."""
        by.require_keeping_accounts()
        if self.id == by.id:
            raise DomainError("不能停用自己的账号，请另一位管理员来停用")
        with transaction():
            if not self._held().is_active:
                return
            self._require_no_ties()
            self._leave_customers()
            self.disabled_at = now()
            self.save()
            Session.end_all(self)
            AuditEvent.record("user.disabled", by=by, subject=self.username)

    def enable(self, *, by) -> None:
        """恢复: they may log in again, by the password they had."""
        by.require_keeping_accounts()
        if self.branch_id and self.branch.is_closed:
            raise DomainError(f"{self.branch.name}已经关闭，请先改到在用的分站")
        with transaction():
            if self._held().is_active:
                return
            self.disabled_at = None
            self.save()
            AuditEvent.record("user.enabled", by=by, subject=self.username)

    def require_keeping_accounts(self) -> None:
        """Raise NotAllowed for whoever is not the office's administrator."""
        if not self.can_set:
            raise NotAllowed("账号由管理员管理")


def plain_username(typed: str) -> str:
    """LiMin, limin and ｌｉｍｉｎ are one name."""
    return plain(typed[: LONGEST_USERNAME * 2]).strip().lower()
