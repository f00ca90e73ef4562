from wtforms import SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, options
from webapp.forms.tasks import id_or_none
from webapp.models.organisation import Branch
from webapp.models.roles import ROLE_LABELS
from webapp.models.user import User


class AccountForm(Form):
    """A person's account, as it is changed."""

    name = line("姓名", User.name.max_length, required="请填写姓名")
    role = SelectField("角色", choices=options(*ROLE_LABELS.items()), validators=[InputRequired("请选择角色")])
    branch = SelectField("分站", coerce=id_or_none, validate_choice=False)

    def __init__(self, **said):
        super().__init__(**said)
        self.branch.choices = options(*((row.id, row.name) for row in Branch.in_use()), blank="不属于分站")

    @classmethod
    def of(cls, account: User):
        """The form as the account stands."""
        return cls(name=account.name, role=account.role, branch=account.branch_id)

    @property
    def chosen(self) -> Branch | None:
        return self.branch.data and Branch.get_or_none(Branch.id == self.branch.data)


class NewAccountForm(AccountForm):
    """A person's account, as it is opened."""

    username = line("用户名", User.username.max_length, required="请填写用户名")
