from wtforms import HiddenField

from webapp.forms import Form, line


class DuplicateForm(Form):
    """查重: what to compare. Read from the query, so it carries no token; also fed by the filing form while it is typed."""

    class Meta(Form.Meta):
        csrf = False

    kind = HiddenField()
    name = line("公司名称", 80)
    uscc = line("统一社会信用代码", 30)
    phone = line("电话", 30)
    email = line("邮箱", 120)

    def values(self) -> dict:
        return {name: self[name].data or "" for name in ("name", "uscc", "phone", "email")}
