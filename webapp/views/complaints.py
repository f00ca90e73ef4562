from flask import g

from webapp import htmx
from webapp.forms.complaints import ComplaintForm, CorrectedComplaintForm
from webapp.models.complaint import Complaint
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.screens import complaints, records
from webapp.views.finding import find_customer
from webapp.views.parts import shown
from webapp.views.records import RecordPages
from webapp.views.sending import once
from webapp.views.worklist import worklist_asked


class ComplaintPages(RecordPages):
    """A complaint arrives with who was asked first, and is shown with what was done about it."""

    def index(self, number: str):
        customer = find_customer(number)
        told = {"cases": complaints.of_customer(customer), "may": self.part.may(g.user, customer)} | {
            "most": records.MOST
        }
        return shown(self.part, customer, "complaints/_part.html", eyes=Eyes.of(g.user, customer), **told)

    def new(self, number: str):
        customer = find_customer(number, Complaint.require_recorder)
        return self._arrived(customer, ComplaintForm.of_customer(customer, g.user))

    def create(self, number: str):
        customer = find_customer(number, Complaint.require_recorder)
        form = ComplaintForm.of_customer(customer, g.user)

        def record() -> Complaint:
            told = {"first_asked": form.chosen, "answer": form.answer.data or ""}
            return Complaint.record(customer, form.values(), **told, by=g.user)

        if not form.submit(once(form, Complaint, record)):
            return self._arrived(customer, form)
        return self.answer(customer, "投诉已记下，时钟开始走")

    @staticmethod
    def _arrived(customer: Customer, form: ComplaintForm):
        return htmx.dialog("complaints/_form.html", "投诉", customer=customer, form=form)


pages = ComplaintPages("complaints", Complaint, place=30, words="记投诉", kind="service", form=CorrectedComplaintForm)
blueprint, part = pages.blueprint, pages.part


@blueprint.get("/complaints")
def running():
    """Those on a worklist, as their clocks stand now: the page asks every minute."""
    worklist = worklist_asked()
    return htmx.alone("worklist/_complaints.html", "投诉", worklist=worklist, complaints=worklist.complaints())
