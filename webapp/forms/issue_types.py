from webapp.forms import Form, line
from webapp.models.issue_type import IssueType


class IssueTypeForm(Form):
    """What a customer's problem may be about."""

    label = line("名称", IssueType.label.max_length, required="请填写名称", description="如物流时效、安装使用")
