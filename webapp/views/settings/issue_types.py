from webapp.forms.issue_types import IssueTypeForm
from webapp.models.issue_type import IssueType
from webapp.views.settings.arranged import ArrangedPages
from webapp.views.settings.page import Page

page = Page(
    "问题类型",
    "客户的问题都有哪些：跟进、服务反馈和投诉里提示同一份",
    "tags",
    "settings.issue_types.index",
    lambda user: user.has_settings,
    "这一项设置由管理员和分站负责人查看",
)
blueprint = ArrangedPages("issue_types", page, IssueType, IssueTypeForm, word="问题类型").blueprint
