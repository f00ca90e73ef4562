from webapp.models.competitor import Competitor
from webapp.views.records import RecordPages

pages = RecordPages("competitors", Competitor, place=60, words="加一家", kind="change")
blueprint, part = pages.blueprint, pages.part
