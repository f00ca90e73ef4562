"""The people of the office: accounts, roles, and what each may see and do."""

from typing import NamedTuple

from peewee import BooleanField, CharField, ForeignKeyField

from webapp import operator, passwords
from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.collaboration import Collaboration
from webapp.models.organisation import Branch
from webapp.models.roles import BRANCH_ROLES, OWNER_ROLES, Role
from webapp.models.session import LoginAttempt, Session
from webapp.models.user.administered import LONGEST_USERNAME, Administered
from webapp.models.user.permitted import Permitted
from webapp.models.user.scoped import Scoped
from webapp.prepared import Prepared

SYSTEM = "system"


class Reader(NamedTuple):
    """A person as the page's frame shows them, and which of its places are for them."""

    name: str
    role_label: str
    branch: str
    can_import: bool
    can_work: bool
    has_settings: bool
    reads_pool: bool
    can_inspect: bool


class User(Administered, Permitted, Scoped, BaseModel):
    """An account. `origin` (where the person acts from) is set by whoever signs them in;
    it goes into the audit trail."""

    username = CharField(LONGEST_USERNAME, unique=True)
    name = CharField(40)
    role = CharField(20)
    branch = ForeignKeyField(Branch, null=True, backref="users", on_delete="RESTRICT")
    password_hash = CharField(200, default="")
    must_change_password = BooleanField(default=True)
    disabled_at = UtcDateTimeField(null=True)
    created_at = UtcDateTimeField(default=now)
    is_demo = BooleanField(default=False)

    origin = ""

    @classmethod
    def system(cls, origin: str = "") -> "User":
        """The installation itself, for acts of the command line and those nobody chose. It can never log in. Its
        `origin` is, unless another is named, the account of the operating system that runs the command."""
        user, _ = cls.get_or_create(
            username=SYSTEM, defaults={"name": "系统", "role": Role.ADMIN, "disabled_at": now()}
        )
        user.origin = origin or f"命令行（{operator.account()}）"
        return user

    @classmethod
    def owners(cls):
        """The active people who may own customers, of every branch."""
        return cls.select().where(cls.role << OWNER_ROLES, cls.disabled_at.is_null())

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def shown(self) -> Reader:
        """What the rail and the bar above every page say of the person."""
        branch = self.branch.name if self.branch_id else ""
        may = self.can_import, self.can_work, self.has_settings, self.reads_pool, self.can_inspect
        return Reader(self.name, self.role_label, branch, *may)

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    # -- passwords

    def password_matches(self, password: str) -> bool:
        return passwords.matches(self.password_hash, password)

    def change_password(self, current: str | None, new: str, *, by, agent: str = "") -> str:
        """Replace the password, and end every session: the token of a new one for whoever sits here.

        `current` is None right after a first login, which has just asked for it. A wrong one counts as a failed login,
        and so does a guess too many (LoginRefused)."""
        if current is not None:
            self._confirm(current, by)
        if self.password_matches(new):
            raise DomainError("新密码不能与当前密码相同", "password")
        passwords.check_strength(new, self.username, self.name)
        with transaction():
            self.password_hash = passwords.hash(new)
            self.must_change_password = False
            self.save()
            Session.end_all(self)
            AuditEvent.record("user.password_changed", by=by, subject=self.username)
            return Session.open(self, address=by.origin[:60], agent=agent)

    def _confirm(self, password: str, by) -> None:
        attempt = LoginAttempt.begin(self.username, by.origin, by=by)
        with transaction():
            if self.password_matches(password):
                attempt.accept()
                return
            AuditEvent.record("user.password_refused", by=by, subject=self.username)
        raise DomainError("当前密码不对", "current")

    @property
    def is_system(self) -> bool:
        """The installation itself, see `system`."""
        return self.username == SYSTEM

    # -- whom it is about

    @classmethod
    def are_leaders(cls):
        """`leads_branch` as a condition."""
        return cls.role == Role.MANAGER

    @staticmethod
    def leading(branch: int) -> list[int]:
        """The ids of those who lead that branch."""
        return [id_ for (id_,) in _leading(branch=branch)]

    @staticmethod
    def working_on(customer) -> list[tuple[int, str]]:
        """Id and name of the active people who work on the customer: owner, the branch's managers, collaborators."""
        return _working_on(customer=customer.id, owner=customer.owner_id, branch=customer.branch_id)

    @staticmethod
    def colleagues(customer, present: "User") -> list[tuple[int, str]]:
        """Id and name of the active people whom `present` may name as those who are to know something of the customer
        (R-SYNC): everybody of the branch; whoever only helps names those who work on it."""
        if not present.keeps(customer):
            return User.working_on(customer)
        return _colleagues(branch=customer.branch_id)

    @staticmethod
    def owning_in(branch: int) -> list[tuple[int, str]]:
        """Id and name of the active people who may own customers of that branch (its id)."""
        return [(id_, name) for id_, name, _ in _active_owners(branch=branch)]

    @staticmethod
    def who_may_help(customer) -> list[tuple[int, str, str]]:
        """Id, name and branch of the active people who may be asked onto the customer, and do not work on it."""
        return list(_helpers(customer=customer.id, owner=customer.owner_id, branch=customer.branch_id))

    @staticmethod
    def who_may_be_away(present: "User") -> list[tuple[int, str]]:
        """Id and name of those whose absences this person enters, themselves first where they own customers."""
        people = {id_: name for id_, name, _ in _active_owners(branch=None if present.can_set else present.branch_id)}
        own = {present.id: present.name} if present.id in people else {}
        return list((own | people if present.can_set or present.leads_branch else own).items())

    @staticmethod
    def who_may_hand_over(present: "User") -> list[tuple[int, str]]:
        """Id and name of those whose handover this person drafts, closed accounts among them."""
        people = User.select(User.id, User.name).where(User.role << OWNER_ROLES).order_by(User.branch, User.id)
        if not present.can_set:
            own = User.branch == present.branch_id if present.leads_branch else User.id == present.id
            people = people.where(own)
        return list(people.where(User.branch.is_null(False)).tuples())

    @staticmethod
    def who_may_supervise(present: "User") -> list[tuple[int, str]]:
        """Id and name of the active people who may see to a handover: leaders, inspectors, administrators."""
        people = User.select(User.id, User.name).where(User.disabled_at.is_null(), User.username != SYSTEM)
        leads = User.are_leaders() if present.can_set else User.are_leaders() & (User.branch == present.branch_id)
        people = people.where(leads | (User.role << (Role.INSPECTOR, Role.ADMIN)))
        return list(people.order_by(User.role.desc(), User.id).tuples())

    @staticmethod
    def who_may_stand_in(present: "User") -> list[tuple[int, str]]:
        """Id and name of those who own customers in the branch, or with the branch's name in all of them."""
        if present.can_set:
            return [(id_, f"{name}（{branch}）") for id_, name, branch in _active_owners(branch=None)]
        return User.owning_in(present.branch_id) if present.branch_id else []

    def visible_owners(self) -> tuple[tuple[int, str], ...]:
        """Id and name of those whose customers this person sees besides their own: what the list can be narrowed to."""
        if self.role in (Role.REP, Role.SERVICE):
            return ()
        return tuple(_owners(branch=self.seen_branch))

    def visible_branches(self) -> tuple[tuple[int, str], ...]:
        """Id and name of the branches between which this person may choose: none for those who see one."""
        return tuple(_branches()) if self.sees_all else ()


def _owners_of(branch):
    owners = User.select(User.id, User.name).where(User.role << OWNER_ROLES).order_by(User.branch, User.id)
    return owners if branch is None else owners.where(User.branch == branch)


def _workers(customer, owner, branch):
    managers = (User.role == Role.MANAGER) & (User.branch == branch)
    helpers = User.id << Collaboration.select(Collaboration.user).where(Collaboration.customer == customer)
    people = User.select(User.id, User.name).where((User.id == owner) | managers | helpers, User.disabled_at.is_null())
    return people.order_by(User.id)


_owners = Prepared(_owners_of, row=tuple)
_branches = Prepared(lambda: Branch.select(Branch.id, Branch.name).order_by(Branch.id), row=tuple)
_working_on = Prepared(_workers, row=tuple)
_colleagues = Prepared(
    lambda branch: (
        User.select(User.id, User.name)
        .where(User.branch == branch, User.role << sorted(BRANCH_ROLES), User.disabled_at.is_null())
        .order_by(User.id)
    ),
    row=tuple,
)


def _owners_now(branch):
    people = User.select(User.id, User.name, Branch.name).join(Branch)
    people = people.where(User.role << OWNER_ROLES, User.disabled_at.is_null()).order_by(User.branch, User.id)
    return people if branch is None else people.where(User.branch == branch)


_active_owners = Prepared(_owners_now, row=tuple)


def _askable(customer, owner, branch):
    people = User.select(User.id, User.name, Branch.name).join(Branch).where(User.disabled_at.is_null())
    people = people.where((User.branch == branch) & (User.role << sorted(BRANCH_ROLES)) | (User.role == Role.SERVICE))
    working = _workers(customer, owner, branch).select(User.id).order_by()
    return people.where(User.id.not_in(working)).order_by(User.branch != branch, User.role.desc(), User.id)


_helpers = Prepared(_askable, row=tuple)
_leading = Prepared(lambda branch: User.select(User.id).where(User.are_leaders(), User.branch == branch), row=tuple)
