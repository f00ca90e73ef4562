"""From the customers' files to the sheets: who may, under which number, what is kept (R-PRINTLOG, R-TRACE, R-MASK)."""

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial

import pikepdf
import pytest

from tests.paper.samples import texts
from tests.queries import count_queries
from tests.world import World
from webapp.clock import now, today
from webapp.database import db
from webapp.errors import DomainError, NotAllowed
from webapp.formatting import day
from webapp.models import AuditEvent, Contact, Customer, FollowUp, Memo, NumberSequence, Print, Project, Task, derived
from webapp.models.printing import Overtaken, Subject
from webapp.models.settings import Settings
from webapp.paper import press, printing
from webapp.paper.forms import FORMS
from webapp.paper.press import PrintingUnavailable, TooLong
from webapp.paper.printing import Order
from webapp.storing import staged

OF_CUSTOMERS = [slug for slug, form in FORMS.items() if form.fill]
EVERY_SLUG = pytest.mark.parametrize("slug", OF_CUSTOMERS)


def text_of(result) -> str:
    return "\n".join(texts(result.pdf))


def run(result) -> str:
    return "".join(text_of(result).split())


def printed(customers, by, slug="tracking-sheet", deliver=lambda _pdf: nullcontext(), **options):
    numbers = None if customers is None else [customer.number for customer in customers]
    return printing.print_customers(
        slug, numbers, Order(**options), by=by, base_url="http://book.example", deliver=deliver
    )


def nothing_printed() -> bool:
    spent = NumberSequence.select().where(NumberSequence.scope.startswith("P")).exists()
    return not (
        Print.select().exists() or spent or AuditEvent.select().where(AuditEvent.action.startswith("print.")).exists()
    )


@EVERY_SLUG
def test_a_print_gets_a_number_and_is_kept(world, slug):
    printed([world.overdue], world.rep, slug)
    again = printed([world.overdue], world.rep, slug)
    first, second = Print.select().where(Print.customer == world.overdue).order_by(Print.id)
    assert (first.times, second.times) == (1, 2)
    assert second.number in text_of(again) and "第2次打印" in text_of(again)
    assert first.digest == second.digest
    assert AuditEvent.select().where(AuditEvent.action == "print.made").count() == 2


@EVERY_SLUG
def test_contacts_are_masked(world, slug):
    contact = world.overdue.contacts.get()
    text = run(printed([world.overdue], world.rep, slug))
    assert contact.name not in text and contact.phone not in text


@EVERY_SLUG
def test_unmasked_it_carries_the_printer_in_a_watermark(world, slug):
    text = text_of(printed([world.overdue], world.rep, slug, unmasked=True))
    assert f"{world.rep.name} {day(today())}" in text
    assert Print.get().is_unmasked


@pytest.mark.parametrize("slug", ["tracking-sheet", "classified-followup", "sales-record"])
def test_what_there_is_of_contacts_shows_masked_or_whole(world, slug):
    masked, whole = (run(printed([world.overdue], world.rep, slug, unmasked=unmasked)) for unmasked in (False, True))
    assert "139****0003" in masked and "欧阳*" in masked
    assert "13912340003" in whole and "欧阳修" in whole


@EVERY_SLUG
def test_only_those_who_work_on_the_customer_print_unmasked(world, slug):
    with pytest.raises(NotAllowed):
        printed([world.overdue], world.inspector, slug, unmasked=True)
    assert nothing_printed()


@pytest.mark.parametrize(("setting", "shown"), [(None, "李敏"), (True, "李敏"), (False, "李*")])
def test_the_office_says_whether_its_people_stand_there_in_full(world, setting, shown):
    """U42."""
    if setting is not None:
        Settings.write("staff_in_full_on_paper", setting, by=world.admin)
    text = run(printed([world.overdue], world.manager))
    assert f"对接业务员：编号：{shown}" in text
    assert ("李敏" in text) is (shown == "李敏")


def test_a_record_says_everything_once(world):
    """U43: the method once; attitude, objections, consensus and the steps beside the content."""
    values = {
        "at": now(),
        "method": "电话",
        "content": "电话了解预算，待批。",
        "attitude": "积极",
        "objections": "嫌交期长",
        "consensus": "先试用。",
    }
    followup = FollowUp.record(
        world.fresh,
        values,
        [{"action": "寄送样机", "due_on": today()}, {"action": "发报价单", "due_on": today()}],
        by=world.rep,
    )
    Task.get(Task.followup == followup, Task.action == "发报价单").complete(by=world.rep)
    text = run(printed([world.fresh], world.rep, copies=(1,)))
    assert (
        f"电话了解预算，待批；客户态度：积极；异议：嫌交期长；共识：先试用；下一步：{day(today())}寄送样机、✓{day(today())}发报价单"
        in text
    )
    assert "电话：电话" not in text


def test_memos_changes_and_instructions_have_their_places(world):
    Memo.write(world.fresh, "instruction", "请本周内约一次面谈", by=world.manager)
    Memo.write(world.fresh, "change", "关键决策人变更", by=world.rep)
    Memo.write(world.fresh, "note", "检测报告费用由公司承担", by=world.rep)
    front, back = ("".join(page.split()) for page in texts(printed([world.fresh], world.rep, copies=(1,)).pdf))
    assert "检测报告费用由公司承担" in front
    assert "关键决策人变更" in back and "请本周内约一次面谈" in back


def test_a_list_has_a_row_for_each_customer_with_its_latest_follow_up(world):
    text = run(printed([world.overdue, world.won], world.rep, "classified-followup"))
    assert world.overdue.number in text and world.won.number in text
    assert "意向客户" in text and "成交客户" in text
    assert "电话确认第三季度启动采购" in text and "寄送检测报告样本" in text


def test_by_contact_a_list_has_a_row_for_every_follow_up(world):
    at = now() - timedelta(days=1)
    FollowUp.record(world.overdue, {"at": at, "method": "面谈", "content": "面谈样机试用，改约下周三"}, by=world.rep)
    once, each = (
        run(printed([world.overdue], world.rep, "classified-followup", variant=variant)) for variant in ("", "each")
    )
    assert (once.count(world.overdue.number), each.count(world.overdue.number)) == (1, 2)
    assert "电话确认第三季度启动采购" not in once and "电话确认第三季度启动采购" in each
    assert "迟录" in each  # a visit recorded a day after


def test_a_list_is_about_whom_it_lists(world):
    for customers, by in (
        (None, world.manager),
        (None, world.rep),
        (None, world.inspector),
        ([world.won, world.lost], world.rep),
        ([world.lost, world.won], world.rep),
        ([world.won], world.rep),
    ):
        printed(customers, by, "classified-followup")
    rows = list(Print.select().order_by(Print.id))
    assert [(row.subject_kind, row.times) for row in rows] == [
        ("branch", 1),
        ("person", 1),
        ("company", 1),
        ("selection", 1),
        ("selection", 2),
        ("customer", 1),
    ]
    assert [row.customer for row in rows[:5]] == [None] * 5 and rows[5].customer == world.won
    assert len(rows[0].snapshot["rows"]) > 8 > len(rows[3].snapshot["rows"])


def test_all_are_those_the_person_sees(world):
    printed(None, world.rep, "tracking-sheet", copies=(1,))
    assert {row.customer_id for row in Print.select()} == {customer.id for customer in Customer.visible_to(world.rep)}


def test_a_customer_named_twice_is_printed_once(world):
    printed([world.won, world.won], world.rep)
    assert Print.select().count() == 1


@EVERY_SLUG
def test_a_batch_reads_a_kind_at_a_time(world, slug):
    """However many customers: the same number of queries reads them and puts them on record."""
    printed([world.won, world.lost], world.rep, slug, copies=(1,))
    with count_queries() as few:
        printed([world.won, world.lost], world.rep, slug, copies=(1,))
    with count_queries() as many:
        printed(
            [world.won, world.lost, world.overdue, world.fresh, world.due_today, world.no_next],
            world.rep,
            slug,
            copies=(1,),
        )
    assert len(many) == len(few) < 22


def test_a_character_in_no_font_is_named_on_the_sheet(world):
    world.overdue.revise({"name": "祥\U00030000科技有限公司"}, by=world.rep)
    result = printed([world.overdue], world.rep)
    assert result.missing == ("\U00030000",)
    assert "U+30000" in text_of(result) and "祥〓科技有限公司" in text_of(result)


def test_an_unknown_form_or_variant_and_nobody_to_print_are_refused(world):
    with pytest.raises(printing.NotFound, match="没有“nonsense”这种表"):
        printed([world.overdue], world.rep, "nonsense")
    with pytest.raises(DomainError, match="没有“every”这种印法；现有：each"):
        printed([world.overdue], world.rep, "classified-followup", variant="every")
    with pytest.raises(DomainError, match="要给哪些客户打印"):
        printed([], world.rep)
    assert nothing_printed()


def test_a_customer_of_another_branch_does_not_exist(world):
    with pytest.raises(printing.NotFound, match=f"没有编号为“{world.elsewhere.number}”的客户"):
        printed([world.overdue, world.elsewhere], world.rep)
    assert nothing_printed()


def test_more_than_a_batch_may_hold_are_refused_before_anything_is_read(world, monkeypatch):
    monkeypatch.setattr(printing, "MOST", 2)
    for customers in (None, [world.won, world.lost, world.overdue]):
        with pytest.raises(DomainError, match="一次最多打印 2 位客户"):
            printed(customers, world.rep)
    assert nothing_printed()


def test_a_text_that_is_far_too_long_is_refused_and_no_number_spent(world):
    FollowUp.update(content="长" * 100_000).where(FollowUp.customer == world.overdue).execute()
    for slug in {*OF_CUSTOMERS} - {"greeting-card"}:  # a letter says nothing of what was recorded
        with pytest.raises(TooLong, match=f"{world.overdue.number}.*这一段太长"):
            printed([world.overdue], world.rep, slug)
    assert nothing_printed()


class FullDisk:
    """Where a file is to go that has no room for it.

    Before anything is on record, or when it is to be put in its place.
    """

    def __init__(self, when: str):
        self.when = when

    @contextmanager
    def __call__(self, _pdf):
        if self.when == "before":
            raise OSError(28, "No space left on device")
        yield
        assert Print.select().exists()


def test_a_file_that_does_not_arrive_spends_no_number(world):
    with pytest.raises(OSError):
        printed([world.overdue], world.rep, deliver=FullDisk("before"))
    assert nothing_printed()
    assert printed([world.overdue], world.rep, deliver=FullDisk("never")) and Print.get().times == 1


def test_a_print_that_cannot_be_recorded_delivers_nothing(world, tmp_path, monkeypatch):
    target = tmp_path / "sheet.pdf"
    target.write_bytes(b"the one before")
    monkeypatch.setattr(AuditEvent, "record_each", lambda *_told, **_by: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        printed([world.overdue], world.rep, deliver=partial(staged, target))
    assert nothing_printed()
    assert (target.read_bytes(), len(list(tmp_path.iterdir()))) == (b"the one before", 1)


def test_without_what_it_needs_nothing_is_printed(world, monkeypatch):
    monkeypatch.setattr(press, "compose", lambda *_sheets: (_ for _ in ()).throw(PrintingUnavailable("缺少打印字体")))
    with pytest.raises(PrintingUnavailable):
        printed([world.overdue], world.rep)
    assert nothing_printed()


@pytest.mark.parametrize("others", [1, 3, 5, 6])
@pytest.mark.parametrize("whom", ["overdue", "won"])
def test_whoever_is_overtaken_prints_under_the_numbers_that_are_left(world, monkeypatch, others, whom):
    """Others print while a large file is made, the same customer or another, again and again."""
    monkeypatch.setattr(printing, "SMALL", 0)
    draft, made = Print.draft, []

    def slow(*args, **options):
        rows = draft(*args, **options)
        if len(made) < others:
            made.append(1)
            Print.enter(
                draft(
                    "tracking-sheet",
                    [(Subject.of(getattr(world, whom)), {})],
                    copies="1",
                    is_unmasked=False,
                    by=world.rep,
                ),
                by=world.rep,
            )
        return rows

    monkeypatch.setattr(Print, "draft", slow)
    if whom == "overdue" and others == 2 * printing.TRIES:
        with pytest.raises(Overtaken, match="请再试一次"):
            printed([world.overdue], world.rep)
        assert Print.select().count() == others
        return
    result = printed([world.overdue], world.rep)
    mine = Print.select().where(Print.customer == world.overdue).order_by(Print.id.desc()).get()
    assert mine.number in text_of(result) and f"第{mine.times}次打印" in text_of(result)
    assert Print.select().count() == len(made) + 1


def test_numbers_that_were_reserved_for_nothing_go_back(world, monkeypatch):
    monkeypatch.setattr(printing, "TRIES", 1)
    monkeypatch.setattr(printing, "SMALL", 0)
    enter = Print.enter

    def overtaken_once(rows, *, reserved=False, **options):
        if not reserved:
            raise Overtaken("")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Print, "enter", overtaken_once)
    with pytest.raises(OSError):
        printed([world.overdue], world.rep)
    monkeypatch.setattr(Print, "enter", enter)
    printed([world.overdue], world.rep)
    assert Print.get().number == f"P{today():%Y%m%d}-0001"


def test_two_at_once_never_get_the_same_number_or_count(fresh_database):
    world = World()

    def one(_turn) -> None:
        with db.connection_context():
            printed([world.overdue], world.rep, copies=(1,))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(18)))
    rows = list(Print.select().order_by(Print.times))
    assert [row.times for row in rows] == list(range(1, 19))
    assert sorted(row.number for row in rows) == [f"P{today():%Y%m%d}-{number:04}" for number in range(1, 19)]
    assert AuditEvent.verify() is None


def test_too_many_pages_are_refused(world, monkeypatch):
    monkeypatch.setattr(printing, "MOST_PAGES", 11)
    with pytest.raises(DomainError, match="要印 12 页，一次最多 11 页"):
        printed([world.overdue, world.won], world.rep)
    assert nothing_printed()
    printed([world.overdue], world.rep)


PHONE = "13912349999"
SECRETS = {
    Customer: (
        "name",
        "industry",
        "address",
        "main_business",
        "need",
        "expected_need",
        "influence",
        "decision_process",
        "social_accounts",
        "remarks",
    ),
    Contact: ("position", "phone", "email", "qq", "wechat", "unverified"),
    FollowUp: ("content", "need_change", "objections", "consensus"),
    Memo: ("body",),
    Project: ("name", "status", "regional_linkage"),
    Task: ("action",),
}


@EVERY_SLUG
@pytest.mark.parametrize("parted", ["", "\u200b", "\u00ad", "\u00a0", "\t", "\u202e"], ids=ascii)
def test_a_number_in_whatever_field_and_however_parted_is_masked(world, slug, parted):
    for kind in ("note", "change", "instruction"):
        Memo.write(world.overdue, kind, "请本周内约一次面谈", by=world.manager)
    Project.of(world.overdue).revise({"name": "年度采购"}, by=world.manager)
    secret = f"{PHONE[:3]}{parted}{PHONE[3:7]}{parted}{PHONE[7:]}"
    for model, fields in SECRETS.items():
        of_whom = model.id == world.overdue.id if model is Customer else model.customer == world.overdue
        model.update(dict.fromkeys(fields, secret)).where(of_whom).execute()
    derived.work_out_anew()
    text = run(printed([world.overdue], world.inspector, slug))
    assert PHONE not in text and ("139****9999" in text or slug == "greeting-card")
    assert PHONE in run(printed([world.overdue], world.rep, slug, unmasked=True))


@EVERY_SLUG
def test_a_person_is_named_by_surname_and_lives_in_a_district(world, slug):
    Customer.update(
        kind="individual", name="王建国", province="江苏省", city="苏州市", district="吴中区", address="越溪街 9 号"
    ).where(Customer.id == world.overdue.id).execute()
    derived.work_out_anew()
    masked, whole = (printed([world.overdue], world.rep, slug, unmasked=unmasked) for unmasked in (False, True))
    assert (
        "王*" in run(masked)
        and "王建国" not in run(masked)
        and "越溪" not in run(masked)
        and "王建国" not in masked.name
    )
    assert "王建国" in run(whole) and "王建国" in whole.name
    if slug not in ("classified-followup", "auto-callback", "greeting-card"):
        assert "吴中区" in run(masked) and "越溪街9号" in run(whole)


def test_an_unmasked_list_is_in_the_trail_of_everybody_on_it(world):
    printed([world.won, world.lost], world.rep, "classified-followup", unmasked=True)
    printed([world.won, world.lost], world.rep, "classified-followup")
    events = list(AuditEvent.select().where(AuditEvent.action == "print.made").order_by(AuditEvent.id))
    assert [event.customer_id for event in events] == [world.won.id, world.lost.id, None]


def test_a_way_to_reach_somebody_is_printed_whatever_it_is(world):
    Contact.update(phone="", phone_key="", unverified="转王总秘书处").where(Contact.customer == world.overdue).execute()
    for slug in ("tracking-sheet", "classified-followup", "sales-record"):
        assert "转王总秘书处" in run(printed([world.overdue], world.rep, slug, unmasked=True)), slug


def test_by_contact_a_customer_nobody_followed_up_keeps_its_plan(world):
    Task.plan(world.fresh, "约一次电话沟通", today(), by=world.rep)
    assert "约一次电话沟通" in run(printed([world.fresh], world.rep, "classified-followup", variant="each"))


def test_who_has_nobody_to_print_is_told_so(world):
    Customer.update(owner=world.colleague).where(Customer.owner == world.rep).execute()
    with pytest.raises(DomainError, match="您还没有可以打印的客户"):
        printed(None, world.rep)


def test_chosen_copies_only(world):
    result = printed([world.overdue], world.rep, copies=(2,))
    assert len(pikepdf.open(io.BytesIO(result.pdf)).pages) == 2
    assert "第二联 分站负责人存" in text_of(result) and "第一联 业务人员存" not in text_of(result)
    assert Print.get().copies == "2"


def test_a_form_of_one_copy_says_so(world):
    printed([world.overdue], world.rep, "sales-record")
    assert Print.get().copies == "1"


def test_the_blank_form_has_the_office_s_texts_of_today(world):
    before = text_of(printing.print_blank("tracking-sheet", (1,)))
    Settings.write("penalty_tracking", 160, by=world.admin)
    assert "每次负激励 100 元" in before and "每次负激励 160 元" in text_of(
        printing.print_blank("tracking-sheet", (1,))
    )
    assert nothing_printed()
