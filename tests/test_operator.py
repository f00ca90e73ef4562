"""Who runs a command, and in which process."""

import subprocess
import sys

import pytest

from webapp import operator


def test_this_process_runs():
    assert not operator.has_ended(operator.process())


def test_a_process_that_ended_is_known_whether_or_not_somebody_has_looked():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    host, _, _ = operator.process().split(":")
    name = f"{host}:{child.pid}:{operator._since(child.pid)}"
    assert not operator.has_ended(name)
    child.kill()
    child.wait()
    assert operator.has_ended(name) and operator.has_ended(f"{name}:and:more")


def test_another_process_under_the_same_id_is_another():
    host, id_, since = operator.process().split(":")
    assert operator.has_ended(f"{host}:{id_}:{int(since) - 1}")


@pytest.mark.parametrize("name", ["elsewhere:1:5", "", "x", "elsewhere"])
def test_of_other_machines_nothing_is_known(name):
    assert not operator.has_ended(name)


def test_where_nothing_tells_of_processes_none_is_taken_for_dead(monkeypatch, tmp_path):
    monkeypatch.setattr(operator, "PROCESSES", tmp_path)
    assert not operator.has_ended(operator.process())
