"""What every HTML answer must keep to. Each rule yields what breaks it; tests/test_rules.py shows each one failing."""

import re
from collections import Counter
from collections.abc import Iterator

WRITES = ("hx-post", "hx-put", "hx-patch", "hx-delete")
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
SHOWN_ATTRIBUTES = ("placeholder", "title", "alt", "aria-label")
NOT_READ = {"script", "style", "textarea"}
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,:;()?!]")
PRINTED_NONE = re.compile(r"(?<![\w'])None(?!\w)")


def breaches(page) -> list[str]:
    """Everything wrong with a parsed answer; empty when all is well."""
    rules = [*EVERYWHERE, *(WHOLE_PAGE if page.is_whole else ())]
    return [breach for rule in rules for breach in rule(page)]


def it_is_well_formed(page) -> Iterator[str]:
    for (line, _column), code, detail in page.parse_errors:
        yield f"line {line}: {code} {detail or ''}"


def ids_are_unique(page) -> Iterator[str]:
    for id_, times in Counter(element["id"] for element in page.css("[id]")).items():
        if times > 1:
            yield f"id “{id_}” stands {times} times"


def fields_are_labelled(page) -> Iterator[str]:
    labelled = {label["for"] for label in page.css("label[for]")}
    for field in page.css("input, select, textarea"):
        if field.get("type") in UNLABELLED_TYPES or field.get("id") in labelled:
            continue
        if not (field.get("aria-label") or field.get("aria-labelledby") or field.inside("label")):
            yield f"no label: {field}"


def controls_have_names(page) -> Iterator[str]:
    for control in page.css("button, a[href], summary"):
        if not (control.text or control.get("aria-label") or control.css("img[alt]:not([alt=''])")):
            yield f"no name: {control}"


def posts_carry_a_token(page) -> Iterator[str]:
    for form in page.css("form"):
        token = form.css("input[name=csrf_token]")
        if form.get("method", "").lower() == "post" and not (token and token[0].get("value")):
            yield f"no csrf_token: {form}"


def writes_have_a_target(page) -> Iterator[str]:
    for element in page.css(", ".join(f"[{name}]" for name in WRITES)):
        if not (element.inherits("hx-target") or element.inherits("hx-swap") == "none"):
            yield f"no hx-target: {element}"


def addresses_lead_somewhere(page) -> Iterator[str]:
    """Templates write many addresses plainly: each must be a route of ours that takes the method."""
    for element in page.css("[href], [action], [formaction], [hx-get], " + ", ".join(f"[{name}]" for name in WRITES)):
        for method, address in _addresses(element):
            if not page.client.leads(method, address):
                yield f"{method} {address} leads nowhere: {element}"


def _addresses(element) -> Iterator[tuple[str, str]]:
    asked = {
        "href": "GET",
        "action": element.get("method", "get").upper(),
        "formaction": element.sends,
        "hx-get": "GET",
    }
    for name, method in [*asked.items(), *((name, name.removeprefix("hx-").upper()) for name in WRITES)]:
        if address := element.get(name):
            yield method, address


def nothing_is_inline(page) -> Iterator[str]:
    for element in page.css("style, script:not([src])"):
        yield f"inline: {element}"
    for element in page.css("*"):
        for name, value in element.attributes.items():
            if name == "style" or name.startswith(("on", "hx-on")) or value.strip().startswith(("javascript:", "js:")):
                yield f"inline {name}: {element}"


def attributes_are_dashed(page) -> Iterator[str]:
    """An underscore is a slip of a macro: hx_get=… does nothing."""
    for element in page.css("*"):
        yield from (f"{name}: {element}" for name in element.attributes if "_" in name)


def no_none_is_printed(page) -> Iterator[str]:
    for text in page.shown():
        if PRINTED_NONE.search(text):
            yield f"None is printed: {text.strip()[:60]}"
    for element in page.css("[value=None], [href*=None], [id*=None]"):
        yield f"None in an attribute: {element}"


def punctuation_is_full_width(page) -> Iterator[str]:
    for text in page.shown():
        if found := HALF_WIDTH.search(text):
            yield f"half-width “{found[0]}” in: {text.strip()[:60]}"


def one_heading(page) -> Iterator[str]:
    if (count := len(page.css("h1"))) != 1:
        yield f"{count} h1 instead of one"


def it_has_title_and_language(page) -> Iterator[str]:
    if not page.css("html[lang]"):
        yield "no lang"
    if not (page.css("title") and page.css("title")[0].text):
        yield "no title"


def references_resolve(page) -> Iterator[str]:
    ids = {element["id"] for element in page.css("[id]")}
    for name in ("for", "aria-describedby", "form"):
        for element in page.css(f"[{name}]"):
            for missing in set(element[name].split()) - ids:
                yield f"{name} names no id “{missing}”: {element}"


EVERYWHERE = (
    it_is_well_formed,
    ids_are_unique,
    fields_are_labelled,
    controls_have_names,
    posts_carry_a_token,
    writes_have_a_target,
    addresses_lead_somewhere,
    nothing_is_inline,
    attributes_are_dashed,
    no_none_is_printed,
    punctuation_is_full_width,
)
WHOLE_PAGE = (one_heading, it_has_title_and_language, references_resolve)
