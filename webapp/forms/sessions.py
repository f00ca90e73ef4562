from webapp.forms import Form, hidden, line, secret


class LoginForm(Form):
    username = line("用户名", 40, required="请输入用户名")
    password = secret("密码", required="请输入密码")
    next = hidden(2_000)
