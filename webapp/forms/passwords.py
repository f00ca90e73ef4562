from wtforms import PasswordField
from wtforms.validators import EqualTo

from webapp.forms import Form, Longest, secret
from webapp.passwords import LONGEST


class PasswordForm(Form):
    current = secret("当前密码", required="请输入当前密码")
    password = secret(
        "新密码",
        required="请输入新密码",
        description="至少 8 个字符；一句好记的话就很好，不必混用大小写和符号。",
    )
    repeat = PasswordField(
        "再输一遍新密码", validators=[Longest(LONGEST), EqualTo("password", "两次输入的新密码不一样")]
    )
