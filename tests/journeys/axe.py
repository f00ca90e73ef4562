"""Accessibility by axe: what is seriously wrong on a page as it stands."""

from axe_playwright_python.sync_playwright import Axe

SCRIPT = Axe().axe_script
GRAVE = ("serious", "critical")
# what another screen or other colours can change; names and roles stay as they are
OF_COLOUR = ["color-contrast"]
OF_LAYOUT = ["color-contrast", "target-size", "scrollable-region-focusable"]


def grave(page, rules: list[str] | None = None) -> list[str]:
    """Serious and critical violations as rule and element, of all rules or of the named ones."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    options = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = rules
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]}" for rule in found if rule["impact"] in GRAVE for node in rule["nodes"]
    ]
