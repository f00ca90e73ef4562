from webapp.models.feedback import Feedback
from webapp.views.records import RecordPages

pages = RecordPages("feedbacks", Feedback, place=40, words="记一次", kind="service")
blueprint, part = pages.blueprint, pages.part
