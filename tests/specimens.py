"""One of everything that hangs on a customer, put there by the verbs people use.

Whoever adds a noun adds its specimen: the walk over addresses opens it (tests/walk.py), secrets are planted in its
texts (tests/test_privacy.py), an import's undo is tried on it (tests/imports/test_undo.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import CharField, Field, ForeignKeyField, Model, TextField

from tests.media import files
from tests.world import CONTENT, file_customer, plan_for
from webapp.clock import now, today
from webapp.imports.customer_import import CustomerImport
from webapp.models import (
    ALL,
    Absence,
    Acknowledgement,
    Assignment,
    Attachment,
    Binned,
    Breach,
    Classification,
    Collaboration,
    Competitor,
    Complaint,
    Completion,
    Confirmation,
    Contact,
    Customer,
    DimensionValue,
    Draw,
    Escalation,
    Feedback,
    FollowUp,
    FollowUpRevision,
    Former,
    Greeting,
    Handling,
    Handover,
    HandoverItem,
    ImportBatch,
    Inspection,
    Memo,
    MemoRevision,
    Mention,
    Merger,
    Milestone,
    Move,
    Notice,
    Order,
    OwnField,
    PaperCopy,
    PoolLook,
    PoolWarning,
    Print,
    Project,
    Proposal,
    Reassignment,
    Rescheduling,
    Revision,
    SearchTerm,
    Task,
    Transfer,
    User,
    Voiding,
    Withdrawal,
)
from webapp.models.attachment import Upload
from webapp.models.followup.act import Act
from webapp.models.memo import MemoKind
from webapp.models.own_field import CONTROLS, NOUNS, own_sheet
from webapp.models.own_values import HasOwn
from webapp.models.printing import Subject

LIST = "客户名称,所属行业,联系人,联系电话\n待导入有限公司,制造业,陈新,13800001234\n"
ORDINARY = (CONTENT, "样品")

# columns of text that nobody types into, and why
NOT_TYPED = {
    "PaperCopy.state": "chosen",
    "Print.variant": "chosen",
    "Merger.gone_number": "given by the app",
    "Customer.former_numbers": "given by the app",
    "Inspection.finding": "chosen",
    "Inspection.how": "chosen",
    "Inspection.state": "given by the app",
    "PoolWarning.reason": "worded by the rule",
    "Customer.number": "given by the app",
    "Customer.kind": "chosen",
    "Customer.name_key": "derived from the name",
    "Customer.name_stem": "derived from the name",
    "Customer.name_sort": "derived from the name",
    "Customer.public_name": "derived from the name",
    "Customer.uscc": "a code with a check digit",
    "Customer.next_step": "derived from the steps",
    **dict.fromkeys(
        (
            f"Customer.{name}"
            for name in ("need_urgency", "industry_scale", "budget_trend", "stability", "verified_how")
        ),
        "chosen",
    ),
    "Classification.urgency": "derived",
    "Move.from_note": "the note of the place it left",
    "Move.origin": "chosen",
    "Complaint.channel": "chosen",
    "Complaint.clock": "given by the app",
    "Handling.kind": "given by the app",
    "Breach.clock": "given by the app",
    "Attachment.noun_of_holder": "given by the app",
    "Attachment.kind": "derived",
    "Contact.sex": "chosen",
    "Contact.phone_key": "derived from the phone",
    "Contact.birthday": "a day of the calendar",
    "Contact.birthday_key": "derived from the birthday",
    "Greeting.occasion": "chosen",
    "Greeting.period": "given by the app",
    "Contact.preferred_channel": "chosen",
    "FollowUp.method": "chosen",
    "FollowUp.tool": "chosen",
    "FollowUp.attitude": "chosen",
    "FollowUp.cause": "chosen",
    "FollowUp.executor_name": "an account's name, or a colleague's in an imported list",
    "Memo.kind": "chosen",
    "Milestone.kind": "chosen",
    "Milestone.noun_of_cause": "given by the app",
    "Revision.noun": "given by the app",
    "Former.name": "what a contact was called",
    "Former.word": "what a contact could be reached by",
    "Notice.kind": "given by the app",
    "Transfer.reason": "that of its Assignment",
    "Print.number": "given by the app",
    "Print.slug": "chosen",
    "Print.subject_kind": "given by the app",
    "Print.subject_key": "given by the app",
    "Print.copies": "chosen",
    "Print.digest": "derived",
    "Withdrawal.noun": "given by the app",
    "SearchTerm.term": "derived from names and contacts",
}


def way_to_customer(model: type[Model], *been: type[Model]) -> tuple[ForeignKeyField, ...]:
    """The keys that lead from a row to its customer, none where it hangs on no customer."""
    for key in model._meta.refs:
        if key.rel_model is Customer:
            return (key,)
    further = (key for key in model._meta.refs if key.rel_model not in (model, *been))
    return next(((key, *way) for key in further if (way := way_to_customer(key.rel_model, model, *been))), ())


HANGING = tuple(model for model in ALL if way_to_customer(model))


def texts_of(model: type[Model]) -> list[Field]:
    """The columns that people type into."""
    texts = (column for column in model._meta.sorted_fields if isinstance(column, CharField | TextField))
    return [column for column in texts if name_of(column) not in NOT_TYPED]


def name_of(column: Field) -> str:
    return f"{column.model.__name__}.{column.name}"


@dataclass(frozen=True)
class Specimens:
    """What hangs on one customer: `by` is whose customer it is, `manager` theirs.

    `said` is what they write wherever they write, from the longest text to the shortest: columns take what fits.
    """

    customer: Customer
    by: User
    manager: User
    said: tuple[str, ...] = ORDINARY
    silent: frozenset[str] = frozenset()  # columns nothing is written into

    def one(self, model: type[Model]) -> Model:
        """The newest there is, put there first where there is none."""
        return self.newest(model) or self.put(model)

    def put(self, model: type[Model]) -> Model:
        assert model in SPECIMENS, f"say in tests/specimens.py (SPECIMENS) how a {model.__name__} comes onto a customer"
        SPECIMENS[model](self)
        return self.newest(model)

    def newest(self, model: type[Model]) -> Model | None:
        return self.of(model).order_by(*(key.desc() for key in model._meta.get_primary_keys())).first()

    def of(self, model: type[Model]):
        """The customer's rows; of what hangs on no customer, its branch's; of what the office has set up, all."""
        if model is Customer:
            return model.select().where(model.id == self.customer.id)
        way = way_to_customer(model)
        if not way and not hasattr(model, "branch"):
            return model.select()
        if not way:
            return model.select().where(model.branch == self.customer.branch_id)
        query = model.select()
        for key, onward in zip(way, way[1:], strict=False):
            query = query.join(onward.model, on=key)
        return query.where(way[-1] == self.customer)

    def text(self, column: Field) -> str:
        """What they write into this column."""
        longest = getattr(column, "max_length", None) or len(self.said[0])
        return "" if name_of(column) in self.silent else self.fitting(longest)

    def fitting(self, longest: int) -> str:
        """The longest they say in so many characters."""
        return next((text for text in self.said if len(text) <= longest), "")

    def texts(self, model: type[Model]) -> dict[str, str]:
        """Every column that people type into, and what the office asks for of its own."""
        own = own_sheet(model.own_noun) if issubclass(model, HasOwn) else ()
        return {
            **{column.name: self.text(column) for column in texts_of(model)},
            **{field.name: self.fitting(field.longest_typed) for field in own if field.is_text},
        }

    def value(self, dimension: str) -> DimensionValue:
        """One the customer does not have yet, sooner one that asks why."""
        held = Classification.select(Classification.value).where(Classification.customer == self.customer)
        others = DimensionValue.select().where(DimensionValue.id.not_in(held), ~DimensionValue.is_retired)
        in_order = others.order_by(DimensionValue.asks_reason.desc(), DimensionValue.id)
        return next(value for value in in_order if value.dimension.slug == dimension)


def _classify(put: Specimens, dimension: str) -> None:
    """As an imported list does, which alone brings notes."""
    value, note = put.value(dimension), put.text(Classification.note)
    put.customer.classify(
        value, by=put.by, note=note, origin="import", current=put.customer.classification(value.dimension)
    )


def _move(put: Specimens) -> None:
    _classify(put, "stage")
    put.customer.move_to(put.value("stage"), by=put.by, reason=put.text(Move.reason))


def _contact(put: Specimens) -> None:
    ways = {"name": "陈新", "phone": "", "email": "", "qq": "", "wechat": "chenxin99"}
    Contact.add(put.customer, {**put.texts(Contact), **ways}, by=put.by)


def _former(put: Specimens) -> None:
    for wechat in ("chenxin88", "chenxin98"):
        put.put(Contact).revise({"wechat": wechat}, by=put.by)


def _followup(put: Specimens) -> FollowUp:
    said = {"at": now(), "method": "电话", **put.texts(FollowUp)}
    return FollowUp.record(put.customer, said, by=put.by)


def _memos(put: Specimens) -> None:
    for kind in MemoKind:
        Memo.write(put.customer, kind, put.text(Memo.body), by=put.manager)


def _memo_revision(put: Specimens) -> None:
    memo = Memo.write(put.customer, MemoKind.NOTE, put.text(Memo.body), by=put.by)
    memo.correct(f"{put.text(MemoRevision.body)}。", by=put.by)


def _voiding(put: Specimens) -> None:
    """And a further step, for what can be done with an open one."""
    step = put.put(Task)
    put.put(Task)
    step.void(put.text(Voiding.reason), by=put.by)


def _withdrawal(put: Specimens) -> None:
    said = {"at": now(), "method": "电话", "content": CONTENT}
    FollowUp.record(put.customer, said, by=put.by).withdraw(put.text(Withdrawal.reason), by=put.by)


def _acknowledgement(put: Specimens) -> None:
    Memo.write(put.customer, MemoKind.INSTRUCTION, put.text(Memo.body), by=put.manager).acknowledge(by=put.by)


def _print(put: Specimens) -> None:
    sheet = [(Subject.of(put.customer), {})]
    Print.enter(Print.draft("tracking-sheet", sheet, copies="1", is_unmasked=False, by=put.by), by=put.by)


def _rescheduling(put: Specimens) -> None:
    put.put(Task).reschedule(today() + timedelta(days=3), put.text(Rescheduling.reason), by=put.by)


def _revision(put: Specimens) -> None:
    competitor = Competitor.record(put.customer, put.texts(Competitor), by=put.by)
    competitor.correct({"name": "换了一家"}, by=put.by)


def _complain(put: Specimens, **said: str) -> Complaint:
    """Long ago, so that its clocks have run out."""
    return Complaint.record(put.customer, {**said, "complained_at": now() - timedelta(days=9)}, by=put.by)


def _handle(put: Specimens) -> None:
    _complain(put, description="报告晚了三天").solve(**put.texts(Handling), by=put.by)


def _greet(put: Specimens) -> None:
    contact = put.customer.contacts.where(Contact.is_primary).get()
    Greeting.record(contact, "spring", put.text(Greeting.text), by=put.by)


def _propose(put: Specimens) -> None:
    """What is filled in for the first time is no change."""
    for text in ("别的业务", put.text(Customer.main_business)):
        put.customer.revise({"main_business": text}, by=put.by)


def _attach(put: Specimens) -> None:
    followup = put.one(FollowUp)
    name = f"{put.text(Attachment.name)}.pdf"
    Attachment.put(put.customer, [Upload(name, files.pdf())], on=("followup", followup.id), by=put.by)
    Attachment.put(put.customer, [Upload(name, files.pdf())], by=put.by)


def _own_fields(put: Specimens) -> None:
    """One of each kind, of customers and of follow-ups."""
    admin = User.get(User.role == "admin")
    for noun, word in NOUNS.items():
        for control, kind in CONTROLS.items():
            said = {"noun": noun, "label": f"{word}{kind}", "control": control, "choices": ["轿车", "货车"]}
            OwnField.add(**said, in_filters=True, in_list=control in ("line", "money"), on_paper=True, by=admin)


def _assign(put: Specimens) -> None:
    """To the manager, and back again."""
    for owner in (put.manager, put.by):
        one = Customer.select().where(Customer.id == put.customer.id)
        Assignment.make(one, owner, put.text(Assignment.reason), by=put.manager)
        put.customer.owner = owner


def _ask_on(put: Specimens) -> None:
    """Somebody who has nothing else to do with any customer."""
    names = f"helper{User.select().count()}", "帮手", "service", put.manager.branch
    helper, _ = User.open_account(*names, by=User.system())
    put.customer.ask_on(helper, put.text(Collaboration.reason), by=put.by)


def _be_away(put: Specimens) -> None:
    Absence.enter(put.by, put.manager, today(), today(), put.text(Absence.note), by=put.by)


def _draw(put: Specimens) -> Draw:
    inspector = User.get(User.role == "inspector")
    return Draw.make(put.customer.branch, None, "customers", date(2000, 1, 1), today(), 100, by=inspector)


def _inspect(put: Specimens) -> None:
    """A record that was found untrue, objected to, and upheld; and the file, which may still be objected to."""
    inspector = User.get(User.role == "inspector")
    said = {"at": now(), "method": "电话", "content": CONTENT}
    followup = FollowUp.record(put.customer, said, by=put.by)
    told = {"note": put.text(Inspection.note), "opinion": put.text(Inspection.opinion), "how": "其他", "by": inspector}
    found = Inspection.record(put.customer, "tracking", followup=followup, **told)
    found.object(put.text(Inspection.objection), by=found.person)
    found.decide(True, put.text(Inspection.decision), by=inspector)
    if standing := put.customer.inspections.where(Inspection.finding == "data").first():
        standing.decide(False, "客户记错了", by=inspector)
    Inspection.record(put.customer, "data", **told)
    FollowUp.record(put.customer, said, by=put.by)  # the last one was not inspected: it can be taken back


def _bring_back(put: Specimens) -> None:
    _print(put)
    PaperCopy.note(put.newest(Print), 1, "back", by=put.by)


def _bin(put: Specimens) -> None:
    count = Binned.select().count()
    Binned.put(file_customer(f"建错了{count}有限公司", f"1371230{count:04}", by=put.by), "建错了", by=put.manager)


def _merge(put: Specimens) -> None:
    """With one that was filed twice."""
    count = Merger.select().count()
    twin = file_customer(f"重复建档{count}有限公司", f"1381230{count:04}", by=put.by)
    Merger.merge(Customer.get_by_id(put.customer.id), twin, by=put.manager)


def _warn_of_the_pool(put: Specimens) -> None:
    PoolWarning.lift([put.customer.id])
    PoolWarning.give(put.customer, today(), "满 60 天没有跟进", is_last=False)


def _hand_over(put: Specimens) -> Handover:
    """Drafted, of this customer alone: what happened to others is told of them."""
    if open_ := Handover.open_of(put.by):
        return open_
    told = {"giver": put.by, "receiver": put.manager, "supervisor": User.get(User.role == "inspector")}
    handover = Handover.draft(**told, reason=put.text(Handover.reason), by=put.manager)
    others = [item.id for item in handover.items if item.customer_id != put.customer.id]
    if others:
        handover.leave_out(others, by=put.manager)
    (own,) = handover.items
    handover.give([own.id], put.manager, put.text(HandoverItem.note), by=put.manager)
    return handover


def _confirm_handover(put: Specimens) -> None:
    """One that was confirmed by the giver, and given up; and another draft."""
    handover = _hand_over(put)
    handover.submit(by=put.manager)
    handover.confirm(reason=put.text(Confirmation.reason), by=put.manager)
    handover.cancel(put.text(Handover.ended_because), by=put.manager)
    _hand_over(put)


def _batch(put: Specimens) -> None:
    CustomerImport.open(LIST.encode(), "名单.csv", branch=put.manager.branch, by=put.manager)


SPECIMENS: dict[type[Model], Callable[[Specimens], object]] = {
    Contact: _contact,
    FollowUp: _followup,
    Mention: lambda put: FollowUp.record(
        put.customer, {"at": now(), "method": "电话", "content": CONTENT}, by=put.by, act=Act(mentions=[put.manager])
    ),
    FollowUpRevision: lambda put: _followup(put).correct({"content": f"{put.text(FollowUp.content)}。"}, by=put.by),
    # long overdue, so that lists show it
    Task: lambda put: plan_for(put.customer, put.text(Task.action), today() - timedelta(days=30), by=put.by),
    Completion: lambda put: put.put(Task).complete(by=put.by),
    Rescheduling: _rescheduling,
    Voiding: _voiding,
    Former: _former,
    Escalation: lambda put: put.put(Task).escalate(by=put.manager),
    Reassignment: lambda put: put.put(Task).reassign(put.manager, put.text(Reassignment.reason), by=put.by),
    Withdrawal: _withdrawal,
    Classification: lambda put: _classify(put, "grade"),
    Move: _move,
    Memo: _memos,
    MemoRevision: _memo_revision,
    Acknowledgement: _acknowledgement,
    Notice: _memos,
    Proposal: _propose,
    Project: lambda put: Project.of(put.customer).revise(put.texts(Project), by=put.by),
    Collaboration: _ask_on,
    Absence: _be_away,
    Order: lambda put: Order.record(put.customer, {"amount": 1_240_000, **put.texts(Order)}, by=put.by),
    Competitor: lambda put: Competitor.record(put.customer, put.texts(Competitor), by=put.by),
    Feedback: lambda put: Feedback.record(put.customer, {"satisfaction": 4, **put.texts(Feedback)}, by=put.by),
    Complaint: lambda put: _complain(put, **put.texts(Complaint)),
    Handling: _handle,
    Breach: _handle,
    Attachment: _attach,
    Greeting: _greet,
    Milestone: lambda put: Milestone.record(
        put.customer, {"happens_on": today(), "remind_days": 3, **put.texts(Milestone)}, by=put.by
    ),
    Revision: _revision,
    Print: _print,
    SearchTerm: lambda put: SearchTerm.reindex(put.customer),
    ImportBatch: _batch,
    Handover: _hand_over,
    HandoverItem: _hand_over,
    Confirmation: _confirm_handover,
    Binned: lambda put: _bin(put),
    Merger: _merge,
    Draw: _draw,
    Inspection: _inspect,
    PaperCopy: _bring_back,
    PoolLook: lambda put: PoolLook.get_or_create(user=put.manager, customer=put.customer, day=today()),
    PoolWarning: _warn_of_the_pool,
    Assignment: _assign,
    Transfer: _assign,
    OwnField: _own_fields,
}
