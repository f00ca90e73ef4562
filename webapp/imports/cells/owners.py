"""Who a list's 负责人 is among the accounts of the branch (R-IMPORT)."""

from dataclasses import dataclass

from webapp.errors import DomainError
from webapp.imports.cells.doubts import TO_VERIFY
from webapp.imports.cells.reach import is_masked, shown_part
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.text.naming import simplified


class NobodyToOwn(DomainError):
    """The branch has no account that may own customers."""


@dataclass(frozen=True)
class Owner:
    """`is_named` when the account is the person the list names, so that records may go under it."""

    user: User
    is_named: bool = False
    note: str = ""


class Owners:
    """The reps and managers of a branch, loaded once for a whole list."""

    def __init__(self, branch: Branch, by: User):
        self.users = list(User.owners().where(User.branch == branch).order_by(User.id))
        self.fallback = self._fallback(by)

    def _fallback(self, by: User) -> User:
        managers = [user for user in self.users if user.leads_branch]
        chosen = [user for user in self.users if user.id == by.id] or managers or self.users
        if not chosen:
            raise NobodyToOwn("这个分站还没有业务员或分站负责人，请先开账号", "branch")
        return chosen[0]

    def match(self, text: str) -> Owner:
        """The account for a name: exact, or the only one a masked name fits, or whoever stands in for it."""
        name = text.strip()
        if not name:
            return Owner(self.fallback)
        same = [user for user in self.users if user.name == name]
        if len(same) == 1:
            return Owner(same[0], is_named=True)
        return self._guess(name)

    def _guess(self, name: str) -> Owner:
        shown = simplified(shown_part(name)) if is_masked(name) else ""
        fitting = [user for user in self.users if shown and simplified(user.name).startswith(shown)]
        if len(fitting) == 1:
            return Owner(fitting[0], True, f"{TO_VERIFY}负责人“{name}”按姓氏对应为“{fitting[0].name}”")
        why = "不止一人符合" if fitting else "在本分站没有账号"
        return Owner(self.fallback, False, f"{TO_VERIFY}负责人“{name}”{why}，暂归“{self.fallback.name}”名下")
