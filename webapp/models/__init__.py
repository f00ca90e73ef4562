"""The business: one noun a module, with the verbs that change it. Nothing here knows of the web.

Two floors: what a customer's own verbs need (contact, follow-up, step, memo, classification, collaboration, search)
stands below the customer and points to it by a deferred key; what merely hangs on a customer (project, print, import)
imports it and stands above. So nobody has to import anybody later, inside a function;
tests/structure.py holds it."""

from webapp.database import BaseModel as _Base
from webapp.models.absence import Absence
from webapp.models.assignment import Assignment
from webapp.models.assignment.transfer import Transfer
from webapp.models.attachment import Attachment, StoredFile
from webapp.models.audit import AuditEvent, AuditHead
from webapp.models.binned import Binned, BinnedFile
from webapp.models.calendar_day import CalendarDay
from webapp.models.calendar_link import CalendarLink
from webapp.models.classification import Classification, Move
from webapp.models.collaboration import Collaboration
from webapp.models.competitor import Competitor
from webapp.models.complaint import Complaint
from webapp.models.complaint.handling import Breach, Handling
from webapp.models.contact import Contact
from webapp.models.correctable import Revision
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.duty import Duty
from webapp.models.escalation import Escalation
from webapp.models.feedback import Feedback
from webapp.models.followup import FollowUp, FollowUpRevision, Mention
from webapp.models.former import Former
from webapp.models.greeting import Greeting
from webapp.models.handover import Handover
from webapp.models.handover.item import Confirmation, HandoverItem
from webapp.models.import_batch import ImportBatch, ImportChange, ImportRow
from webapp.models.inspection import Inspection
from webapp.models.inspection.draw import Draw
from webapp.models.issue_type import IssueType
from webapp.models.job_run import JobRun, JobStep
from webapp.models.letter import Letter
from webapp.models.lookup import Lookup
from webapp.models.memo import Acknowledgement, Memo, MemoRevision
from webapp.models.merger import Merger
from webapp.models.milestone import Milestone
from webapp.models.notice import Notice
from webapp.models.order import Order
from webapp.models.organisation import Branch, Region
from webapp.models.outline import Outline
from webapp.models.own_field import OwnField
from webapp.models.paper_copy import PaperCopy
from webapp.models.pool import PoolLook, PoolWarning
from webapp.models.preset import AppliedPreset
from webapp.models.printing import Print
from webapp.models.project import Project
from webapp.models.proposal import Proposal
from webapp.models.purpose import Purpose
from webapp.models.search import SearchTerm
from webapp.models.sending import Sending
from webapp.models.sequence import NumberSequence
from webapp.models.session import LoginAttempt, Session
from webapp.models.setting import Setting
from webapp.models.setup import Edition
from webapp.models.task import Task
from webapp.models.task.arrangeable import Reassignment, Rescheduling
from webapp.models.task.completable import Completion
from webapp.models.task.voidable import Voiding
from webapp.models.user import User
from webapp.models.withdrawal import Withdrawal

ALL = tuple(
    model
    for model in [*globals().values()]
    if isinstance(model, type) and issubclass(model, _Base) and model is not _Base
)

__all__ = [model.__name__ for model in ALL] + ["ALL"]
