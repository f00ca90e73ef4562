from webapp.forms.outlines import OutlineForm
from webapp.models.outline import PHASES, Outline
from webapp.views.settings.arranged import ArrangedPages
from webapp.views.settings.page import Page

page = Page(
    "跟进提纲",
    "初次、中期、后期各问些什么，记跟进时可以照着写",
    "notebook-pen",
    "settings.outlines.index",
    lambda user: user.has_settings,
    "这一项设置由管理员和分站负责人查看",
)
blueprint = ArrangedPages(
    "outlines", page, Outline, OutlineForm, word="提纲", place="这个阶段的最后", phases=PHASES
).blueprint
