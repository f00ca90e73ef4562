from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from webapp.forms import Form, line


class LoginForm(Form):
    username = line("用户名", 40, required="请输入用户名")
    password = PasswordField("密码", validators=[InputRequired("请输入密码")])
    next = HiddenField()
