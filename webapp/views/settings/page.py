"""What 设置 lists: its pages."""

from collections.abc import Callable
from typing import NamedTuple

from webapp.errors import NotAllowed
from webapp.models.user import User


class Page(NamedTuple):
    """A page under 设置: what it is called, what for, its icon, its endpoint, and for whom it is, in words `whose`."""

    label: str
    about: str
    icon: str
    endpoint: str
    may: Callable[[User], bool]
    whose: str = ""

    def require(self, user: User) -> None:
        """Raise NotAllowed for whoever it is not for."""
        if not self.may(user):
            raise NotAllowed(f"“{self.label}”由{self.whose}查看")
