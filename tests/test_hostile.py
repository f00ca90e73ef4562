"""No text that somebody sends takes more than in proportion to its length (R-SECURE): into every field of every form,
and into everything an address may say. Derived from the pages and the views: a new field joins by itself.

Growth is compared, not time: a text four times as long may take some four times as long.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from time import thread_time
from urllib.parse import quote

import pytest

from tests.filling import TEXTS, Forms
from tests.page import Client
from tests.structure import sources
from tests.walk import SHEETS, pages
from tests.world import World
from webapp.database import db

LONG, LONG_IN_ADDRESS = 100_000, 1_000  # bytes; no server takes an address of more than some thousands
# what some pattern looks for, and then something that keeps it from being found; n is its length in bytes, roughly
HOSTILE = {
    "blanks": lambda n: "身份证号" + " " * n + "，",
    "digits": lambda n: "1" * n + "a",
    "spaced digits": lambda n: "1 " * (n // 2) + "x",
    "letters": lambda n: "a" * n,
    "mails": lambda n: "a@" * (n // 2),
    "company": lambda n: "公司" * (n // 6),
    "accounts": lambda n: "微信 " * (n // 7),
    "unseen": lambda n: "1\u200b" * (n // 4),
    "wide": lambda n: "㈱" * (n // 3),
    "brackets": lambda n: "[" * n,
}
STEEPEST = 9  # of four times as much; a quadratic one takes sixteen
NOTICED = 0.2  # seconds, below which the clock tells nothing; what is quadratic takes many
# it is our patterns that may be steep, whichever database is behind them
PATTERNS = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
READS_ADDRESSES = re.compile(
    r"request\.(?:args|values)|\breader\(\)|worklist_asked|\bback_to\b"
)  # of a module of views
SAID_IN_ADDRESSES = re.compile(r"""(?:args|asked|values)\.get(?:list)?\(["'](\w+)["']""")


@pytest.fixture(scope="module")
def forms(app, database):
    with db.atomic() as transaction:
        yield Forms(Client(app), World())
        transaction.rollback()


Ask = Callable[[str], object]


def took(ask: Ask, text: str) -> float:
    """In seconds of this thread."""
    begun = thread_time()
    ask(text)
    return thread_time() - begun


def is_steep(ask: Ask, kind: str, longest: int = LONG, took: Callable[[Ask, str], float] = took) -> bool:
    """What takes next to no time is not asked again."""
    make = HOSTILE[kind]
    if took(ask, make(longest)) < NOTICED:
        return False
    long, short = (min(took(ask, make(length)) for _ in range(2)) for length in (longest, longest // 4))
    return long > NOTICED and long > STEEPEST * short


def entries(forms: Forms) -> Iterator[tuple[str, Callable[[str], object]]]:
    """The text fields of each form, with what parts a text among all of them; and what a page sends along, one by one:
    some of that decides whether the rest is read."""
    for asked in forms.asked:
        texts = [name for name in asked.fresh if asked.kinds[name] in TEXTS | {"password"}]
        hidden = [name for name in asked.fresh if asked.kinds[name] == "hidden"]
        for names in (texts, *([name] for name in hidden)):
            if names:
                yield (
                    f"{asked.endpoint}: {names}",
                    lambda text, asked=asked, names=names: _send(forms, asked, names, text),
                )


def _send(forms: Forms, asked, names: list[str], text: str) -> None:
    with forms.sent(asked, **dict.fromkeys(names, text[: len(text) // len(names)])) as answer:
        assert answer.status_code < 500, (asked.endpoint, names)


@PATTERNS
def test_no_field_takes_more_than_its_share(forms):
    steep = {(where, kind) for where, ask in entries(forms) for kind in HOSTILE if is_steep(ask, kind)}
    assert steep == set()


@pytest.mark.parametrize(("power", "steep"), [(1, False), (2, True), (3, True)])
def test_a_field_that_takes_more_would_be_noticed(power, steep):
    """Told by a clock of its own: how much a pattern takes in seconds is another thing on every machine."""
    assert is_steep(len, "digits", took=lambda ask, text: 1e-5 * ask(text) ** power) is steep


def test_a_pattern_that_splits_its_blanks_in_many_ways_would_be_noticed():
    """Long enough for any machine: the text is made longer until it takes some time."""
    pattern = re.compile(r"证号\s*[：:]?\s*，x")
    longest = 4_000
    while took(pattern.search, HOSTILE["blanks"](longest)) < 2 * NOTICED:
        longest *= 2
    assert is_steep(pattern.search, "blanks", longest)


def said_in_addresses() -> list[str]:
    found = {name for source in sources().values() for name in SAID_IN_ADDRESSES.findall(source)}
    assert {"q", "before", "kind", "name", "customer", "dimension"} <= found
    return sorted(found)


@PATTERNS
def test_nothing_an_address_says_takes_more_than_its_share(app, client, world):
    client.log_in(world.manager)
    names, modules = said_in_addresses(), sources()
    addresses = [
        address.path.partition("?")[0]
        for address in pages(app, world, world.overdue)
        if address.endpoint not in SHEETS
        and READS_ADDRESSES.search(modules[app.view_functions[address.endpoint].__module__])
    ]
    assert len(addresses) > 40

    def visit(path: str, text: str) -> None:
        said = quote(text)
        answer = client.flask.get(f"{path}?{'&'.join(f'{name}={said}' for name in names)}")
        assert answer.status_code < 500, path

    steep = {
        (path, kind)
        for path in dict.fromkeys(addresses)
        for kind in HOSTILE
        if is_steep(lambda text, path=path: visit(path, text), kind, LONG_IN_ADDRESS)
    }
    assert steep == set()


@pytest.mark.parametrize("name", ["\u0000a.csv", "a" * 10_000 + ".csv", "\ud800.csv", "../../a.csv", "\r\n.csv"])
def test_no_name_of_a_file_is_a_failure(client, world, name):
    client.log_in(world.manager)
    file = (BytesIO("客户名称,行业\n甲乙有限公司,五金\n".encode()), name)
    data = {"csrf_token": client.token, "file": file, "mode": "both", "branch": str(world.suzhou.id)}
    try:
        answer = client.flask.post("/imports", data=data, content_type="multipart/form-data")
    except UnicodeEncodeError:  # no client can send that
        return
    assert answer.status_code in (303, 400, 422)


@pytest.mark.parametrize("name", [b"\xff\xfe\x80.csv", b"\x00.csv"])
def test_a_file_name_in_no_encoding_is_refused_in_words(client, world, name):
    client.log_in(world.manager)
    body = b"\r\n".join(
        [
            b"--b",
            b'Content-Disposition: form-data; name="csrf_token"',
            b"",
            client.token.encode(),
            b"--b",
            b'Content-Disposition: form-data; name="file"; filename="' + name + b'"',
            b"",
            b"a,b\n1,2\n",
            b"--b--",
            b"",
        ]
    )
    answer = client.flask.post("/imports", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code in (400, 422)


def test_deep_json_is_no_failure(client, world):
    """What a form or an address brings along to be read as JSON."""
    deep = "[" * 20_000
    contact = world.overdue.contacts.get()
    for path, status in ((f"/customers/{world.overdue.number}", 422), (f"/contacts/{contact.id}", 409)):
        client.log_in(world.rep).post(path, {"name": "换个名字有限公司", "base": deep}, status=status)
    client.get(f"/customers?after={urlsafe_b64encode(deep[:1_000].encode()).decode()}")


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:8000", 200), ("[::1]", 200), ("evil.example", 400), ("a" * 300, 400), ("", 400)],
)
def test_only_names_of_its_own_are_answered(client, host, status):
    answer = client.flask.get("/login", headers={"Host": host})
    assert answer.status_code == status
    assert "Content-Security-Policy" in answer.headers and "evil" not in answer.text
