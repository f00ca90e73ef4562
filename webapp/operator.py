"""Who runs a command, as the operating system knows them."""

import os
import pwd


def account() -> str:
    """li, or li → root for somebody who became another."""
    acting, came_from = _name(os.geteuid()), os.environ.get("SUDO_USER", "")
    return f"{came_from} → {acting}"[:40] if came_from and came_from != acting else acting[:40]


def _name(id_: int) -> str:
    try:
        return pwd.getpwuid(id_).pw_name
    except KeyError:  # in a container an id may have no name
        return str(id_)
