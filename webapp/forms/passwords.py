from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from webapp.forms import Form, Longest, secret
from webapp.passwords import LONGEST


class PasswordForm(Form):
    current = secret("当前密码", required="请输入当前密码")
    password = secret(
        "新密码",
        required="请输入新密码",
        description="至少 8 个字符，用汉字至少 5 个；一句好记的话就很好，不必混用大小写和符号。",
    )
    repeat = PasswordField(
        "再输一遍新密码",
        validators=[
            InputRequired("请再输一遍新密码"),
            Longest(LONGEST),
            EqualTo("password", "两次输入的新密码不一样"),
        ],
    )

    @classmethod
    def of(cls, *, asks_current: bool) -> "PasswordForm":
        """Whoever has just typed the first password at the login is not asked for it again."""
        form = cls()
        if not asks_current:
            del form.current
        return form
