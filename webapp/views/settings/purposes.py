from webapp.forms.purposes import PurposeForm
from webapp.models.followup.fields import FIELDS
from webapp.models.purpose import Purpose
from webapp.views.settings.arranged import ArrangedPages
from webapp.views.settings.page import Page

page = Page(
    "跟进目的",
    "记跟进时可以选哪些目的，选了以后先填哪几项",
    "flag",
    "settings.purposes.index",
    lambda user: user.has_settings,
    "这一项设置由管理员和分站负责人查看",
)
blueprint = ArrangedPages("purposes", page, Purpose, PurposeForm, word="目的", labels=FIELDS.labels).blueprint
