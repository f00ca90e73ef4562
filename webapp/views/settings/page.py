"""What 设置 lists: its pages."""

from collections.abc import Callable
from typing import NamedTuple

from webapp.errors import NotAllowed
from webapp.models.user import User


class Page(NamedTuple):
    """A page under 设置: what it is called, what for, its icon, its endpoint; and for whom it is, where it is not for
    everybody, with what is said to others."""

    label: str
    about: str
    icon: str
    endpoint: str
    may: Callable[[User], bool] = lambda _user: True
    refusal: str = ""

    def require(self, user: User) -> None:
        """Raise NotAllowed for whoever it is not for."""
        if not self.may(user):
            raise NotAllowed(self.refusal)
