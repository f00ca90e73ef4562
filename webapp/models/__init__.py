"""The business. Nothing below this package knows of Flask."""

from webapp.models.audit import AuditEvent, AuditHead
from webapp.models.classification import Classification, Move
from webapp.models.collaboration import Collaboration
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp, FollowUpRevision
from webapp.models.import_batch import ImportBatch, ImportChange
from webapp.models.memo import Acknowledgement, Memo
from webapp.models.organisation import Branch, Region
from webapp.models.printing import Print
from webapp.models.project import Project
from webapp.models.search import SearchTerm
from webapp.models.sequence import NumberSequence
from webapp.models.session import LoginAttempt, Session
from webapp.models.setting import Setting
from webapp.models.task import Completion, Reassignment, Rescheduling, Task
from webapp.models.user import User

ALL = (
    Region,
    Branch,
    User,
    Session,
    LoginAttempt,
    Setting,
    NumberSequence,
    AuditHead,
    AuditEvent,
    Dimension,
    DimensionValue,
    Customer,
    Contact,
    Project,
    Collaboration,
    Classification,
    Move,
    FollowUp,
    FollowUpRevision,
    Task,
    Completion,
    Rescheduling,
    Reassignment,
    Memo,
    Acknowledgement,
    SearchTerm,
    Print,
    ImportBatch,
    ImportChange,
)

__all__ = [model.__name__ for model in ALL] + ["ALL"]
