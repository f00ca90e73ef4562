"""Argon2 hashing and the few rules a password must meet (R-LOGIN): length, not common, not the person's own name."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.errors import DomainError

SHORTEST = 8
LONGEST = 128

# 19 MiB, two passes, one lane: OWASP's profile, 28 ms where the library's default takes 172.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

_COMMON = frozenset(
    """
    12345678 123456789 1234567890 11111111 88888888 66666666 00000000 87654321 password password1 passw0rd p@ssw0rd
    qwertyui qwertyuiop 1qaz2wsx 1q2w3e4r 1q2w3e4r5t qazwsxedc asdfghjkl zxcvbnm123 abcd1234 abc12345 a1234567
    a12345678 aa123456 aa12345678 qq123456 asd123456 zxc123456 123456aa 123456abc 1234qwer qwer1234 q1w2e3r4
    woaini1314 woaini520 5201314520 iloveyou 11223344 112233445566 123123123 147258369 159357258 789456123 admin123
    admin888 administrator root1234 letmein1 welcome1 welcome123 changeme sunshine princess football baseball
    dragon123 monkey123 superman trustno1 starwars whatever 99999999 55555555 77777777 22222222 33333333 44444444
    12341234 43214321 abcdefgh abcdefg1 1a2b3c4d genjinbu genjinbu1 gongsi123 kehu1234 mima1234 mima12345678
    """.split()
)


def use_cost(memory_kib: int) -> None:
    """Set the memory a hash takes; tests take the cheapest."""
    global _hasher
    _hasher = PasswordHasher(time_cost=2 if memory_kib > 1024 else 1, memory_cost=memory_kib, parallelism=1)


def hash(password: str) -> str:
    return _hasher.hash(password)


def matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def waste_time(password: str) -> None:
    """What a real check costs, for a user name that does not exist: the clock must not tell which names do."""
    _hasher.hash(password)


def check_strength(password: str, *personal: str) -> None:
    """Refuse a password that is too short, too long, common, or made of the person's own name."""
    if len(password) < SHORTEST:
        raise DomainError(f"密码至少 {SHORTEST} 个字符；一句好记的话就很好", "password")
    if len(password) > LONGEST:
        raise DomainError(f"密码最多 {LONGEST} 个字符", "password")
    lowered = password.lower()
    if lowered in _COMMON or len(set(lowered)) < 3:
        raise DomainError("这个密码太常见，容易被猜到，请换一个", "password")
    if any(len(word) > 2 and word.lower() in lowered for word in personal):
        raise DomainError("密码里不要用自己的用户名或姓名", "password")
