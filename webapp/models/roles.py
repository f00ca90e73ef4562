"""The roles of an office."""

from enum import StrEnum


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
OWNER_ROLES = (Role.REP, Role.MANAGER)
