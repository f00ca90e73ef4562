"""Contact data written down anywhere, in every spelling people write it in, is read by nobody it is not for (R-MASK).

tests/test_privacy.py plants it once in every text there is, and reads every page; here it is planted once for each
spelling, and looked for in any.
"""

import re
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest

from tests.specimens import HANGING, Specimens
from tests.test_privacy import NOT_PLANTED
from tests.walk import SHEETS, pages
from tests.world import plan_for
from webapp.clock import today
from webapp.database import is_sqlite
from webapp.models import Contact, Customer, Memo, OwnField, derived
from webapp.text.plain import plain

KNOWN = {
    "name": "诸葛青松",
    "phone": "13587654321",
    "email": "qingsong.zhuge@example.cn",
    "qq": "314159265",
    "wechat": "zhuge_green_pine",
}
# twelve ways of writing a number down, of a landline, and of the rest
SPELLINGS = {
    "dash": "135—8765—4321，座机 0512—65432178",
    "en dash": "135–8765–4321 或 0512–65432178",
    "full width": "１３５－８７６５－４３２１，０５１２－６５４３２１７８",
    "two blanks": "135  8765  4321，0512  6543  2178",
    "slash": "135/8765/4321，0512/65432178",
    "dot": "135·8765·4321，0512.6543.2178",
    "brackets": "135(8765)4321，（0512）6543 2178",
    "unseen": "135\u200b8765\u200b4321，0512\u00ad65432178",
    "odd groups": "135 876 54321，+86 512 65432178",
    "numerals": "一三五八七六五四三二一，86-512-65432178",
    "stars": "135*8765*4321，65432178",
    "a day's number": "QQ20245678，微信20240101",
    "quoted": "微信【green_pine】，V：green_pine，抠抠314159265，钉钉green_pine",
    "at and dot": "qingsong [at] example [dot] cn，qingsong@例子.中国",
    "wide": "135    8765    4321，0512----6543----2178",
    "mixed numerals": "135八七六五4321，〇五一二 六五四三二一七八",
    "financial numerals": "壹叁伍捌柒陆伍肆叁贰壹，座机陆伍肆叁贰壹柒捌",
    "full stops": "⒈⒊⒌⒏⒎⒍⒌⒋⒊⒉⒈，65432178元旦前",
    "bullets": "❶❸❺❽❼❻❺❹❸❷❶，65432178只打一次",
    "Suzhou": "〡〣〥〨〧〦〥〤〣〢〡，6543 2178 个",
    "known": "诸葛青松的QQ 314159265，vx：zhuge_green_pine，qingsong.zhuge ＠ example。cn",
    "known, spread": "诸 葛 青 松，Q Q：314 159 265，微 信 zhuge_green_pine，QINGSONG.ZHUGE@example.cn",
    "known, in between": "A諸葛青松VIP，诸-葛-青-松，联系人诸葛  青  松13587654321，zhuge-green-pine",
}
PARTS = r"[\W_]{0,12}"
HIDDEN = {
    "mobile": re.compile(PARTS.join("58765432")),
    "landline": re.compile(PARTS.join("6543217")),
    "qq": re.compile(f"{PARTS.join('14159')}|QQ20245678|微信20240101"),
    "wechat": re.compile("green.pine"),
    "email": re.compile("qingsong", re.IGNORECASE),
    "name": re.compile(r"青[\W_]{0,3}松"),
}
STRANGERS = ("inspector", "admin")
WAYS = {}, {"HX-Request": "true", "HX-Target": "dialog"}  # as a page and as a fragment


def leaks(text: str) -> list[str]:
    said = plain(text)
    return [kind for kind, pattern in HIDDEN.items() if pattern.search(said)]


@pytest.fixture(params=SPELLINGS, ids=list(SPELLINGS))
def talkative(request, world):
    """A customer everything about which says it."""
    customer, said = world.overdue, SPELLINGS[request.param]
    Contact.add(customer, {**KNOWN, "position": "采购经理", "is_primary": True}, by=world.rep)
    short = said.partition("，")[0][:40]
    put = Specimens(customer, world.rep, world.manager, (f"请联系{said}。", said, short), NOT_PLANTED)
    put.put(OwnField)
    customer.revise({name: text for name, text in put.texts(Customer).items() if text}, by=world.rep)
    for model in HANGING:
        put.put(model)
    return customer


def answers(client, app, world, customer, ways=WAYS):
    """Every page, as page and as fragment, with all that it says."""
    for address in pages(app, world, customer):
        for headers in ways[:1] if address.endpoint in SHEETS else ways:
            answer = client.flask.get(address.path, headers=headers)
            if answer.mimetype == "application/pdf":
                sheets = pypdfium2.PdfDocument(BytesIO(answer.data))
                yield address, "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
            elif answer.mimetype == "text/html":
                yield address, answer.text


def test_a_spelling_is_read_by_those_it_is_for_alone(client, app, world, talkative):
    """Whoever works on the customer reads it whole, on the card; nobody on lists and boards, and strangers nowhere."""
    assert leaks(client.log_in(world.rep).get(f"/customers/{talkative.number}").text)
    for who in ("rep", "manager", *STRANGERS):
        client.log_in(getattr(world, who))
        for path in ("/customers", "/boards/stage", "/boards/grade", "/search?q=4321"):
            assert leaks(client.get(path).text) == [], (who, path)
    if is_sqlite():  # what hides a text asks no database
        assert not read_by_strangers(client, app, world, talkative)


def read_by_strangers(client, app, world, customer) -> list[str]:
    """One of them reads pages, the other fragments: tests/test_privacy.py has both read both."""
    found = set()
    for who, way in zip(STRANGERS, WAYS, strict=True):
        client.log_in(getattr(world, who))
        said = answers(client, app, world, customer, [way])
        found |= {f"{who}: {address}: {kind}" for address, text in said for kind in leaks(text)}
    return sorted(found)


@pytest.mark.parametrize("said", SPELLINGS.values(), ids=list(SPELLINGS))
def test_every_spelling_would_be_found(said):
    """The walk's own guard."""
    assert leaks(said)


def test_a_person_is_nobodys_business(client, app, world):
    """个人客户: the name as 周*, where they live to the district (R-MASK)."""
    home = {"province": "江苏省", "city": "苏州市", "district": "姑苏区", "address": "绍兴路八号"}
    plan_for(world.overdue, "给周树人寄合同", today() - timedelta(days=1), by=world.rep)
    Memo.write(world.overdue, "note", "鲁迅说周树人下周在家", by=world.rep)
    world.overdue.revise({"kind": "individual", "name": "周树人", "short_name": "鲁迅", **home}, by=world.rep)
    for who, is_stranger in (("rep", False), ("manager", False), ("inspector", True), ("admin", True)):
        client.log_in(getattr(world, who))
        told = [text for _, text in answers(client, app, world, world.overdue)]
        assert any("周树人" in text for text in told) != is_stranger, who
        assert any("鲁迅" in text for text in told) != is_stranger, who
        assert any("绍兴路" in text for text in told) != is_stranger, who
        assert any("周*" in text for text in told), who


def test_what_stands_behind_the_district_is_no_district(client, world):
    """One field takes any text."""
    home = {"district": "南海区桂园路9号5栋", "address": "融和路8号3栋1202", "remarks": "送到融和路 8号3栋1202室"}
    world.overdue.revise({"kind": "individual", "name": "周树人", **home}, by=world.rep)
    plan_for(world.overdue, "送到融和路8号3栋1202", today() - timedelta(days=9), by=world.rep)
    again = {"address": "融和路8号3栋1203"}
    world.overdue.revise(again, by=world.rep)
    world.overdue.revise(home, by=world.rep)
    assert "8号3栋" not in Customer.get_by_id(world.overdue.id).next_step and not list(derived.out_of_date())
    page = client.log_in(world.inspector).get(f"/customers/{world.overdue.number}").text
    assert "南海区" in page and "桂园路" not in page and "8号3栋" not in page


def test_the_code_of_a_company_is_read_by_all_and_nothing_hides_in_another(client, world):
    """In its field it is known to be one; in a text its digits may be anybody's."""
    world.overdue.revise({"uscc": "91320500MA76AY37GP"}, by=world.rep)
    Memo.write(world.overdue, "note", "见9113912340003MA01U", by=world.rep)
    page = client.log_in(world.inspector).get(f"/customers/{world.overdue.number}?kind=all").text
    assert "91320500MA76AY37GP" in page and "13912340003" not in page


def test_the_list_hides_the_name_and_the_account_in_the_position(client, world):
    world.overdue.contacts.get().revise({"position": "欧阳修 zgjy_1976", "wechat": "zgjy_1976"}, by=world.rep)
    page = client.log_in(world.inspector).get("/customers").text
    assert "欧阳修" not in page and "zgjy_1976" not in page
