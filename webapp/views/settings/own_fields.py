from webapp.forms.own_fields import OwnFieldForm
from webapp.models.own_field import NOUNS, OwnField
from webapp.views.settings.arranged import ArrangedPages
from webapp.views.settings.page import Page

page = Page(
    "自定义字段",
    "客户和跟进还要填哪些，怎样填，显示在哪里",
    "list-plus",
    "settings.own_fields.index",
    lambda user: user.has_settings,
    "这一项设置由管理员和分站负责人查看",
)
blueprint = ArrangedPages("own_fields", page, OwnField, OwnFieldForm, word="字段", nouns=NOUNS).blueprint
