"""统一社会信用代码, which is no secret: told apart from numbers that are."""

import re

from stdnum.cn import uscc

CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_REGISTRIES = PROVINCES | {"10"}  # a company may be registered with the state itself


def is_credit_code(number: str) -> bool:
    """A valid 统一社会信用代码, which may be of digits alone. A person's number can begin with 1 or 5 too, but has no
    province where the code has that of the registry."""
    is_registered = number[:1] == "9" or number[2:4] in _REGISTRIES
    return len(number) == 18 and is_registered and uscc.is_valid(number)
