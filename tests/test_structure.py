"""No circles, nothing reaches up a floor; each guard is shown to find its bad sample."""

import pytest

from tests import structure

GRAPH = structure.graph(structure.sources())


def test_no_modules_need_each_other():
    assert structure.circles(GRAPH) == []


def test_nothing_reaches_up_a_floor():
    assert not (found := list(structure.climbs(GRAPH))), "\n".join(found)


def test_every_module_stands_on_a_floor_of_its_own_naming():
    """The root holds nothing but the app: whatever else is added to it says on which floor it stands."""
    top = len(structure.FLOORS) - 1
    unnamed = [name for name in GRAPH if structure.floor_of(name) == top and name != "webapp"]
    assert [name for name in unnamed if not name.startswith(("webapp.cli", "webapp.bench", "webapp.__main__"))] == []


def test_a_circle_is_found_however_long():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}
    assert structure.circles(graph) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    "source",
    [
        "from webapp.views import boards",
        "import webapp.views.boards",
        "def f():\n    from webapp.views.boards import show",
    ],
)
def test_a_climb_is_found_wherever_it_hides(source):
    modules = {"webapp.models.task": source, "webapp.views": "", "webapp.views.boards": ""}
    assert list(structure.climbs(structure.graph(modules)))
