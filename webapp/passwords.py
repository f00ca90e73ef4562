"""Argon2 hashing and the few rules a password must meet (R-LOGIN): length, not common, not the person's own name."""

import re
from collections.abc import Iterable
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.errors import DomainError
from webapp.text import identifiers

SHORTEST, FEWEST_CHINESE = 8, 5
SHORT = f"密码至少 {SHORTEST} 个字符，用汉字至少 {FEWEST_CHINESE} 个；一句好记的话就很好"
_LOOKED_AT = 72  # of a long one: no more is needed to see that it is good
LONGEST = 128

# 19 MiB, two passes, one lane: OWASP's profile, 28 ms where the library's default takes 172.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

LEAST_GUESSES = 2e7  # that somebody needs who knows how people choose passwords
# what people of an office here begin with; the common ones of everywhere are zxcvbn's own
_FAVOURITES = (
    "genjinbu gongsi kehu mima woaini woaiwojia admin huanying nihao zhongguo beijing shanghai guangzhou shenzhen "
    "suzhou yewu xiaoshou caiwu fenzhan jingli taobao alipay weixin qq 5201314 1314520 168 888 666 跟进簿 密码"
).split()
# who begins one of these is guessed to go on in it
_BY_HEART = (
    "我爱北京天安门上太阳升 我爱你中国 中华人民共和国 好好学习天天向上 恭喜发财万事如意 新年快乐 芝麻开门 "
    "床前明月光疑是地上霜 白日依山尽黄河入海流 天地玄黄宇宙洪荒 人之初性本善 赵钱孙李周吴郑王 "
    "零一二三四五六七八九十 壹贰叁肆伍陆柒捌玖拾 九八七六五四三二一零 甲乙丙丁戊己庚辛壬癸 "
    "子丑寅卯辰巳午未申酉戌亥 东南西北中 金木水火土"
).split()
_GOES_ON = frozenset(pair for said in _BY_HEART for pair in pairwise(said))
_CHINESE = re.compile("[\u3400-\u9fff]")
# how many characters one has to be guessed from, so much more than a letter
_GUESSES_PER_CHARACTER = 100


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
    """Refuse a password that is too short, too long, easily guessed, or made of the person's own name."""
    chinese = len(_CHINESE.findall(password))
    if len(password) < SHORTEST and chinese < FEWEST_CHINESE:
        raise DomainError(SHORT, "password")
    if len(password) > LONGEST:
        raise DomainError(f"密码最多 {LONGEST} 个字符", "password")
    lowered = password.lower()
    if any(len(word) > 2 and word.lower() in lowered for word in personal):
        raise DomainError("密码里不要用自己的用户名或姓名", "password")
    if _is_phone(password):
        raise DomainError("不要用电话号码做密码，请换一个", "password")
    if len(set(lowered)) < 3 or _guesses(_told(password), personal) < LEAST_GUESSES:
        raise DomainError("这个密码太常见，容易被猜到，请换一个", "password")


def _is_phone(password: str) -> bool:
    try:
        return bool(identifiers.phone(password))
    except DomainError:
        return False


def _told(password: str) -> str:
    """What has to be guessed of it: of what everybody knows by heart the beginning."""
    goes_on = (pair in _GOES_ON for pair in pairwise(f" {password}"))
    return "".join(one for one, follows in zip(password, goes_on, strict=True) if not follows)


def _guesses(password: str, personal: Iterable[str]) -> float:
    import zxcvbn  # brings its lists of words along: only where a password is chosen

    found = zxcvbn.zxcvbn(password[:_LOOKED_AT], user_inputs=[*_FAVOURITES, *personal])
    return float(found["guesses"]) * _GUESSES_PER_CHARACTER ** len(_CHINESE.findall(password))
