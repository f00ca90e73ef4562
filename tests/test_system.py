"""What the run itself needs from the system is asked for by name, never skipped."""

import pytest

from tests import chromium, postgres


def test_a_missing_chromium_names_the_command(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match="bin/system-deps --dev"):
        chromium.executable()


def test_a_missing_postgresql_names_the_command(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "SERVERS", tmp_path)
    with pytest.raises(RuntimeError, match="bin/system-deps --dev"), postgres.cluster():
        pass
