"""Paper in a process that has kept nothing."""

import pytest

from webapp.paper.press import kept


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Whatever an app of another test keeps its pieces in."""
    monkeypatch.setattr(kept, "_folder", None)
