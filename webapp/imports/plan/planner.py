"""What an import would do, row by row, without doing it (R-IMPORT)."""

from collections.abc import Container, Iterator
from itertools import chain

from webapp.errors import DomainError, Stale
from webapp.imports.cells.owners import Owner, Owners
from webapp.imports.cells.vocabulary import ClassDraft, Vocabulary
from webapp.imports.files.columns import ColumnMapping
from webapp.imports.files.table import Row, Table
from webapp.imports.parts.draft import Draft, Sheet
from webapp.imports.parts.reading import draft_row
from webapp.imports.plan.directory import Directory, phone_keys, with_history
from webapp.imports.plan.entries import Entry
from webapp.imports.plan.merging import merge
from webapp.imports.plan.outcomes import MOVED_ON, ImportPlan, PlannedRow
from webapp.imports.plan.packing import Packing
from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.own_field import CUSTOMER, FOLLOWUP, own_sheet
from webapp.models.rows import chunks
from webapp.models.user import User
from webapp.text import masking, naming

PORTION = 2_000  # rows that are planned together
SAME_PHONE = "电话相同"
MODES = {"both": "新建并更新", "add": "只新建", "update": "只更新已有的"}


class NoNameColumn(DomainError):
    """Nothing says who the customers are."""


def plan(table: Table, mapping: ColumnMapping, mode: str, branch: Branch, by: User) -> ImportPlan:
    """Plan the import of a list into a branch. Reads the book in a bounded number of queries and writes nothing.

    `mode` is a key of MODES. Raises NoNameColumn, NobodyToOwn, or DomainError for an unknown mode.
    """
    if mode not in MODES:
        raise DomainError(f"导入方式只能是{'、'.join(MODES.values())}", "mode")
    if "name" not in mapping.fields:
        raise NoNameColumn("没有找到“客户名称”这一列，请指定哪一列是客户名称", "mapping")
    return Planner(table, mapping, mode, branch, by).plan()


def _let_go(items: list) -> Iterator:
    """Each in turn; the list holds it no more. Table, drafts and plan of fifty thousand rows are too much at once."""
    items.reverse()
    while items:
        yield items.pop()


class Planner:
    """Goes through the rows in their order; a customer met twice is one entry."""

    def __init__(self, table: Table, mapping: ColumnMapping, mode: str, branch: Branch, by: User):
        self.table, self.mapping, self.mode, self.branch, self.by = table, mapping, mode, branch, by
        self.owners, self.vocabulary = Owners(branch, by), Vocabulary()
        self.packing, own = Packing(), (own_sheet(CUSTOMER), own_sheet(FOLLOWUP))
        self.sheet = Sheet(table.headers, mapping, self.vocabulary, *own)
        self.entries: list[Entry] = []
        self.met: set[int] = set()
        self._awake: list[Entry] = []
        self._by_key: dict[str, Entry] = {}
        self._by_id: dict[int, Entry] = {}
        self._numbers: dict[str, str] = {}
        self._users: dict[int, User] = {}

    def plan(self) -> ImportPlan:
        rows = [row for portion in chunks(_let_go(self.table.rows), PORTION) for row in self._portion(portion)]
        touched = [entry for entry in self.entries if entry.is_touched]
        return ImportPlan(rows, touched, self._notes(), self.packing, self.met)

    def _portion(self, rows: list[Row]) -> list[PlannedRow]:
        drafts = [draft_row(row, self.sheet) for row in _let_go(rows)]
        self._look_up(drafts)
        planned = [self._row(draft) for draft in _let_go(drafts)]
        for row in planned:
            row.rest()
        for entry in _let_go(self._awake):
            entry.rest(self.packing)
        return planned

    def _look_up(self, drafts: list[Draft]) -> None:
        """What the book has of these rows, and of customers they go on with."""
        self.directory = Directory(drafts)
        self.met |= self.directory.ids
        for number, found in self.directory.by_number.items():
            self._numbers.setdefault(number, found[0].public_name)
        found = {customer.id: customer for customer in self.directory.of_branch(self.branch)}
        self.known = with_history([*found.values(), *self._gone_on_with(drafts, found)])

    def _gone_on_with(self, drafts: list[Draft], found: Container[int]) -> Iterator[Customer]:
        """Earlier rows may have found them by a number, and these have only the name the list gives them."""
        entries = (self._by_key.get(naming.key(draft.name)) for draft in drafts)
        ids = {entry.id for entry in entries if entry and entry.id and entry.id not in found}
        return chain.from_iterable(Customer.select().where(Customer.id << chunk) for chunk in chunks(ids))

    def _of_branch(self, customers: list[Customer]) -> list[Customer]:
        return [customer for customer in customers if customer.branch_id == self.branch.id]

    def _notes(self) -> list[str]:
        notes = list(self.table.notes)
        computed = (dimension for dimension in self.vocabulary.dimensions.values() if dimension.is_computed)
        notes += [
            f"“{dimension.label}”不由人填写，名单里的这一列不导入"
            for dimension in computed
            if dimension.slug in self.mapping.fields
        ]
        if "last_followup" in self.mapping.fields and "method" not in self.mapping.fields:
            notes.append("名单里没有“跟进方式”一列，导入的跟进记为“其他”")
        if self.mapping.unmapped:
            notes.append(f"没有对应字段、未导入的列：{'、'.join(self.mapping.unmapped)}")
        return notes

    def _row(self, draft: Draft) -> PlannedRow:
        row = PlannedRow(
            draft.row.number,
            "rejected",
            draft.name,
            draft.notes,
            forbidden=draft.forbidden,
            is_refused_person=draft.is_person,
            cells=draft.row.cells,
        )
        if draft.rejection:
            row.notes = [draft.rejection]
            return row
        obstacle = self._settle(row, draft)
        if obstacle:
            row.outcome, row.notes = "skipped", [obstacle]
        return row

    def _settle(self, row: PlannedRow, draft: Draft) -> str:
        """Decide the row; a sentence where it must be left alone."""
        entry, obstacle = self._find(draft)
        if obstacle:
            return obstacle
        if entry is None:
            return "本系统没有这位客户，只更新时不新建" if self.mode == "update" else self._create(row, draft)
        row.entry = entry
        if self.mode == "add" and not entry.is_new:
            return f"已有这位客户（编号 {entry.number}），只新建时不更新"
        return self._update(row, draft, entry)

    # -- is it one of ours

    def _find(self, draft: Draft) -> tuple[Entry | None, str]:
        """The entry of the row's customer, and why the row must be left alone if it must."""
        key = naming.key(draft.name)
        if key in self._by_key:
            return self._woken(self._by_key[key]), ""
        ours = self._on_file(draft, key)
        if len(ours) > 1:
            numbers = "、".join(customer.number for customer in ours)
            return None, f"本系统有 {len(ours)} 位同名客户（{numbers}），请写明编号"
        if ours and ours[0].is_pooled:
            return None, f"这位客户（编号 {ours[0].number}）在公海里，先认领或指派，再导入"
        return (self._entry(ours[0], key), "") if ours else (None, self._elsewhere(key))

    def _on_file(self, draft: Draft, key: str) -> list[Customer]:
        """By number where the name agrees (or nearly), then by credit code, then by name."""
        by_number = self._of_branch(self.directory.by_number.get(draft.number, []))
        if by_number and by_number[0].name_stem == naming.stem(draft.name):
            return by_number
        code = draft.customer.get("uscc", "")
        by_code = self._of_branch(self.directory.by_code.get(code, [])) if code else []
        return by_code or self._of_branch(self.directory.by_name.get(key, []))

    def _elsewhere(self, key: str) -> str:
        others = self.directory.by_name.get(key)
        if not others:
            return ""
        if others[0].is_person and not self.by.may_know(others[0]):
            return "另一处已有同名的个人客户，是不是同一位，请用查重核对"
        return f"{others[0].branch.name}已有这位客户（编号 {others[0].number}，负责人 {others[0].owner_name}）"

    def _entry(self, customer: Customer, key: str) -> Entry:
        entry = self._by_id.get(customer.id)
        if entry is None:
            owner = self._users.setdefault(customer.owner_id, customer.owner)
            entry = self._by_id[customer.id] = Entry.of(self.known[customer.id], owner, self.branch)
            self._begin(entry)
        self._by_key[key] = entry
        return self._woken(entry)

    def _begin(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._awake.append(entry)

    def _woken(self, entry: Entry) -> Entry:
        if entry.said is not None:
            known = self.known.get(entry.id)
            if known is None and not entry.is_new:
                raise Stale(MOVED_ON)
            entry.wake(self.packing, known)
            self._awake.append(entry)
        return entry

    # -- the two outcomes

    def _create(self, row: PlannedRow, draft: Draft) -> str:
        owner = self._owner(draft)
        row.outcome, row.entry = "created", Entry(draft.name, owner.user, self.branch)
        self._number(row, draft)
        for value in self.vocabulary.entries():
            draft.classes.setdefault(value.dimension.slug, ClassDraft(value))
        merge(row.entry, draft, owner)
        self._warn_of_alike(draft)
        self._begin(row.entry)
        self._by_key[naming.key(draft.name)] = row.entry
        return ""

    def _owner(self, draft: Draft) -> Owner:
        owner = self.owners.match(draft.owner)
        if owner.note:
            draft.notes.append(owner.note)
        return owner

    def _number(self, row: PlannedRow, draft: Draft) -> None:
        """Keep the list's number where it is free (R-NO)."""
        if draft.number and draft.number not in self._numbers:
            row.entry.number = draft.number
            self._numbers[draft.number] = masking.customer(draft.name, is_person=draft.is_person)
        elif draft.number:
            draft.remarks.append(f"原编号：{draft.number}")
            row.displaced = (draft.number, self._numbers[draft.number])

    def _warn_of_alike(self, draft: Draft) -> None:
        """R-DUP: a name that is nearly the same, or a phone that is on file."""
        alike = [(customer, "名称相近") for customer in self.directory.by_stem.get(naming.stem(draft.name), [])]
        for key in phone_keys(draft):
            alike += [(customer, SAME_PHONE) for customer in self.directory.by_phone.get(key, [])]
        for customer, why in alike[:3]:
            whose = f"“{customer.public_name}”（编号 {customer.number}，负责人 {customer.owner_name}）"
            if (why == SAME_PHONE or customer.is_person) and not self.by.may_know(customer):
                whose = "另一处的一位客户"  # whose number it is tells 查重, which counts who asks
            draft.verify(f"与{whose}{why}，请看是否重复")

    def _update(self, row: PlannedRow, draft: Draft, entry: Entry) -> str:
        before = entry.extent
        row.changes = [*map(str, merge(entry, draft, self._author(entry, draft)))]
        self._note_number(entry, draft)
        if entry.extent == before and not row.changes:
            return "；".join([*draft.lost, "与系统中的资料相同，没有可更新的内容"])
        row.outcome = "updated"
        return ""

    def _author(self, entry: Entry, draft: Draft) -> Owner:
        """Who wrote the row's follow-up. The customer's owner stays; reassigning is an act of its own."""
        owner = self.owners.match(draft.owner)
        if owner.is_named and owner.user.id != entry.owner.id:
            draft.verify(f"名单中的负责人是“{draft.owner}”，系统中是“{entry.owner.name}”，未改动")
        return owner

    def _note_number(self, entry: Entry, draft: Draft) -> None:
        if draft.number and entry.number and draft.number != entry.number:
            draft.verify(f"名单中的编号 {draft.number} 与系统中的 {entry.number} 不同，保留 {entry.number}")
