"""The people of the office: accounts, roles, and what each may see and do."""

import secrets
from enum import StrEnum

from peewee import BooleanField, CharField, ForeignKeyField, IntegrityError

from webapp import passwords
from webapp.database import BaseModel, UtcDateTimeField, now, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.collaboration import Collaboration
from webapp.models.limits import check_lengths
from webapp.models.organisation import Branch


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    INSPECTOR = "inspector"
    SERVICE = "service"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.REP: "业务员",
    Role.MANAGER: "分站负责人",
    Role.INSPECTOR: "公司督察",
    Role.SERVICE: "客服",
    Role.ADMIN: "管理员",
}
BRANCH_ROLES = frozenset({Role.REP, Role.MANAGER, Role.SERVICE})
SYSTEM = "system"


class User(BaseModel):
    """An account. `origin` (where the person acts from) is set by whoever signs them in; it goes into the audit trail."""

    username = CharField(40, unique=True)
    name = CharField(40)
    role = CharField(20)
    branch = ForeignKeyField(Branch, null=True, backref="users", on_delete="RESTRICT")
    password_hash = CharField(200, default="")
    must_change_password = BooleanField(default=True)
    disabled_at = UtcDateTimeField(null=True)
    created_at = UtcDateTimeField(default=now)

    origin = ""

    @classmethod
    def open_account(cls, username: str, name: str, role: str, branch: Branch | None, *, by) -> tuple["User", str]:
        """A new account and its first password, which is shown once and changed at the first login."""
        username, name = username.strip(), name.strip()
        cls._check_account(username, name, role, branch)
        password = secrets.token_urlsafe(9)
        values = {"name": name, "role": role, "branch": branch, "password_hash": passwords.hash(password)}
        try:
            with transaction():
                user = cls.create(username=username, **values)
                AuditEvent.record("user.opened", by=by, subject=username, role=role)
        except IntegrityError as error:  # the database tells two at once apart
            raise DomainError(f"用户名“{username}”已经有人用了", "username") from error
        return user, password

    @classmethod
    def _check_account(cls, username: str, name: str, role: str, branch: Branch | None) -> None:
        if not username:
            raise DomainError("请填写用户名", "username")
        if not name:
            raise DomainError("请填写姓名", "name")
        check_lengths(cls, {"username": username, "name": name})
        if role not in set(Role):
            raise DomainError(f"没有“{role}”这个角色", "role")
        if role in BRANCH_ROLES and branch is None:
            raise DomainError("这个角色要属于一个分站", "branch")

    @classmethod
    def system(cls, origin: str = "命令行") -> "User":
        """The installation itself, for acts of the command line and those nobody chose. It can never log in."""
        user, _ = cls.get_or_create(
            username=SYSTEM, defaults={"name": "系统", "role": Role.ADMIN, "disabled_at": now()}
        )
        user.origin = origin
        return user

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    # -- passwords

    def password_matches(self, password: str) -> bool:
        return passwords.matches(self.password_hash, password)

    def change_password(self, current: str, new: str, *, by, keep=None) -> None:
        """Replace the password, after the current one was given. Every session ends but `keep`, the one at hand."""
        from webapp.models.session import Session  # a session belongs to a user: this is the one way back

        if not self.password_matches(current):
            raise DomainError("当前密码不对", "current")
        if current == new:
            raise DomainError("新密码不能与当前密码相同", "password")
        passwords.check_strength(new, self.username, self.name)
        with transaction():
            self.password_hash = passwords.hash(new)
            self.must_change_password = False
            self.save()
            Session.end_all(self, but=keep)
            AuditEvent.record("user.password_changed", by=by, subject=self.username)

    def reset_password(self, *, by) -> str:
        """A new random password, shown once. Every open session ends, and so does the wait after wrong guesses."""
        from webapp.models.session import LoginAttempt, Session

        password = secrets.token_urlsafe(9)
        with transaction():
            self.password_hash = passwords.hash(password)
            self.must_change_password = True
            self.save()
            Session.end_all(self)
            LoginAttempt.forget_failures(self.username)
            AuditEvent.record("user.password_reset", by=by, subject=self.username)
        return password

    def disable(self, *, by) -> None:
        """Close the account at once, open sessions included."""
        from webapp.models.session import Session

        with transaction():
            self.disabled_at = now()
            self.save()
            Session.end_all(self)
            AuditEvent.record("user.disabled", by=by, subject=self.username)

    # -- what the person sees

    def scope(self, model):
        """The WHERE of rows this person sees. `model` has owner, branch and customer (or is Customer itself)."""
        if self.role in (Role.INSPECTOR, Role.ADMIN):
            return True
        if self.role == Role.MANAGER:
            return model.branch == self.branch_id
        helping = self._customers_helped_on
        key = getattr(model, "customer", model.id)
        if self.role == Role.SERVICE:
            return key << helping
        return (model.owner == self.id) | (key << helping) if helping else model.owner == self.id

    @property
    def _customers_helped_on(self) -> list[int]:
        if "_helping" not in self.__dict__:
            rows = Collaboration.select(Collaboration.customer).where(Collaboration.user == self.id).tuples()
            self._helping = [row[0] for row in rows]
        return self._helping

    def visible_customers(self):
        """The query every lookup of a customer starts from: what is not in it does not exist for this person."""
        from webapp.models.customer import Customer

        return Customer.select().where(self.scope(Customer))

    @classmethod
    def working_on(cls, customer) -> list["User"]:
        """The active people who work on the customer: owner, the branch's managers, collaborators."""
        managers = (cls.role == Role.MANAGER) & (cls.branch == customer.branch_id)
        helpers = cls.id << Collaboration.select(Collaboration.user).where(Collaboration.customer == customer)
        people = cls.select().where((cls.id == customer.owner_id) | managers | helpers, cls.disabled_at.is_null())
        return list(people.order_by(cls.id))

    def visible_owners(self) -> list["User"]:
        """The people whose customers this person sees besides their own: what the list can be narrowed to."""
        if self.role in (Role.REP, Role.SERVICE):
            return []
        people = User.select().where(User.role << [Role.REP, Role.MANAGER]).order_by(User.branch, User.id)
        return list(people.where(User.branch == self.branch_id) if self.role == Role.MANAGER else people)

    # -- what the person may do

    def works_on(self, customer) -> bool:
        """Owner, the owner's manager or a collaborator (R-MASK)."""
        return self.can_edit(customer) or customer.id in self._customers_helped_on

    def can_edit(self, customer) -> bool:
        if self.role == Role.MANAGER:
            return customer.branch_id == self.branch_id
        return self.role == Role.REP and customer.owner_id == self.id

    def can_follow_up(self, customer) -> bool:
        return self.works_on(customer)

    def can_print_unmasked(self, customer) -> bool:
        """Also the system itself: whoever runs the command line could read the database anyway."""
        return self.works_on(customer) or self.username == SYSTEM

    @property
    def can_file_customers(self) -> bool:
        return self.role in (Role.REP, Role.MANAGER)

    @property
    def can_import(self) -> bool:
        return self.role in (Role.MANAGER, Role.ADMIN)

    @property
    def can_instruct(self) -> bool:
        return self.role == Role.MANAGER
