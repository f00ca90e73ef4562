"""No page, fragment or sheet shows contact data to someone it is not for (R-MASK, R-REVEAL).

Secrets are planted, every page is read.
"""

import pypdfium2
import pytest

from tests.specimens import HANGING, NOT_TYPED, Specimens, name_of, texts_of
from tests.walk import SHEETS, pages
from webapp.formatting import grouped
from webapp.models import AuditEvent, Contact, Customer, FollowUp, Memo, OwnField, Project

PLANTED = {
    "name": "诸葛青松",
    "phone": "13587654321",
    "email": "qingsong.zhuge@example.cn",
    "qq": "314159265",
    "wechat": "zhuge_green_pine",
    "unverified": "0512-6543217转8",
}
SAID = "请拨13587654321或qingsong.zhuge@example.cn"
LONG = f"{SAID}，座机 0512-65432178"
# what must not be read anywhere: whole values and the digits masking hides
SECRETS = (*PLANTED.values(), "58765432", "8765", "qingsong", "14159", "65432", "green_pine")
# a company's name is everybody's (R-DUP)
PUBLIC = frozenset({"Customer.name"})
NOT_PLANTED = PUBLIC
# the edit form holds what is being edited: for those who may edit, and on record
FORMS = {"contacts.edit"}


@pytest.fixture
def planted(world):
    """A customer whose contact, and every free text, holds secrets."""
    customer = world.overdue
    Contact.add(
        customer, {**PLANTED, "position": "采购经理", "is_primary": True, "is_decision_maker": True}, by=world.rep
    )
    return customer


@pytest.fixture
def talkative(planted, world):
    """The same, and people wrote the number into every text there is."""
    put = Specimens(planted, world.rep, world.manager, (LONG, SAID, PLANTED["phone"]), NOT_PLANTED)
    put.put(OwnField)
    facts = {name: text for name, text in put.texts(Customer).items() if text}
    planted.revise(facts, by=world.rep)
    for model in HANGING:
        put.put(model)
    for model, by in ((FollowUp, world.rep), (Memo, world.manager), (Contact, world.rep)):
        put.put(model).withdraw(SAID, by=by)
    return planted


def without_secret(customer, world) -> set[str]:
    """The columns of text none of whose rows holds a secret."""
    rows = Specimens(customer, world.rep, world.manager).of
    columns = [column for model in (Customer, *HANGING) for column in texts_of(model)]
    return {name_of(column) for column in columns if not any(_holds(row, column) for row in rows(column.model))}


def _holds(row, column) -> bool:
    return any(secret in getattr(row, column.name) for secret in SECRETS)


def shown(client, address, *, htmx: bool = False) -> str:
    """All that an answer says, a PDF's text included; nothing where it is refused."""
    headers = {"HX-Request": "true", "HX-Target": "dialog"} if htmx else {}
    response = client.flask.get(address.path, headers=headers)
    if response.mimetype == "application/pdf":
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(response.data))
    return response.text if response.mimetype == "text/html" and response.status_code < 300 else ""


def leaks(client, found) -> list[str]:
    """Where a secret is read, and which."""
    ways = {address: (False,) if address.endpoint in SHEETS else (False, True) for address in found}
    said = [(address, shown(client, address, htmx=htmx)) for address in found for htmx in ways[address]]
    return [f"{address}: {secret}" for address, text in said for secret in SECRETS if secret in text]


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_contact_data_is_masked_on_every_page_even_for_those_who_work_on_it(client, world, app, planted, who):
    found = [address for address in pages(app, world, planted) if address.endpoint not in FORMS]
    assert leaks(client.log_in(getattr(world, who)), found) == []


@pytest.mark.parametrize("who", ["inspector", "admin", "service", "colleague", "outsider", "other_manager"])
def test_strangers_read_no_contact_data_not_even_in_free_text(client, world, app, talkative, who):
    found = leaks(client.log_in(getattr(world, who)), pages(app, world, talkative))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", ["colleague", "inspector", "admin"])
def test_whoever_looks_into_the_pool_reads_no_contact_data(client, world, talkative, who):
    """The walks meet customers that are somebody's."""
    Customer.update(owner=None).where(Customer.id == talkative.id).execute()
    client.log_in(getattr(world, who))
    if who == "colleague":
        client.post(f"/pool/{talkative.number}/looks", status=303)
    place = f"/pool/{talkative.number}"
    said = [client.get(path).html for path in ("/pool", place, f"{place}?kind=all", f"{place}?kind=all&pages=9")]
    assert talkative.public_name in said[0] and "timeline" in said[1]
    assert [secret for text in said for secret in SECRETS if secret in text] == []


def test_every_text_there_is_holds_a_secret(world, talkative):
    """A column that nothing is planted in is one that strangers may read whole."""
    assert without_secret(talkative, world) == NOT_PLANTED - NOT_TYPED.keys()


def test_a_column_nobody_wrote_into_would_be_noticed(world, talkative):
    Project.update(status="意向").execute()
    assert "Project.status" in without_secret(talkative, world)


@pytest.mark.parametrize("path", ["/customers", "/boards/stage", "/boards/stage/columns/{column}", "/search?q=4321"])
def test_lists_and_boards_are_masked_for_everyone(client, world, talkative, path):
    path = path.format(column=talkative.classification(world.value("lost").dimension).value.slug)
    for who in (world.rep, world.manager, world.inspector):
        for htmx in (False, True):
            text = client.log_in(who).get(path, htmx=htmx).text
            assert talkative.name in text
            assert not [secret for secret in SECRETS if secret in text]


def test_being_found_by_a_phone_does_not_show_it(client, world, planted):
    """The checker repeats what was asked, and says whose customer it is; no more (R-DUP)."""
    page = client.log_in(world.outsider).post("/duplicates", {"phone": "13587654321"}).follow()
    assert planted.name in page.text and world.rep.name in page.text
    assert not [secret for secret in SECRETS if secret in page.text]


def test_a_reveal_shows_one_contact_and_is_on_record(client, world, planted):
    contact = Contact.get(Contact.phone == PLANTED["phone"])
    page = client.log_in(world.rep).post(f"/contacts/{contact.id}/reveals", htmx=True)
    assert grouped(PLANTED["phone"]) in page.text and page.one("[data-copy]")["data-copy"] == PLANTED["phone"]
    assert PLANTED["name"] in page.text and PLANTED["wechat"] in page.text
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.actor_name, event.customer_id) == ("contact.revealed", world.rep.name, planted.id)
    assert event.origin == "127.0.0.1"


def test_the_trail_holds_no_contact_data(world, talkative):
    contact = Contact.get(Contact.phone == PLANTED["phone"])
    contact.revise({"phone": "13587654399"}, by=world.rep, duplicate_reason=LONG)
    contact.reveal(LONG, by=world.rep)
    talkative.revise(
        {"remarks": "改过了", "social_accounts": PLANTED["wechat"], "name": "改名之后有限公司"},
        by=world.rep,
        duplicate_reason=LONG,
    )
    trail = "".join(
        str(event.details) + event.subject
        for event in AuditEvent.select().where(AuditEvent.customer_id == talkative.id)
    )
    assert not [secret for secret in SECRETS if secret in trail]


def test_the_planted_secrets_would_be_found(client, world, app, planted):
    """The walk's own guard: the edit form shows everything, and the walk sees it."""
    found = [address for address in pages(app, world, planted) if address.endpoint in FORMS]
    contact = Contact.get(Contact.phone == PLANTED["phone"])
    found = [type(address)(address.endpoint, "GET", f"/contacts/{contact.id}/edit", True) for address in found]
    assert len(leaks(client.log_in(world.rep), found)) > len(PLANTED)
