"""协同: colleagues are asked onto a customer, and off again (R-COOP)."""

from webapp.database import transaction
from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.collaboration import Collaboration
from webapp.models.notice import Notice
from webapp.models.task import Task
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason

NO_MORE = "不再协同"


class Helpable:
    def ask_on(self, person: User | None, reason: str, *, by) -> Collaboration:
        """Ask somebody on, and tell them why; they see the customer and add to it. DomainError beside `person` for who
        cannot be asked, or works on it already."""
        self.require_inviter(by)
        mistakes = Mistakes()
        with mistakes.noted():
            self._check_helper(person)
        with mistakes.noted():
            reason = checked_reason(reason)
        mistakes.tell()
        with transaction():
            self.hold()
            found = Collaboration.ask_on(self, person, reason, by=by)
            Notice.tell([person.id], "asked_on", self, found.id, by=by)
        return found

    def _check_helper(self, person: User | None) -> None:
        if self.is_pooled:
            raise DomainError("公海里的客户没有负责人，先认领或指派，再请人协同", "person")
        if person is None or not person.is_active or not person.helps_in(self.branch_id):
            raise DomainError("请选择一位在职的同事", "person")
        if person.works_on(self):
            raise DomainError(f"{person.name}已经在跟这位客户", "person")

    def take_off(self, collaboration: Collaboration, *, by) -> None:
        """They help no more; what was theirs to do is the owner's again. Whoever helps may leave, too. Stale where that
        was done already."""
        person = collaboration.user
        if by.id != person.id:
            self.require_inviter(by)
        with transaction():
            self.hold()
            if not Collaboration.select().where(Collaboration.id == collaboration.id).exists():
                raise Stale(f"{person.name}已经不再协同，请刷新页面")
            Task.hand_on_all({self.id: person.id}, self.owner, NO_MORE, assignment=None, by=by)
            Notice.forget("asked_on", collaboration.id)
            Collaboration.take_off(self, person, by=by)

    def require_inviter(self, user: User) -> None:
        if not user.keeps(self):
            raise NotAllowed("协同的同事由负责人和分站负责人来请")
