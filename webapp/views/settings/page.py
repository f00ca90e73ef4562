"""What 设置 lists: its pages."""

from collections.abc import Callable
from typing import NamedTuple

from webapp.models.user import User


class Page(NamedTuple):
    """A page under 设置: what it is called, what for, its icon, its endpoint, and for whom it is."""

    label: str
    about: str
    icon: str
    endpoint: str
    may: Callable[[User], bool]
