from webapp.forms.letters import LetterForm
from webapp.models.letter import Letter
from webapp.views.settings.arranged import ArrangedPages
from webapp.views.settings.page import Page

page = Page(
    "问候信",
    "节日、生日和每月资讯的问候从哪些模板写起",
    "mail",
    "settings.letters.index",
    lambda user: user.has_settings,
    "这一项设置由管理员和分站负责人查看",
)
blueprint = ArrangedPages("letters", page, Letter, LetterForm, word="模板").blueprint
