"""Where the browser for journeys is. It comes with the system, so that no run fetches one."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError("Chromium is missing: run bin/system-deps --dev")
    return found
