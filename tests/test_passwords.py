"""R-LOGIN: Argon2, no silly rules, common ones refused."""

import pytest

from webapp import passwords
from webapp.errors import DomainError


@pytest.fixture(autouse=True)
def cheap():
    passwords.use_cost(8)


def test_a_hash_matches_its_own_password_only():
    hashed = passwords.hash("旧账本里的那个春天")
    assert hashed.startswith("$argon2id$") and "春天" not in hashed
    assert passwords.matches(hashed, "旧账本里的那个春天") and not passwords.matches(hashed, "旧账本里的那个秋天")


@pytest.mark.parametrize("broken", ["", "plain", "$argon2id$v=19$m=8"])
def test_a_broken_hash_matches_nothing(broken):
    assert not passwords.matches(broken, "")


@pytest.mark.parametrize(
    "password",
    [
        *"春天1 春天秋天 12345678 PASSWORD1 aaaaaaaaaaaa ababababab limin2024! 李敏儿的密码本".split(),
        *"password123 Passw0rd! passw0rd1 admin@123 a123456789 1234567a zxcvbnm1 00112233 20240101".split(),
        *"13912345678 18712349078 051266778899".split(),
        *"woaini123 gongsi888 qwer1234 abc123456 iloveyou1 suzhou2024 genjinbu1".split(),
        *"一二三四五 一二三四五六七八 壹贰叁肆伍 我爱北京天安门 我爱北京天安门1".split(),
        *"甲乙丙丁戊 天天向上好好学习 床前明月光 五四三二一".split(),
        "x" * 129,
        "好好好好好好",
    ],
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(DomainError) as refusal:
        passwords.check_strength(password, "limin", "李敏儿")
    assert refusal.value.field == "password" and password not in refusal.value.message


@pytest.mark.parametrize("password", ["旧账本里的那个春天", "春眠不觉晓", "correct horse battery", "k7#mQ2!xW"])
def test_a_good_one_needs_no_special_composition(password):
    passwords.check_strength(password, "limin", "李敏")
