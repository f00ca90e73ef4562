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
    return len(number) == 18 and uscc.is_valid(number) and (number[0] == "9" or number[2:4] in _REGISTRIES)


def end_of_code(said: str, place: int) -> int:
    """Where the valid code ends that this place of a text is in; 0 where it is in none."""
    begin = place
    while begin and place - begin < 18 and said[begin - 1].isascii() and said[begin - 1].isalnum():
        begin -= 1
    found = CODE.match(said, begin)
    return found.end() if found and is_credit_code(found[0].upper()) else 0
