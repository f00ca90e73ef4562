"""What each role may do: all that is asked of it, by a name that says what for."""

from webapp.errors import NotAllowed
from webapp.models.organisation import Branch
from webapp.models.roles import BRANCH_ROLES, OWNER_ROLES, Role
from webapp.models.settings import Settings


class Permitted:
    """What a person may do. What they see, and which customers they help on, tells the User."""

    @property
    def can_work(self) -> bool:
        """Records and moves: everybody but those who only look."""
        return self.role not in (Role.INSPECTOR, Role.ADMIN)

    def works_on(self, customer) -> bool:
        """Owner, the owner's manager, a collaborator (R-MASK), or whoever stands in for the owner."""
        if self.can_edit(customer) or customer.id in (self._helping or ()):
            return True
        return customer.owner_id in (self._owning or ())

    @property
    def answers_for(self) -> list[int]:
        """Whose steps they do: their own, and of those they stand in for (ids)."""
        return self._owning or [self.id]

    def does_for(self, person: int) -> bool:
        """Does that person's steps (their id): their own, or those of somebody they stand in for."""
        return person == self.id or person in (self._owning or ())

    def keeps_absences_of(self, user) -> bool:
        """Enters when others are away: of the branch they lead, or of all."""
        return self.can_set or (self.role == Role.MANAGER and user.branch_id == self.branch_id)

    def sees(self, customer) -> bool:
        """The same as `scope` says, of a customer at hand."""
        return self.sees_all or self.works_on(customer)

    def may_know(self, customer) -> bool:
        """Works on it, or is the system itself: whoever runs the command line could read the database anyway."""
        return self.works_on(customer) or self.is_system

    def can_edit(self, customer) -> bool:
        if self.role == Role.MANAGER:
            return customer.branch_id == self.branch_id
        return self.role == Role.REP and customer.owner_id == self.id

    def sees_amounts(self, customer) -> bool:
        """What it ordered for, is likely to order for and the like: whoever edits the file, and of others who see it
        those in the roles the office allows (R-AMOUNT)."""
        return self.can_edit(customer) or (self.role in Settings.amounts_for and self.sees(customer))

    @property
    def can_keep(self) -> bool:
        """Moves cards, keeps contacts and notes changes, of the customers they work on."""
        return self.can_work and self.role != Role.SERVICE

    def is_of(self, branch: int) -> bool:
        """One of the people of that branch (its id)."""
        return self.branch_id == branch and self.role in BRANCH_ROLES

    @property
    def can_inspect(self) -> bool:
        """Checks records against the truth."""
        return self.role == Role.INSPECTOR

    @property
    def drafts_handovers(self) -> bool:
        """Hands over their own customers, those of the branch they lead, or anybody's."""
        return self.can_file_customers or self.can_set

    def supervises(self, branch: int) -> bool:
        """May see to it that a handover in that branch (its id) is a true one."""
        return self.sees_all or (self.leads_branch and self.branch_id == branch)

    def owns_in(self, branch: int | None) -> bool:
        """May own customers of that branch (its id)."""
        return branch is not None and self.branch_id == branch and self.role in OWNER_ROLES

    def helps_in(self, branch: int) -> bool:
        """May be asked onto a customer of that branch (its id): its people, and whoever serves any."""
        return self.is_of(branch) or self.role == Role.SERVICE

    def can_follow_up(self, customer) -> bool:
        return self.works_on(customer)

    def keeps(self, customer) -> bool:
        """May move it, keep its contacts and note changes: whoever works on it but service, who were asked to help."""
        return self.can_keep and self.works_on(customer)

    @property
    def can_hand_on(self) -> bool:
        """May plan steps for others: service plans its own."""
        return self.role != Role.SERVICE

    @property
    def can_print_filled(self) -> bool:
        """An admin prints blank forms; the system itself prints what it is told to."""
        return self.role != Role.ADMIN or self.is_system

    def can_print_unmasked(self, customer) -> bool:
        """Also the system itself: whoever runs the command line could read the database anyway."""
        return self.keeps(customer) or self.is_system

    @property
    def can_file_customers(self) -> bool:
        return self.role in OWNER_ROLES

    @property
    def reads_pool(self) -> bool:
        """公海 is one of their places: they claim from it, or look at everything."""
        return self.can_file_customers or self.role in (Role.INSPECTOR, Role.ADMIN)

    @property
    def can_import(self) -> bool:
        return self.role in (Role.MANAGER, Role.ADMIN)

    @property
    def can_set(self) -> bool:
        """Decides how the office works: its calendar, its words and lists."""
        return self.role == Role.ADMIN

    @property
    def has_settings(self) -> bool:
        """设置 is one of their places: they decide what stands there, or lead a branch by it."""
        return self.can_set or self.role == Role.MANAGER

    def can_import_into(self, branch: Branch) -> bool:
        return self.can_import and (self.sees_all or self.branch_id == branch.id)

    @property
    def reads_trail(self) -> bool:
        """Reads who did what: of the branch they lead, or of all."""
        return self.role in (Role.ADMIN, Role.MANAGER)

    @property
    def can_run_jobs(self) -> bool:
        """Looks after what runs by itself, and lets it run at once."""
        return self.role == Role.ADMIN

    @property
    def can_instruct(self) -> bool:
        return self.role == Role.MANAGER

    @property
    def can_assign(self) -> bool:
        """Says whose the branch's customers are."""
        return self.role == Role.MANAGER

    def require_setting_up(self) -> None:
        if not self.can_set:
            raise NotAllowed("设置由管理员修改")
